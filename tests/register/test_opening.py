"""Opening a register: what is not one is said to be none, and no crash or second writer leaves half an import."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from muster.errors import BadInput, MusterError, NotFound, UsageError
from muster.register import Register, database

from .made import edition, name, new_register, put, same, working_file

A = name("a", "Akram")


def files(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*"))


# --- what cannot be opened -----------------------------------------------------------------------------------


def test_a_register_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no register at") as caught:
        Register(str(tmp_path / "none.db"))
    assert "muster import" in caught.value.hint
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"ent_num,SDN_Name\n", b"x", b"SQLite format 4\x00" + b"\x00" * 100, b"\x00" * 5000]
)
def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(content)
    for create in (False, True):
        with pytest.raises(BadInput, match="not a register") as caught:
            Register(str(path), create=create)
        assert caught.value.place == str(path)
        assert caught.value.hint
    assert path.read_bytes() == content
    assert files(tmp_path) == ["sdn.csv"]


def test_another_programs_database_is_refused_and_gets_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE song (title TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(BadInput, match="not a register"):
        Register(str(path), create=True)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("song",)]
    connection.close()


@pytest.mark.parametrize("make", ["", "VACUUM", "CREATE TABLE song (title TEXT)"])
def test_what_is_only_read_is_not_written_to(tmp_path: Path, make: str) -> None:
    """Neither a schema nor SQLite's write-ahead log comes into a file that is no register."""
    path = tmp_path / "other?#.db"
    path.touch()
    if make:
        connection = sqlite3.connect(path)
        connection.execute(make)
        connection.commit()
        connection.close()
    content = path.read_bytes()
    with pytest.raises(BadInput, match="not a register") as caught:
        Register(str(path))
    assert "muster import" in caught.value.hint
    assert path.read_bytes() == content
    assert files(tmp_path) == [path.name]


def test_an_empty_file_may_become_a_register(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    path.touch()
    with Register(str(path), create=True) as register:
        put(register, working_file([A]))
    with Register(str(path)) as register:
        assert [one.claim for one in register.claims()] == [A]


def test_a_register_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    new_register(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(BadInput, match="newer version") as caught:
        Register(str(path))
    assert "upgrade" in caught.value.hint


@pytest.mark.parametrize("keep", [100, 5000])
def test_a_damaged_register_says_so(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "muster.db"
    new_register(path).close()
    path.write_bytes(path.read_bytes()[:keep] + b"\xff" * 3000)
    with pytest.raises(BadInput, match="damaged register") as caught:
        Register(str(path))
    assert caught.value.place == str(path)
    assert caught.value.hint


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="the superuser may write anywhere")
@pytest.mark.parametrize("made", [True, False])
def test_a_folder_that_may_not_be_written_to_does_not_damage_a_register(tmp_path: Path, made: bool) -> None:
    path = tmp_path / "kept" / "muster.db"
    path.parent.mkdir()
    if made:
        new_register(path).close()
    path.parent.chmod(0o555)
    common = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    program = f"from muster.register import Register; Register({str(path)!r}, create=True)"
    told = subprocess.run([*common, sys.executable, "-c", program], capture_output=True, text=True).stderr
    path.parent.chmod(0o755)
    assert "BadInput" in told
    assert "may not be written to" in told
    assert "damaged" not in told


@pytest.mark.parametrize("location", ["", "  ", "sqlite:///"])
def test_an_empty_path_is_a_mistake_and_not_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="empty"):
        Register(location, create=True)
    assert files(tmp_path) == []


@pytest.mark.parametrize("location", ["postgresql://host/muster", "mysql://x", "https://example.org/muster.db"])
def test_a_store_that_is_not_spoken_is_named(location: str) -> None:
    with pytest.raises(UsageError, match=location.split(":")[0]):
        Register(location)


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="directory"):
        Register(str(tmp_path))


def test_a_register_cannot_lie_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match="cannot open"):
        Register(str(tmp_path / "file" / "muster.db"), create=True)


@pytest.mark.parametrize("file", ["what?.db", "a b#c.db", "100%25.db", "ملف.db"])
def test_any_file_name_will_do(tmp_path: Path, file: str) -> None:
    path = tmp_path / "deep" / "folder" / file
    with Register(str(path), create=True) as register:
        put(register, working_file([A]))
    assert files(path.parent) == [file]
    for location in (str(path), f"sqlite:///{path}"):
        with Register(location) as register:
            assert [one.claim for one in register.claims()] == [A]


def test_without_a_path_the_environment_decides_and_then_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MUSTER_REGISTER", raising=False)
    Register(create=True).close()
    monkeypatch.setenv("MUSTER_REGISTER", str(tmp_path / "other.db"))
    Register(create=True).close()
    assert files(tmp_path) == ["muster.db", "other.db"]


# --- a first import that fails ---------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [BadInput("cut off"), RuntimeError("fault"), KeyboardInterrupt()])
def test_a_first_import_that_fails_leaves_no_file(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)), Register(str(tmp_path / "muster.db"), create=True) as register:
        put(register, edition("2018-01-01", [A], sha256="x", notes=lambda: _raise(error)))
    assert files(tmp_path) == []


def test_a_first_import_that_fails_leaves_the_file_to_another_program_that_has_opened_it(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"

    def fail() -> list[str]:
        raise BadInput("cut off")

    first = Register(str(path), create=True)
    with Register(str(path)) as second:
        with pytest.raises(BadInput), first:
            put(first, edition("2018-01-01", [A], notes=fail))
        put(second, working_file([A]))
    with Register(str(path)) as register:
        assert [one.claim for one in register.claims()] == [A]


def _raise(error: BaseException) -> list[str]:
    raise error


def test_a_failure_after_the_first_import_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"

    def work() -> None:
        with Register(str(path), create=True) as register:
            put(register, edition("2018-01-01", [A]))
            raise RuntimeError("later")

    with pytest.raises(RuntimeError):
        work()
    with Register(str(path)) as register:
        assert [one.claim for one in register.claims()] == [A]


# --- several at once -------------------------------------------------------------------------------------------

PREAMBLE = """
import os, signal, sys
from muster.claims import Citation, Claim
from muster.register import Incoming, Register

def claim(dataset, number):
    return Claim(f"{dataset}-{number}", "name", value=f"Name {number}", citations=(Citation("s"),))

def incoming(dataset, count, at=lambda number: None, notes=list):
    def claims():
        for number in range(count):
            at(number)
            yield claim(dataset, number)
    return Incoming(dataset=dataset, title=dataset, kind="list", published="2018-01-01", sha256=dataset,
                    claims=claims(), notes=notes)

def die(number=0):
    os.kill(os.getpid(), signal.SIGKILL)

location = sys.argv[1]
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PREAMBLE + code, *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def await_ready(child: subprocess.Popen[str]) -> None:
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"


WRITE = """
print("ready", flush=True)
sys.stdin.readline()
for part in range(4):
    with Register(location, create=True) as register:
        register.import_editions([incoming(f"{sys.argv[2]}{part}", 300)])
"""


@pytest.mark.parametrize("there", [True, False])
def test_processes_that_write_at_once_all_succeed(tmp_path: Path, there: bool) -> None:
    path = tmp_path / "muster.db"
    if there:
        new_register(path).close()
    writers = [start(WRITE, str(path), letter) for letter in "abcd"]
    for writer in writers:
        await_ready(writer)
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors
    with Register(str(path)) as register:
        assert len(register.claims()) == 4 * 4 * 300
        assert len(register.acts()) == 16
        stamps = [at for _, at, _, _ in register.acts()]
        assert stamps == sorted(set(stamps))


def test_a_register_that_another_program_is_just_making_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself gives up at once here: it does not wait to turn on the write-ahead log."""
    path = tmp_path / "muster.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    release.start()
    with Register(str(path), create=True) as register:
        put(register, working_file([A]))
        assert len(register.claims()) == 1
    release.join()
    other.close()


def test_threads_that_share_a_register_all_succeed(register: Register) -> None:
    def write(number: int) -> int:
        put(register, working_file([name(f"e-{number}", f"Name {number}")], part=str(number)))
        register.record_decisions([{"decision": f"d-{number}"}])
        register.judge(same(f"e-{number}", f"f-{number}"))
        return len(register.claims())

    with ThreadPoolExecutor(6) as pool:
        seen = list(pool.map(write, range(24)))
    assert max(seen) == len(register.claims()) == 24
    assert len(register.decisions()) == len(register.judgements()) == 24


def test_a_reader_is_not_disturbed_by_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with new_register(path) as register, Register(str(path)) as reader:
        put(register, edition("2018-01-01", [A]))

        def look() -> list[str]:
            assert [one.claim for one in reader.claims()] == [A]
            return ["looked"]

        (change,) = put(register, edition("2018-02-01", [A, name("b", "Basim")], notes=look))
        assert change.edition.notes == ("looked",)
        assert len(reader.claims()) == 2


def test_a_writer_that_cannot_get_its_turn_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 1)
    path = tmp_path / "muster.db"
    with new_register(path) as register:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MusterError, match="another program is writing") as caught:
            put(register, working_file([A]))
        assert caught.value.hint
        other.execute("ROLLBACK")
        other.close()
        put(register, working_file([A]))
        assert len(register.claims()) == 1


# --- kill -9 -----------------------------------------------------------------------------------------------------

IMPORT = """
moments = {
    "first claim": {"at": lambda number: number == 0 and die()},
    "between chunks": {"at": lambda number: number == 7000 and die()},
    "before the edition": {"notes": die},
    "never": {},
}
print("ready", flush=True)
with Register(location, create=True) as register:
    register.import_editions([incoming("old", 10), incoming("new", 12000, **moments[sys.argv[2]])])
    print("done", flush=True)
    die()
"""
COUNT = 12_010


def survey(path: Path) -> int:
    """The number of claims in the register, which must be whole and ready to be written to."""
    with Register(str(path), create=True) as register:
        found = len(register.claims())
        assert sum(one.total for one in register.editions()) == found
        put(register, working_file([A]))
        assert len(register.claims()) == found + 1
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return found


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("moment", ["first claim", "between chunks", "before the edition", "never"])
def test_an_import_that_is_killed_leaves_all_or_nothing(tmp_path: Path, moment: str, there: bool) -> None:
    path = tmp_path / "muster.db"
    before = 0
    if there:
        with new_register(path) as register:
            put(register, edition("2017-01-01", [A], "earlier"))
        before = 1
    child = start(IMPORT, str(path), moment)
    output, errors = child.communicate(timeout=120)
    assert child.returncode == -signal.SIGKILL, errors
    assert ("done" in output) == (moment == "never")
    assert survey(path) == before + (COUNT if moment == "never" else 0)


def test_a_kill_at_any_moment_leaves_all_or_nothing(tmp_path: Path) -> None:
    for attempt in range(8):
        path = tmp_path / f"{attempt}.db"
        child = start(IMPORT, str(path), "never")
        await_ready(child)
        time.sleep(random.uniform(0, 0.6))
        os.kill(child.pid, signal.SIGKILL)
        output, _ = child.communicate(timeout=120)
        assert survey(path) in ({COUNT} if "done" in output else {0, COUNT})


@pytest.mark.parametrize("read_by_another", [False, True])
def test_pages_that_an_upgrade_left_free_are_given_back(tmp_path: Path, read_by_another: bool) -> None:
    path = tmp_path / "muster.db"
    with new_register(path) as register:
        put(register, edition("2018-01-01", [A]))
        before = register.digest()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE gone (text TEXT)")
        other.executemany("INSERT INTO gone VALUES (?)", [("x" * 10_000,)] * 500)
        other.execute("DROP TABLE gone")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = path.stat().st_size
        if read_by_another:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM claim").fetchone()
            database.give_back(path)
            assert path.stat().st_size == size
    database.give_back(path)
    assert path.stat().st_size < size / 2
    with Register(str(path)) as register:
        assert register.digest() == before
