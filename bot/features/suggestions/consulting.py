"""Asks somebody else about lines that we are unsure of, between the turns: before one, and the answer in another.

Nothing here is ever waited for by a turn. Whatever goes wrong, the line is read as if nobody had been asked.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from bot.background import Background
from bot.errors import Conflict, StorageAway
from bot.features.suggestions import opinions
from bot.features.suggestions.model import Suggestion
from bot.leases import CLOCKWORK
from bot.service import Service
from bot.turn import Turn

log = logging.getLogger(__name__)

_GRACE: Final = 0.0


class Adviser(Protocol):
    """Whoever gives opinions."""

    async def is_call(self, words: str) -> bool | None:
        """Is this a call? None: no answer in time, or none that can be understood. Raises nothing."""


class Consultant:
    """Puts waiting lines before the adviser, one after the other, beside everything else."""

    def __init__(self, service: Service, adviser: Adviser | None) -> None:
        self._service = service
        self._adviser = adviser
        self._background = Background()

    async def look(self) -> None:
        """Are there lines to ask about? Answers at once; the asking goes on beside."""
        if self._adviser is not None and not self._background and self._service.tenure.holds(CLOCKWORK):
            self._background.start(self._ask_all(self._adviser))

    async def settle(self) -> None:
        """Wait until nobody is asked any more."""
        await self._background.settle()

    async def end(self) -> None:
        """Ask nobody any more."""
        await self._background.end(_GRACE)

    async def _ask_all(self, adviser: Adviser) -> None:
        try:
            for line, words in await self._service.ask(_waiting):
                answer = await adviser.is_call(words) if await self._may_ask() else None
                await self._service.act(_with(line, answer))
                self._service.courier.wake()
        except (StorageAway, Conflict) as reason:
            log.warning("no opinion was asked for: %s", type(reason).__name__)

    async def _may_ask(self) -> bool:
        may = False

        async def work(turn: Turn) -> None:
            nonlocal may
            may = await opinions.may_ask(turn)

        await self._service.act(work)
        return may


async def _waiting(turn: Turn) -> list[tuple[Suggestion, str]]:
    return [(line, await opinions.as_sent(turn, line)) for line in await opinions.waiting(turn)]


def _with(line: Suggestion, answer: bool | None) -> Callable[[Turn], Awaitable[None]]:  # noqa: FBT001 - an answer is three-valued
    async def work(turn: Turn) -> None:
        await opinions.answered(turn, line.id, is_call=answer)

    return work
