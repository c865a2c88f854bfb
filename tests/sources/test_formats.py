"""From paths to readings: folders, files that belong together, days, and the order of editions."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.sources.made_lists import ANNEX_ROWS, CA_RECORDS, FSF_NEW, annex, fsf_csv, records

from muster.errors import BadDate, BadInput, NotFound, UsageError
from muster.sources import InputFile, Reading, formats, read_paths, recognise
from muster.sources.formats import expand

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
ROSTER = "unit,country\n1st Bn,iq\n"
CLAIMS = "muster: claims/1\ndataset: demo\ntitle: Demo\n"


def write(folder: Path, name: str, text: str = ROSTER) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


class Parts:
    """A made-up format in several files: the first word of a file is its role."""

    name = "parts"
    title = "a list in parts"

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    @staticmethod
    def recognise(file: InputFile) -> str:
        word = file.content.decode().split()[0]
        return word if word in ("sdn", "alt", "add") else ""

    def read(self, files: Sequence[InputFile]) -> list[Reading]:
        self.calls.append(sorted(file.name for file in files))
        return [Reading("parts", "Parts", "list", (), part=self.recognise(file), files=(file,)) for file in files]


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Parts:
    made = Parts()
    monkeypatch.setattr(formats, "formats", lambda: (made,))
    return made


def test_importing_the_package_loads_no_format() -> None:
    heavy = "{'lxml', 'openpyxl', 'muster.sources.ofac'}"
    code = f"import sys, muster.sources; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_each_format_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    assert recognise(InputFile(write(tmp_path, "a.bin")))[0].name == "roster"
    assert recognise(InputFile(write(tmp_path, "b.csv", "# by hand\n" + CLAIMS)))[0].name == "muster-claims"


def test_all_formats_have_their_own_name() -> None:
    names = [format_.name for format_ in formats.FORMATS]
    assert len(set(names)) == len(names) >= 5


# --- which files ----------------------------------------------------------------------------------------


def test_a_folder_gives_its_files_in_order_without_texts_about_them(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden", "sub/c.csv"):
        write(tmp_path, name)
    for name in ("README", "notes.md", "index.json"):
        write(tmp_path, name, '{"about": "the data"}')
    write(tmp_path, "roster.txt")
    notes: list[str] = []
    assert [file.name for file in expand([tmp_path], notes)] == ["a.csv", "b.csv", "roster.txt"]
    assert [note.split(" ")[0] for note in notes] == ["README", "index.json", "notes.md", "the"]


def test_an_unknown_file_in_a_folder_or_named_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "a.csv")
    write(tmp_path, "b.dat", "?")
    with pytest.raises(BadInput, match="not a list"):
        read_paths([tmp_path])
    with pytest.raises(BadInput, match="not a list"):
        read_paths([write(tmp_path, "README.md", "about")])


def test_a_file_named_twice_is_read_once_and_an_empty_folder_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv")
    assert len(read_paths([path, tmp_path])) == 1
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="no file"):
        read_paths([tmp_path / "empty"])
    with pytest.raises(NotFound):
        read_paths([tmp_path / "none.csv"])


@pytest.mark.parametrize(
    ("files", "calls"),
    [
        ("sdn.csv alt.csv add.csv", [["add.csv", "alt.csv", "sdn.csv"]]),
        ("sdn_20240501.csv alt.csv", [["alt.csv", "sdn_20240501.csv"]]),
        ("sdn_20240501.csv sdn_20240502.csv alt.csv", [["alt.csv"], ["sdn_20240501.csv"], ["sdn_20240502.csv"]]),
        (
            "sdn_20240501.csv sdn_20240502.csv alt_20240501.csv",
            [["alt_20240501.csv", "sdn_20240501.csv"], ["sdn_20240502.csv"]],
        ),
        ("sdn.csv alt.csv cons_sdn.csv cons_alt.csv", [["alt.csv", "sdn.csv"], ["cons_alt.csv", "cons_sdn.csv"]]),
        ("old/sdn.csv new/sdn.csv new/alt.csv", [["alt.csv", "sdn.csv"], ["sdn.csv"]]),
    ],
)
def test_files_are_joined_only_where_it_is_clear(
    tmp_path: Path, parts: Parts, files: str, calls: list[list[str]]
) -> None:
    paths = []
    for name in files.split():
        role = next(role for role in ("sdn", "alt", "add") if role in name)
        paths.append(write(tmp_path, name, f"{role} rows"))
    read_paths(paths)
    assert sorted(parts.calls) == calls


# --- days and order -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("sdn_20240503.csv", "2024-05-03"),
        ("sdn-2024-05-03.csv", "2024-05-03"),
        ("sdn_20240503T101112.csv", "2024-05-03"),
        ("alt_202508.csv", "2025-08"),
        ("coherent_2022/sdn.csv", "2022"),
        ("20240527134702-zbn/sdn.csv", "2024-05-27"),
        ("2022/sdn_20240230.csv", "2022"),
        ("x/sdn_123456789.csv", ""),
        ("x/sdn_20991231.csv", ""),  # a day that has not come
        ("x/32017R2063.csv", ""),  # the number of an EU act
        ("x/02017R2063-20240115.csv", "2024-01-15"),
    ],
)
def test_a_day_is_taken_from_the_name_where_the_content_has_none(
    tmp_path: Path, parts: Parts, name: str, day: str
) -> None:
    (reading,) = read_paths([write(tmp_path / "x", name, "sdn rows")])
    assert reading.published == day
    assert bool(reading.notes) == bool(day)
    assert not day or f"{day} was taken from" in reading.notes[0]


def test_the_day_given_serves_readings_without_one(tmp_path: Path, parts: Parts) -> None:
    path = write(tmp_path, "sdn_20240503.csv", "sdn rows")
    (reading,) = read_paths([path], published="2019-01")
    assert (reading.published, reading.notes) == ("2019-01", [])
    for bad in ("soon", ".."):
        with pytest.raises(BadDate):
            read_paths([path], published=bad)


def test_a_claims_file_needs_no_day_and_keeps_its_own(tmp_path: Path) -> None:
    undated = write(tmp_path, "demo_20180101.yaml", CLAIMS)
    assert read_paths([undated])[0].published == ""
    dated = write(tmp_path, "dated.yaml", CLAIMS + "published: 2018-11-28\n")
    assert read_paths([dated], published="2020")[0].published == "2018-11-28"


def test_older_editions_come_first_and_undated_last(tmp_path: Path, parts: Parts) -> None:
    names = ("sdn.csv", "sdn_2023.csv", "sdn_20220304.csv", "sdn_202303.csv")
    readings = read_paths([write(tmp_path, name, "sdn rows") for name in names])
    found = [reading.files[0].name for reading in readings]
    assert found == ["sdn_20220304.csv", "sdn_2023.csv", "sdn_202303.csv", "sdn.csv"]


def test_a_format_can_be_demanded(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "name\nx\n")
    with pytest.raises(BadInput, match="no column for the unit"):
        read_paths([path], format="roster")
    with pytest.raises(UsageError, match="rostr") as error:
        read_paths([path], format="rostr")
    assert "roster" in error.value.hint


@pytest.mark.data
def test_two_days_of_the_sdn_list_and_their_companions() -> None:
    folder = DATA / "lists" / "ofac"
    if not folder.exists():
        pytest.skip("needs MUSTER_DATA")
    readings = read_paths([folder / "coherent_2022", folder / "coherent_2021", folder / "sdn_20240503.csv.gz"])
    found = [(reading.published, reading.part) for reading in readings]
    assert found == [(year, part) for year in ("2021", "2022") for part in ("add", "alt", "sdn")] + [
        ("2024-05-03", "sdn")
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("name", "text"),
    [("ca.xml", records(*CA_RECORDS)), ("fsf.xml", FSF_NEW), ("fsf.csv", fsf_csv()), ("annex.csv", annex(*ANNEX_ROWS))],
)
def test_a_list_in_utf_16_is_what_it_is_in_utf_8(tmp_path: Path, encoding: str, name: str, text: str) -> None:
    plain, wide = tmp_path / "plain" / name, tmp_path / "wide" / name
    for path in (plain, wide):
        path.parent.mkdir()
    plain.write_text(text, "utf-8")
    wide.write_bytes(("\ufeff" + text.lstrip("\ufeff").replace('"UTF-8"', '"UTF-16"')).encode(encoding))
    (one,), (other,) = read_paths([plain]), read_paths([wide])
    assert (other.dataset, other.published) == (one.dataset, one.published)
    assert {claim.id for claim in other.claims} == {claim.id for claim in one.claims}
