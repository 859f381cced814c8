"""What the operator may say about handling tickets by category: ways, mediation, suggestions."""

from dataclasses import dataclass
from typing import Annotated, Final

from bot.config_reading import leaf
from bot.config_values import Length, choice, text
from bot.hours import Span
from bot.rhythm import Rhythm

_WAY: Final = leaf(choice("spot", "mediation", "meeting", "rounds", "at_once"))
Way = Annotated[str, _WAY]
MeetingRhythm = Annotated[Rhythm, leaf(lambda value: Rhythm.parse(text(value)))]

_THREE_DAYS, _FIFTEEN_DAYS, _FIFTEEN_WORKING_DAYS = Span.parse("3d"), Span.parse("15d"), Span.parse("15wd")


@dataclass(frozen=True, kw_only=True)
class Ways:
    """How tickets of a category are handled; the defaults are Lanzhou's (DOMAIN 6)."""

    environment: Way = "spot"
    dispute: Way = "mediation"
    service: Way = "meeting"
    facility: Way = "rounds"
    safety: Way = "at_once"


@dataclass(frozen=True, kw_only=True)
class MediationRules:
    """How long both sides have to say whether they want to talk, and how long they talk."""

    consent: Length = _THREE_DAYS
    talk: Length = _FIFTEEN_DAYS


@dataclass(frozen=True, kw_only=True)
class IdeaRules:
    """How soon a suggestion is answered."""

    answer: Length = _FIFTEEN_WORKING_DAYS
