"""Drawings are well-formed for any text, the same every time, and say in words what their lines say."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from muster.claims import Stance
from muster.dates import OPEN, Certainty, Interval, parse_date
from muster.links import ChainNode, course_of
from muster.reports import NARROW, chain_svg, path_diagram
from muster.reports.timeline import Bar, timeline_svg
from tests.reports.samples import step

SVG = "{http://www.w3.org/2000/svg}"
CERTAINTIES = ("attested", "presumed", "possible", "unknown")


def shown(drawing: str) -> list[str]:
    return [one.text or "" for one in etree.fromstring(drawing).iter(f"{SVG}text")]


def node(entity: str, *children: ChainNode, **more: object) -> ChainNode:
    fields: dict[str, object] = {
        "relation": "subordinate_to",
        "certainty": Certainty.ATTESTED,
        "along": Certainty.ATTESTED,
        "when": "since 2014",
        "claims": ("c",),
        "against": (),
        "stances": (Stance.ASSERTED,),
        **more,
    }
    return ChainNode(entity=entity, children=children, **fields)  # type: ignore[arg-type]


def lines(drawing: str) -> list[tuple[str, str]]:
    tree = etree.fromstring(drawing)
    return [(one.get("stroke-dasharray", ""), one.get("points", "")) for one in tree.iter(f"{SVG}polyline")]


def test_each_certainty_has_its_line_and_its_word() -> None:
    styles = {}
    for certainty in CERTAINTIES:
        drawing = path_diagram([[step("A", "supports", "B", certainty=certainty)]])
        (styles[certainty],) = {dashes for dashes, _ in lines(drawing)}
        assert any(text.startswith(certainty) for text in shown(drawing))
    assert styles["attested"] == ""
    assert len(set(styles.values())) == len(CERTAINTIES)
    assert "unknown ?" in shown(path_diagram([[step("A", "supports", "B", certainty="unknown")]]))


def test_a_denied_link_is_double_and_called_contested() -> None:
    plain = path_diagram([[step("A", "supports", "B")]])
    denied = path_diagram([[step("A", "supports", "B", against=["c-1"])]])
    assert len(lines(denied)) == 2 * len(lines(plain))
    assert "contested" in shown(denied)
    assert "contested" not in shown(plain)


def test_an_arrow_points_from_the_relations_first_end_to_its_second() -> None:
    def head_x(drawing: str) -> float:
        head = etree.fromstring(drawing).find(f"{SVG}polygon")
        assert head is not None
        return float(head.get("points", "").split(",")[0])

    onward = head_x(path_diagram([[step("A", "supports", "B")]]))
    back = head_x(path_diagram([[step("A", "supports", "B", forward=False)]]))
    assert back < onward
    assert "B supports A" in path_diagram([[step("A", "supports", "B", forward=False)]])


def test_long_paths_wrap_and_stay_on_the_drawing() -> None:
    path = [step(f"Unit number {n}", "subordinate_to", f"Unit number {n + 1}", against=["c"]) for n in range(8)]
    for width in (760.0, NARROW):
        tree = etree.fromstring(path_diagram([path, path[:2]], width=width))
        boxes = list(tree.iter(f"{SVG}rect"))
        assert len(boxes) == 9 + 3
        for box in boxes:
            x, y, wide, high = (float(box.get(name, "nan")) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert y >= 0
            assert x + wide <= width
            assert y + high <= float(tree.get("height", "nan"))
        assert not overlaps(boxes)


def overlaps(boxes: list[etree._Element]) -> list[tuple[int, int]]:
    sides = [[float(box.get(name, "nan")) for name in ("x", "y", "width", "height")] for box in boxes]
    return [
        (i, j)
        for i, (ax, ay, aw, ah) in enumerate(sides)
        for j, (bx, by, bw, bh) in enumerate(sides[:i])
        if ax < bx + bw and bx < ax + aw and ay < by + bh and by < ay + ah
    ]


def test_no_path_is_said() -> None:
    assert shown(path_diagram([])) == ["No path to draw."]
    assert shown(path_diagram([[]])) == ["No path to draw."]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(st.text(), st.text(), st.booleans()), max_size=4), max_size=3), st.text())
def test_any_text_makes_a_well_formed_drawing(paths: list[list[tuple[str, str, bool]]], word: str) -> None:
    drawn = [
        [step(name, relation, word, forward=forward, certainty=word, when=name) for name, relation, forward in path]
        for path in paths
    ]
    assert path_diagram(drawn) == path_diagram(drawn)
    etree.fromstring(path_diagram(drawn, width=NARROW).encode())
    root = node(word, *(node(f"{place}", node(word), against=("c",)) for place in range(len(paths))))
    etree.fromstring(chain_svg(root.entity, {word: word, "0": word}, {"0": [word, word]}, below=root.children).encode())


def brigade(width: int = 5, companies: int = 12) -> ChainNode:
    def regiment(name: str) -> ChainNode:
        ends = [node(f"{name}c{place}", certainty=Certainty.UNKNOWN) for place in range(companies)]
        return node(name, *ends, node(f"{name}b", node("x")))

    regiments = [regiment(f"r{place}") for place in range(width)]
    return node("top", *regiments, node("lone", stopped="depth"))


def test_a_chain_of_many_units_shows_each_once_without_overlap() -> None:
    root = brigade(width=14)
    drawing = chain_svg("top", {"top": "Northern Army"}, {"r0": ["Sami Harun"]}, below=root.children)
    boxes = list(etree.fromstring(drawing).iter(f"{SVG}rect"))
    assert len(boxes) == 1 + 14 * (1 + 12 + 2) + 1
    assert not overlaps(boxes)
    texts = shown(drawing)
    assert "led by Sami Harun" in texts
    assert "Northern Army" in texts
    assert any("there is more beyond" in text for text in texts)
    again = brigade(width=14).children
    assert drawing == chain_svg("top", {"top": "Northern Army"}, {"r0": ["Sami Harun"]}, below=again)


def test_superiors_are_drawn_above_the_unit_and_subordinates_below() -> None:
    above, below = (node("army", node("state")), node("ministry")), (node("company"), node("battery"))
    drawing = chain_svg("unit", {}, {}, above=above, below=below)
    boxes = list(etree.fromstring(drawing).iter(f"{SVG}rect"))
    (unit,) = (float(one.get("y", "nan")) for one in boxes if one.get("stroke-width") == "2")
    places = [float(one.get("y", "nan")) for one in boxes]
    assert (len(boxes), sum(y < unit for y in places), sum(y > unit for y in places)) == (6, 3, 2)
    assert not overlaps(boxes)


def test_a_chain_says_what_it_draws() -> None:
    root = node("a", node("b", certainty=Certainty.PRESUMED, against=("c",)))
    names = {"a": "Army", "b": "Battalion"}
    drawing = chain_svg("a", names, {"b": ["Sami Harun", "Karim Said"]}, below=root.children)
    desc = etree.fromstring(drawing).findtext(f"{SVG}desc") or ""
    assert "Battalion, led by Sami Harun and Karim Said, below Army" in desc
    assert "(subordinate to: presumed, contested; since 2014)" in desc
    assert chain_svg("a", {}, {}).count("<rect") == 1


def test_a_timeline_shows_each_fact_as_certain_as_it_is_and_says_so() -> None:
    facts = {
        "attested": Interval(parse_date("2010-01-01"), parse_date("2012-12-31")),
        "open": Interval(parse_date("2010-01-01"), OPEN, None, date(2014, 1, 1)),
        "soft": Interval(parse_date("2010"), parse_date("2015")),
        "dark": Interval(),
    }
    bars = [Bar("Chain", name, time.spoken(), course_of(time)) for name, time in facts.items()]
    drawing = timeline_svg("Brigade", bars, date(2016, 6, 1))
    tree = etree.fromstring(drawing)
    styles = [(one.get("fill"), one.get("stroke-dasharray"), one.get("opacity")) for one in tree.iter(f"{SVG}rect")]
    full, dashed, pale = ("currentColor", None, None), ("none", "6 3", None), ("currentColor", None, "0.28")
    assert styles == [full, full, dashed, pale, full, pale]
    assert len(list(tree.iter(f"{SVG}polygon"))) == 1  # an arrow for the one that is open
    desc = tree.findtext(f"{SVG}desc") or ""
    assert "open: since 2010-01-01; cited 2014-01-01; on 2016-06-01: presumed." in desc
    assert "attested: since 2010-01-01, until 2012-12-31; on 2016-06-01: not on the day." in desc
    assert drawing == timeline_svg("Brigade", bars, date(2016, 6, 1))
    assert "No dated relation" in timeline_svg("Brigade", [], date(2016, 6, 1))
    etree.fromstring(timeline_svg("<&\x00", [Bar("<", "&" * 300, "\u202e", course_of(Interval()))], date.max))
