"""What the operator may add to our reading, and who may give a second opinion."""

from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Annotated, Final

from bot.config_privacy import Phrases
from bot.config_reading import leaf, table
from bot.config_values import Count, File, Length, WebAddress, several, text
from bot.hours import Span
from bot.understanding.own import OwnWords, Words

_FIVE_SECONDS: Final = Span.parse("5s")


def alias(value: object) -> str:
    """Another name of a building, and the building: "the old boiler house = Building 3"."""
    name, equals, building = text(value).partition("=")
    if not (equals and name.strip() and building.strip()):
        raise ValueError(f'"{value}" is not written like "old boiler house = Building 3"')
    return f"{name.strip()}={building.strip()}"


@dataclass(frozen=True, kw_only=True)
class CategoryWords:
    """Words that say what a call is about."""

    environment: Phrases = ()
    dispute: Phrases = ()
    service: Phrases = ()
    facility: Phrases = ()
    safety: Phrases = ()


@dataclass(frozen=True, kw_only=True)
class DangerWords:
    """Words that make a line an emergency."""

    gas: Phrases = ()
    fire: Phrases = ()
    lift: Phrases = ()
    wire: Phrases = ()
    falling: Phrases = ()
    flood: Phrases = ()
    person: Phrases = ()


@dataclass(frozen=True, kw_only=True)
class OpinionRules:
    """A service with the interface of OpenAI's chat that is asked about lines which we are unsure of."""

    url: WebAddress | None = None
    model: Annotated[str | None, leaf(text)] = None
    key_file: File | None = None
    time_limit: Length = _FIVE_SECONDS
    per_day: Count = 100


_CATEGORIES, _DANGERS, _OPINION = CategoryWords(), DangerWords(), OpinionRules()


@dataclass(frozen=True, kw_only=True)
class UnderstandingRules:
    """Words of the community itself, beside ours; `calls` speak for a call, `talk` against one."""

    calls: Phrases = ()
    talk: Phrases = ()
    urgent: Phrases = ()
    aliases: Annotated[tuple[str, ...], leaf(several(alias))] = ()
    categories: Annotated[CategoryWords, table] = _CATEGORIES
    emergency: Annotated[DangerWords, table] = _DANGERS
    opinion: Annotated[OpinionRules, table] = _OPINION

    def words(self) -> OwnWords:
        """The words, as a reading is made with them."""
        return OwnWords(
            calls=self.calls,
            talk=self.talk,
            urgent=self.urgent,
            categories=_lists(self.categories),
            emergency=_lists(self.emergency),
            aliases=MappingProxyType(dict(one.split("=", 1) for one in self.aliases)),
        )


def _lists(rules: CategoryWords | DangerWords) -> MappingProxyType[str, Words]:
    return MappingProxyType({field.name: words for field in fields(rules) if (words := getattr(rules, field.name))})
