"""When digests go out, unless a place has its own choice."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, Final

from bot.config_reading import leaf
from bot.config_values import TimeOfDay, choice, several
from bot.rhythm import DAYS

_SIX_IN_THE_EVENING: Final = time(18)
Residents = Annotated[str, leaf(choice("off", "daily", "weekly"))]


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The daily digest of the staff, the review of their week, and what residents read in their groups."""

    at: TimeOfDay = _SIX_IN_THE_EVENING
    days: Annotated[tuple[str, ...], leaf(several(choice(*DAYS)))] = DAYS
    weekly: Annotated[str, leaf(choice("off", *DAYS))] = "mon"
    residents: Residents = "off"
