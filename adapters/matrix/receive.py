"""The receive loop: sync, have everything kept together with the token, and only then sync on.

nio's own loop moves its token before anything is handled, and leaves gaps; this one does neither (cases 32 to 34).
"""

import asyncio
import logging
from typing import Any, Final

from adapters.matrix import fields
from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet, Refusal, accepted
from adapters.matrix.homeserver import unlike_any_other
from adapters.matrix.line import Line
from adapters.matrix.pauses import Pauses
from adapters.matrix.store import StoreTaken
from adapters.matrix.taking import SYNC_FILTER, Taking
from bot.ports import Reception, RefusedLogin

log = logging.getLogger(__name__)

# So often in a row a sync may fail in a way that is nobody's fault on the network before it is taken without nio.
_STUMBLES: Final = 5


class Receiving:
    """The loop of one account."""

    def __init__(self, line: Line, reception: Reception) -> None:
        self._line = line
        self._home = line.home
        self._taking = Taking(line, reception)
        self._pauses = Pauses(line.pace)
        self._stumbles = 0
        # Something may have been told before and not been dealt with: at the start, and after any fault.
        self._look_at_all = True

    async def run(self) -> None:
        """Receive until cancelled."""
        await self._taking.load()
        while True:
            try:
                await self._line.login.sign_in(self._line.clock.now())
                await self._sync()
            except RefusedLogin as refusal:
                await self._wait_barred(refusal)
            except Refusal as refusal:
                await self._wait_after(refusal)
            except (NotThereYet, StoreTaken, *NETWORK_FAULTS, *NOT_YET) as fault:
                log.warning("matrix %s: cannot receive: %s", self._home.user, type(fault).__name__)
                await self._wait()
            except Exception as bug:  # noqa: BLE001 - whatever a room contains must not end the receiving
                await self._stumble(bug)
            else:
                self._pauses.succeeded()
                self._stumbles, self._look_at_all = 0, False

    async def _sync(self) -> None:
        is_first = not self._home.is_synced
        if is_first:
            await self._line.privates.load()
        if self._stumbles >= _STUMBLES:
            self._stumbles = 0
            await self._taking.take_without_nio()
            # What nio missed of the rooms it is told with the next sync.
            self._home.is_synced = False
            return
        answer = await self._ask(is_first=is_first)
        rooms = fields.lenient(await answer.transport_response.json(), "rooms")
        self._line.rooms.learn(fields.lenient(rooms, "join"))
        self._line.health.answered(answer.transport_response.headers.get("Date"))
        self._home.synced()
        await self._taking.take(answer, rooms, look_at_all=self._look_at_all)
        if self._look_at_all:
            await self._line.invitations.look_for_all()
        else:
            self._line.invitations.answer(fields.lenient(rooms, "invite"))
        await self._line.keys.upkeep()
        await self._taking.tell_of_sealed()

    async def _ask(self, *, is_first: bool) -> Any:
        """The next sync, taken in by nio. The first tells of all our rooms."""
        client, pace = self._home.client, self._line.pace
        # nio overlooks an answer whose end it has seen already; after a fault the same must be taken in again.
        client.next_batch = ""
        # After a crash the token is the old one: a repeated first answer would not know the room that we opened since.
        poll = pace.sealed_poll if self._line.notebook.untold() else pace.poll
        milliseconds = unlike_any_other() if is_first else int(poll * 1000)
        async with asyncio.timeout(pace.first_sync if is_first else pace.poll + pace.answer):
            sync = client.sync(milliseconds, SYNC_FILTER, since=self._taking.cursor, full_state=is_first)
            return accepted(await sync)

    # ---- faults ----

    async def _wait(self, at_least: float = 0.0) -> None:
        self._look_at_all = True
        await self._pauses.pause(at_least)

    async def _wait_after(self, refusal: Refusal) -> None:
        log.warning("matrix %s: cannot receive: %s", self._home.user, refusal)
        if refusal.is_signed_out:
            self._line.health.refused()
            try:
                await self._line.login.signed_out(refusal)
            except RefusedLogin as refused:
                await self._wait_barred(refused)
                return
        await self._wait(at_least=refusal.retry_after or 0.0)

    async def _wait_barred(self, refusal: RefusedLogin) -> None:
        """Only the operator can help; what he changes is found without a restart where that is possible."""
        self._line.health.refused()
        log.error("%s", refusal)
        await self._wait(at_least=self._line.pace.barred)

    async def _stumble(self, bug: Exception) -> None:
        self._stumbles += 1
        # What an exception says may hold what people said.
        log.error("matrix %s: cannot receive: %s", self._home.user, _where(bug))
        await self._wait()


def _where(bug: Exception) -> str:
    """The kind of an exception, and the line that raised it."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})"
    return type(bug).__name__ + place
