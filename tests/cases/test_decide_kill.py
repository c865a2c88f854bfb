"""`decide` is one act: killed at any moment, either the decision and the step are there, or neither."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cases.made import results_of

CHILD = """
import json, os, shutil, signal, sys
from pathlib import Path
import sqlalchemy as sa
from muster.cases import Cases
from muster.cases.audit import verify
from muster.register import Register
from tests.cases.made_cases import TODAY, Office

office = Office(Path(sys.argv[1]) / "office")
number = office.new()
office.register.close()
clean = Path(office.register.path)
copy = clean.with_name("copy.db")
results, stop = [], 0
while True:
    stop += 1
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    shutil.copy(clean, copy)
    child = os.fork()
    if child == 0:
        from muster.snapshot import Snapshot
        from muster.vetting import Desk
        statements = 0
        def count(*_):
            global statements
            statements += 1
            if statements == stop:
                os.kill(os.getpid(), signal.SIGKILL)
        with Register(str(copy)) as register:
            desk = Desk(Snapshot(register))
            engine = register._database.engine
            for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
                sa.event.listen(engine, moment, count)
            Cases(register).decide(number, office["bilal"], desk, TODAY, lambda decision: "memo")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    with Register(str(copy)) as register:
        case = Cases(register).get(number)
        kept = [one["decision"] for one in register.decisions()]
        problems = [one.what for one in verify(register).problems]
    results.append([os.WIFSIGNALED(status), case.state, kept, [case.decided.body["decision"]] if case.decided else [],
        problems])
    if not os.WIFSIGNALED(status):
        break
print(json.dumps(results))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_killed_at_each_statement_and_each_commit(tmp_path: Path) -> None:
    results = results_of(CHILD, tmp_path)
    assert [one[0] for one in results] == [True] * (len(results) - 1) + [False]
    assert len(results) > 40
    for _, state, kept, decided, problems in results:
        assert (problems, kept) == ([], decided), "the decision and its step come together"
        assert state == ("decided" if kept else "open")
    assert results[-1][1] == "decided"
