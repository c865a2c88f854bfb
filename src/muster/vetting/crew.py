"""Several processes that decide the requests of one roster together: all on one snapshot, and in one order.

Where the system can fork, they share what was read and worked out before; elsewhere each opens the register as known at
the same time. None of them writes. When one fails or ends, all end, with one error.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Literal

from muster.errors import MusterError
from muster.policy import parse_policy
from muster.register import Register
from muster.snapshot import Snapshot
from muster.vetting.answers import Teller, Told, Wants
from muster.vetting.request import Request
from muster.vetting.vet import Desk

How = Literal["fork", "spawn"]
HOW: How = "fork" if sys.platform == "linux" else "spawn"
_SHARE = 256  # requests given to a process at a time
_AHEAD = 2  # shares that a process has before it
_MOST = 8  # processes, however many cores there are
_LARGE = 4000  # decisions from which on a second process is worth its start
_PATIENCE_S = 5.0  # for how long a process that has nothing left to do may take to end
_ALONE = "try again with --workers 1"


def workers_for(decisions: int) -> int:
    """How many processes decide so many: one for each core that this program may use, but one for a few."""
    if decisions < _LARGE:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST)


@dataclass(frozen=True, slots=True)
class _Recipe:
    """What a process needs to decide as another does, if it shares nothing with it."""

    register: str
    known_at: str
    threshold: float
    policies: tuple[tuple[str, str], ...]
    wants: Wants

    def teller(self) -> Teller:
        desk = Desk(Snapshot(Register(self.register), self.known_at), self.threshold)
        for name, text in self.policies:
            desk.use(parse_policy(text, name), name)
        desk.snapshot.read_all()
        return Teller(desk, [name for name, _ in self.policies], self.wants)


class Crew:
    """Processes that decide `requests`. To be used as a context: at its end none of them is left."""

    def __init__(self, teller: Teller, requests: Sequence[Request], workers: int, how: How = HOW) -> None:
        context: Any = get_context(how)
        self._count = len(requests)
        forks = how == "fork"
        ends = [context.Pipe() for _ in range(workers)]
        made = teller if forks else _recipe(teller)
        every = [one for pair in ends for one in pair]
        self._asked: dict[Connection[Any, Any], deque[int]] = {mine: deque() for mine, _ in ends}
        self._processes = {}
        teller.desk.snapshot.register.close()  # no connection may be shared with a fork; each opens its own
        gc.freeze()  # so that the collector of a fork leaves alone, and shared, what was there before
        try:
            with _undisturbed():
                for mine, theirs in ends:
                    others = [one for one in every if one is not theirs] if forks else []
                    process = context.Process(target=_work, args=(theirs, others, made, requests), daemon=True)
                    process.start()
                    self._processes[mine] = process
        except BaseException:
            self._end(kill=True)
            raise
        finally:
            gc.unfreeze()
            for _, theirs in ends:
                theirs.close()

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        self._end(kill=kind is not None)

    def tell(self) -> Iterator[list[Told]]:
        """What is decided on each request, in order. Raises MusterError if a process fails or ends too soon."""
        shares = deque(range(0, self._count, _SHARE))
        done: dict[int, list[list[Told]]] = {}
        for _ in range(_AHEAD):
            for mine in self._asked:
                self._ask(mine, shares)
        for share in range(0, self._count, _SHARE):
            while share not in done:
                ready = wait([one for one, asked in self._asked.items() if asked])
                for mine in self._asked.keys() & set(ready):
                    done[self._asked[mine].popleft()] = self._answer(mine)
                    self._ask(mine, shares)
            yield from done.pop(share)

    def _ask(self, mine: Connection[Any, Any], shares: deque[int]) -> None:
        if shares:
            share = shares.popleft()
            self._asked[mine].append(share)
            try:
                mine.send((share, share + _SHARE))
            except OSError:
                raise self._ended(mine) from None

    def _answer(self, mine: Connection[Any, Any]) -> list[list[Told]]:
        try:
            found = mine.recv()
        except (EOFError, OSError):
            raise self._ended(mine) from None
        if isinstance(found, MusterError):
            raise found
        answers: list[list[Told]] = found
        return answers

    def _ended(self, mine: Connection[Any, Any]) -> MusterError:
        process = self._processes[mine]
        process.join(_PATIENCE_S)
        how = process.exitcode
        by = f"was ended by signal {-how}" if how is not None and how < 0 else f"ended with status {how}"
        return MusterError(
            f"a process that decides a part of the roster {by}; what was kept before stays",
            hint=f"perhaps memory ran out: {_ALONE}",
        )

    def _end(self, *, kill: bool) -> None:
        """End the processes: those that wait for a question end when there is nobody left to ask one."""
        for mine in self._asked:
            mine.close()
        for process in self._processes.values():
            if kill:
                process.kill()
            process.join(_PATIENCE_S)
            if process.is_alive():
                process.kill()
                process.join()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits for the end of the block: what runs while a process forks would swallow it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
    if came and callable(before):
        before(came[0], None)


def _recipe(teller: Teller) -> _Recipe:
    desk = teller.desk
    policies = tuple((name, desk.policy(name).text) for name in teller.policies)
    register = str(desk.snapshot.register.path.absolute())
    return _Recipe(register, desk.snapshot.known_at, desk.threshold, policies, teller.wants)


def _work(
    mine: Connection[Any, Any],
    others: Sequence[Connection[Any, Any]],
    made: Teller | _Recipe,
    requests: Sequence[Request],
) -> None:
    """What a process does: decides one share after the other until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    for one in others:
        one.close()  # so that it notices when that one is gone
    try:
        teller = made.teller() if isinstance(made, _Recipe) else made
        while True:
            first, end = mine.recv()
            mine.send(list(teller.tell(requests[first:end])))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except Exception as fault:
        known = isinstance(fault, MusterError)
        says = f"a process that decides a part of the roster failed: {type(fault).__name__}: {fault}"
        mine.send(fault if known else MusterError(says, hint=f"to see where, {_ALONE}"))
