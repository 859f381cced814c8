"""What the operator may say about privacy."""

from dataclasses import dataclass
from typing import Annotated, Final

from bot.config_reading import leaf
from bot.config_values import Length, choice, several, text
from bot.hours import Span

_CATEGORY: Final = choice("environment", "dispute", "service", "facility", "safety")
Categories = Annotated[tuple[str, ...], leaf(several(_CATEGORY))]
Languages = Annotated[tuple[str, ...], leaf(several(text))]
Phrases = Annotated[tuple[str, ...], leaf(several(text))]
_THREE_YEARS = Span.parse("1095d")


@dataclass(frozen=True, kw_only=True)
class PrivacyRules:
    """How long words are kept, and what makes a ticket private from the beginning."""

    keep: Length = _THREE_YEARS
    private_categories: Categories = ()
    private_words: Phrases = ()
