"""Troubles that a test orders: errors, lost answers, dropped connections, delays, whole outages."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from tests.servers.telegram.errors import ApiError

Outage = Literal["drop", "502"]
Kind = Literal["error", "drop_before", "drop_after", "timeout_after", "delay"]


@dataclass(eq=False, kw_only=True)
class Fault:
    """What happens to the next `count` calls of a method (or of any), in one chat or in all.

    `drop_before` closes the connection without doing anything, `drop_after` does the work and closes it,
    `timeout_after` does the work and keeps silent for `seconds`, `delay` waits `seconds` and goes on.
    """

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    count: int = 1
    error: ApiError | None = None
    seconds: float = 0.0

    def meets(self, method: str, chat_id: object) -> bool:
        return (
            self.count > 0
            and self.method in {None, method}
            and (self.chat_id is None or str(self.chat_id) == str(chat_id))
        )


class Faults:
    """The orders not yet used up, oldest first; an outage stands above them all."""

    def __init__(self) -> None:
        self.ordered: list[Fault] = []
        self.outage: Outage | None = None

    def order(self, fault: Fault) -> None:
        self.ordered.append(fault)

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The fault for this call, counted down."""
        for fault in self.ordered:
            if fault.meets(method, chat_id):
                fault.count -= 1
                if fault.count == 0:
                    self.ordered.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        self.ordered.clear()
        self.outage = None

    async def outage_for(self, seconds: float, kind: Outage = "drop") -> None:
        """An outage that ends by itself."""
        self.outage = kind
        await asyncio.sleep(seconds)
        self.outage = None
