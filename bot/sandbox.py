"""`huying replay`: what a time would have been with other deadlines or hours, side by side with what it was."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from bot.config import Config, ConfigProblems, OpeningHours
from bot.config_deadlines import Deadlines
from bot.config_reading import Problem, Spot, table
from bot.exporting import place_named
from bot.features.figures import service as figures
from bot.features.figures.service import REPLAYED, Replayed
from bot.features.figures.views import Period, definition, name_of, said
from bot.service import Service

LISTED: Final = 20


@dataclass(frozen=True, kw_only=True)
class OtherRules:
    """The tables of a config by which deadlines are computed; what is not written is as it is now."""

    deadlines: Annotated[Deadlines, table]
    hours: Annotated[OpeningHours, table]


def read(path: Path, config: Config) -> OtherRules:
    """The rules in that file.

    Raises:
        ConfigProblems: everything that is wrong with it, at once.
        OSError: it cannot be read.
    """
    spot = Spot(key="", problems=[])
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ConfigProblems(path.name, [Problem(key=str(path), what=f"is not TOML: {wrong}")]) from None
    rules = table(document, spot, OtherRules(deadlines=config.deadlines, hours=config.hours))
    if spot.problems:
        raise ConfigProblems(path.name, spot.problems)
    return rules


async def replay(service: Service, rules: OtherRules, period: Period, place: str | None) -> list[str]:
    """The lines to print; what is still to come has missed nothing.

    Raises:
        LookupError: no place, or more than one, has this name.
    """
    period = replace(period, end=min(period.end, service.clock.now()))
    area = None if place is None else await place_named(service, place)
    found = await service.ask(lambda turn: figures.replay(turn, area, period, rules.deadlines, rules.hours))
    return list(_told(service, found))


def _told(service: Service, found: Replayed) -> Iterator[str]:
    texts = service.setup.texts
    yield f"{found.tickets} tickets were read again; nothing was changed"
    rows = [("", "as it is", "with these rules")]
    for name in REPLAYED:
        now, then = (said(outcome.values[name], definition(name), "en") for outcome in (found.now, found.then))
        rows.append((name_of(texts, name, "en"), now, then))
    rows.append(("Missed a deadline", str(len(found.now.late)), str(len(found.then.late))))
    yield from (f"{name:<20} {one:>18} {other:>18}" for name, one, other in rows)
    yield from _named("would be late, and were not", found.then.late - found.now.late)
    yield from _named("would be in time, and were late", found.now.late - found.then.late)


def _named(what: str, numbers: set[int]) -> Iterator[str]:
    if numbers:
        shown = " ".join(f"#{number}" for number in sorted(numbers)[:LISTED])
        yield f"{len(numbers)} {what}: {shown}{' …' if len(numbers) > LISTED else ''}"
