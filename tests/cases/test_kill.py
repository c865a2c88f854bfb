"""A process killed at any write loses nothing that it acknowledged, and leaves a record that verifies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cases.made import results_of

CHILD = """
import json, os, signal, sys
from pathlib import Path
import sqlalchemy as sa
from muster.cases.audit import verify
from muster.register import Register
from tests.cases.made import decided
from tests.register.made import edition, name, new_register, put, same

location = Path(sys.argv[1])
import alembic.command, alembic.config, lxml  # what a first use loads is loaded before the forks

def work(say, stop):
    # Each act is acknowledged after its call has come back.
    statements = 0
    def count(*_):
        nonlocal statements
        statements += 1
        if statements == stop:
            os.kill(os.getpid(), signal.SIGKILL)
    with Register(str(location)) as register:
        engine = register._database.engine
        sa.event.listen(engine, "before_cursor_execute", count)
        sa.event.listen(engine, "after_cursor_execute", count)
        sa.event.listen(engine, "commit", count)
        def done(what):
            count()
            say(what)
            count()
        put(register, edition("2018-01-01", [name("a", "Akram"), name("b", "Badr")]))
        done("edition 2018-01-01")
        register.judge(same("a", "b"))
        done("judgement a b")
        register.record_decisions([decided("u1"), decided("u2")])
        done("decision u1")
        put(register, edition("2018-02-01", [name("a", "Akram")]))
        done("edition 2018-02-01")
        register.remark("export", {"as": "ftm"})
        done("remark")
    os._exit(0)

results = []
stop = 0
while True:
    stop += 1
    for suffix in ("", "-wal", "-shm"):
        Path(f"{location}{suffix}").unlink(missing_ok=True)
    new_register(location).close()
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        work(lambda what: os.write(tell, what.encode() + b"\\n"), stop)
    os.close(tell)
    acknowledged = b"".join(iter(lambda: os.read(told, 4096), b"")).decode().splitlines()
    os.close(told)
    _, status = os.waitpid(child, 0)
    with Register(str(location)) as register:
        report = verify(register)
        held = [f"edition {one.published}" for one in register.editions()]
        held += [f"judgement {one.left} {one.right}" for one in register.judgements()]
        held += [f"decision {one['request']['unit']}" for one in register.decisions()]
        held += ["remark" for act in register.acts() if act[3] == "export"]
    results.append({
        "killed": os.WIFSIGNALED(status), "lost": sorted(set(acknowledged) - set(held)),
        "problems": [f"{one.where}: {one.what}" for one in report.problems], "acts": report.acts,
    })
    if not os.WIFSIGNALED(status):
        break
print(json.dumps(results))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_killed_at_each_statement_and_each_commit(tmp_path: Path) -> None:
    results = results_of(CHILD, tmp_path / "muster.db")
    assert [one["killed"] for one in results] == [True] * (len(results) - 1) + [False]
    assert len(results) > 100
    assert {one["acts"] for one in results} == set(range(6)), "killed between all acts"
    assert [one for one in results if one["lost"] or one["problems"]] == []
