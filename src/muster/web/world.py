"""What the server holds: the register, the newest snapshot compiled for quick answers, and one lane for slow ones.

Screening and look-ups run on the event loop, a fraction of a millisecond each. Decisions, chains, paths and pages go
through one worker thread with a snapshot of its own, so that nothing compiled is ever used by two threads at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from muster.register import Register
from muster.snapshot import Screening, Snapshot
from muster.vetting import Desk
from muster.web.parties import Parties

T = TypeVar("T")
_LOOK_AGAIN = 0.5  # seconds after which the register is asked for new acts
_EARLIER = 3  # snapshots of earlier times kept
_FIRST: tuple[tuple[str, dict[str, list[str]]], ...] = (  # questions asked before the first one comes: in each script
    ("Person", {"name": ["Mohammed Ali Hassan"], "birthDate": ["1968-01"], "nationality": ["iq"]}),
    ("Person", {"name": ["محمد علي حسن"]}),
    ("LegalEntity", {"name": ["Иванов Сергей Петрович"]}),
    ("Organization", {"name": ["National Bank Ltd"], "registrationNumber": ["1234567"]}),
    ("LegalEntity", {"name": ["北京 有限公司"]}),
)


class View:
    """One snapshot and what is compiled from it. Used by one thread."""

    def __init__(self, register: Register, known_at: str | None = None) -> None:
        self.register = register
        self.snapshot = Snapshot(register, known_at)
        self.act = register.last_act(known_at)[0]

    @cached_property
    def screening(self) -> Screening:
        return Screening(self.snapshot)

    @cached_property
    def desk(self) -> Desk:
        return Desk(self.snapshot)

    @cached_property
    def parties(self) -> Parties:
        return Parties(self.register, self.snapshot)

    @property
    def tag(self) -> str:
        """The entity tag of every answer that this view alone determines."""
        return f'"{self.snapshot.digest[:32]}"'

    def warm(self) -> View:
        """Load all that the first questions would have to wait for: machine code, tables of words, parties."""
        from muster.web.yente.match import NO_FILTERS, example, matches

        self.snapshot.names.make_ready()
        for schema, properties in _FIRST:
            matches(self, example(schema, properties), NO_FILTERS, cutoff=0.5, limit=5)
        return self


class World:
    """The register of one server process."""

    def __init__(self, location: str | None) -> None:
        self.register = Register(location)
        self._view: View | None = None
        self._looked = 0.0
        self._renewing: asyncio.Task[None] | None = None
        self._lane = ThreadPoolExecutor(1, thread_name_prefix="muster-slow")  # its thread begins with the first work
        self._slow: OrderedDict[str, View] = OrderedDict()
        self._closed = False

    def start(self) -> None:
        """Compile the snapshot, once; the server is ready when this returns."""
        if self._view is None:
            self._view = View(self.register).warm()
            self._looked = time.monotonic()

    def rest(self) -> None:
        """Close the connections to the register, before this process forks; each opens its own when it is asked."""
        self.register.close()

    @property
    def ready(self) -> bool:
        return self._view is not None

    def close(self) -> None:
        self._closed = True
        self._lane.shutdown(wait=True, cancel_futures=True)
        self.register.close()

    # --- quick: on the event loop --------------------------------------------------------------------------

    def view(self) -> View:
        """The view that answers now. A newer one is compiled beside it when the register has grown."""
        self.start()
        assert self._view is not None
        now = time.monotonic()
        if now - self._looked > _LOOK_AGAIN:
            self._looked = now
            if self._renewing is None and self.register.last_act()[0] != self._view.act:
                self._renewing = asyncio.get_running_loop().create_task(self._renew())
        return self._view

    async def _renew(self) -> None:
        try:
            self._view = await asyncio.to_thread(lambda: View(self.register).warm())
        finally:
            self._renewing = None

    async def renew(self) -> None:
        """Answer from now on with all that the register knows; for those who have just written to it."""
        if self._renewing is not None:
            await self._renewing
        if self._view is None or self.register.last_act()[0] != self._view.act:
            await self._renew()

    # --- slow: one at a time in the lane -------------------------------------------------------------------

    async def slow(self, work: Callable[[View], T], known_at: str | None = None) -> T:
        """Run work that takes long, or that asks for knowledge of an earlier time, in the lane."""
        return await asyncio.get_running_loop().run_in_executor(self._lane, lambda: work(self._at(known_at)))

    async def write(self, work: Callable[[Register], T]) -> T:
        """Run work that writes to the register, in the lane, and answer with it from now on."""
        found = await asyncio.get_running_loop().run_in_executor(self._lane, lambda: work(self.register))
        await self.renew()
        return found

    def _at(self, known_at: str | None) -> View:
        key = self.register.known_at(known_at)
        if key not in self._slow:
            self._slow[key] = View(self.register, key)
            while len(self._slow) > _EARLIER:
                self._slow.popitem(last=False)
        self._slow.move_to_end(key)
        return self._slow[key]
