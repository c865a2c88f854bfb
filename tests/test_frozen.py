"""A class that is made quickly is the same class: fields, defaults, errors, equality, copies; and it stays frozen."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from muster.claims import Citation, Claim
from muster.frozen import maker, quickly_made


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    count: int = 1
    marks: tuple[str, ...] = ()
    _kept: str = field(default="", init=False, repr=False, compare=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    count: int = 1
    marks: tuple[str, ...] = ()
    _kept: str = field(default="", init=False, repr=False, compare=False)


def test_takes_what_the_plain_class_takes():
    assert inspect.signature(Quick) == inspect.signature(Plain)
    for given, named in ((("a",), {}), (("a", 2), {"marks": ("x",)}), ((), {"name": "a", "count": 3})):
        quick, plain = Quick(*given, **named), Plain(*given, **named)
        assert type(quick) is Quick
        assert repr(quick).removeprefix("Quick") == repr(plain).removeprefix("Plain")
        assert (quick._kept, quick == replace(quick), hash(quick)) == ("", True, hash(plain))


@pytest.mark.parametrize(("given", "named"), [((), {}), (("a",), {"other": 1}), (("a", 1, (), "kept"), {})])
def test_refuses_what_the_plain_class_refuses(given: tuple[object, ...], named: dict[str, object]):
    with pytest.raises(TypeError) as plain:
        Plain(*given, **named)  # type: ignore[arg-type]
    with pytest.raises(TypeError) as quick:
        Quick(*given, **named)  # type: ignore[arg-type]
    assert str(quick.value) == str(plain.value).replace("Plain", "Quick")


def test_the_maker_makes_what_the_class_makes():
    make = maker(Quick)
    for given, named in ((("a",), {}), (("a", 2), {"marks": ("x",)}), ((), {"name": "a", "count": 3})):
        made, plain = make(*given, **named), Quick(*given, **named)
        assert (made, type(made), hash(made), repr(made), made._kept) == (plain, Quick, hash(plain), repr(plain), "")
        assert copy.copy(made) == pickle.loads(pickle.dumps(made)) == made
        with pytest.raises(FrozenInstanceError):
            made.name = "b"  # type: ignore[misc]
    for given, named in (((), {}), (("a",), {"other": 1}), (("a", 1, (), "kept"), {})):
        with pytest.raises(TypeError):
            make(*given, **named)  # type: ignore[arg-type]


def test_nothing_changes_it():
    claim = Claim("unit", "name", value="One", citations=(Citation("s", record="1"),))
    with pytest.raises(FrozenInstanceError):
        claim.value = "Two"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del claim.value
    assert claim.value == "One"


def test_copies_and_pickles_are_equal_and_keep_the_id():
    claim = Claim("unit", "name", value="One", citations=(Citation("s", record="1"),))
    for other in (copy.copy(claim), copy.deepcopy(claim), pickle.loads(pickle.dumps(claim)), replace(claim)):
        assert (other, hash(other), other.id, type(other)) == (claim, hash(claim), claim.id, Claim)
    assert replace(claim, value="Two").id != claim.id


def test_a_class_that_needs_more_than_setting_fields_is_refused():
    @dataclass(frozen=True, slots=True)
    class Checked:
        name: str

        def __post_init__(self) -> None: ...

    @dataclass(frozen=True, slots=True)
    class Listed:
        names: list[str] = field(default_factory=list)

    for cls in (Checked, Listed):
        with pytest.raises(TypeError, match="Python's own way"):
            quickly_made(cls)
