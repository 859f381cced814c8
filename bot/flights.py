"""What the schedule hands out: a send that starts now, or a list that is made now; and the account that it draws on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.folding import FEW
from bot.lanes import Item, Lane
from bot.limits import NEVER, Limits, Wish
from bot.piles import GATHERING
from bot.ports import Channel


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How many sends an account has under way at a time, how seldom a flood rings, and what is few (`bot.piles`)."""

    # Measured: a client on two cores gets no faster with more (PLATFORMS, fact 14).
    at_once: int = 32
    gathering: timedelta = GATHERING
    few: int = FEW


class Wire:
    """One of our accounts: its channel, its limits, how many more sends it takes at a time.

    Toasts and reactions (`signs`) have sends of their own, so that slow messages do not make them late.
    """

    def __init__(self, channel: Channel, at_once: int) -> None:
        self.channel = channel
        self.limits = Limits(channel.capabilities)
        self.room = at_once
        self.room_for_signs = at_once
        self.signs: list[Item] = []
        self.signs_ready_at = NEVER


@dataclass(frozen=True, kw_only=True, eq=False)
class Flight:
    """A send under way. `lane` is None for a sign, which holds nobody."""

    item: Item
    wire: Wire
    wish: Wish
    lane: Lane | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Fold:
    """A pile that is made into a list now; its chat waits until that is done."""

    items: Sequence[Item]
    wire: Wire
    lane: Lane
