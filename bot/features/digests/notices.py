"""What a digest found before anybody called: repeats, silent buildings, too much in one hand, unhappy callers."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.community import Place
from bot.features.digests.replies import Reader
from bot.features.digests.store import Radar
from bot.features.roster import views as roster
from bot.richtext import Text
from bot.stores import People
from bot.texts import listed
from bot.turn import Turn

# LESSONS, design 19: three of a kind within thirty days are one cause.
REPEATS: Final = 3
OVER: Final = timedelta(days=30)
# A building that called at least so often in the quarter before, and no more.
SPOKE: Final = 3
BEFORE: Final = timedelta(days=90)
# So many open tickets are more than one person gets round in a week.
TOO_MUCH: Final = 12
SHOWN: Final = 3
UNHAPPY_SHOWN: Final = 6


async def notices(turn: Turn, area: Place | None, reader: Reader) -> tuple[list[Text], Sequence[int]]:
    """A line for each thing that was found, and the numbers of the unhappy ones."""
    unhappy = await turn.store(Radar).unhappy(area, UNHAPPY_SHOWN)
    lines = [
        *await _repeats(turn, area, reader.language),
        *await _silent(turn, area, reader.language),
        *await _loads(turn, area, reader.language),
    ]
    if unhappy:
        numbers = " ".join(f"#{number}" for number in unhappy)
        lines.append(
            turn.setup.texts.text("digest.reason_to_be_unhappy", reader.language, count=len(unhappy), numbers=numbers)
        )
    return lines, unhappy


async def _repeats(turn: Turn, area: Place | None, language: str) -> list[Text]:
    texts, found = turn.setup.texts, await turn.store(Radar).repeats(area, turn.now - OVER, REPEATS)
    return [
        texts.text(
            "digest.repeat",
            language,
            place=await roster.place_name(turn, one.building),
            category=texts.word(f"category.{one.category}", language),
            count=one.count,
        )
        for one in found[:SHOWN]
    ]


async def _silent(turn: Turn, area: Place | None, language: str) -> list[Text]:
    since = turn.now - OVER
    found = await turn.store(Radar).silent(area, since - BEFORE, since, SPOKE)
    names = [await roster.place_name(turn, building) for building in found[:SHOWN]]
    if not names:
        return []
    return [turn.setup.texts.text("digest.silent_places", language, words=listed(names, language), count=len(found))]


async def _loads(turn: Turn, area: Place | None, language: str) -> list[Text]:
    found = (await turn.store(Radar).loads(area, TOO_MUCH))[:SHOWN]
    names = [(await turn.store(People).get(person)).name for person, _ in found]
    return [
        turn.setup.texts.text("digest.load", language, worker=name, count=count)
        for name, (_, count) in zip(names, found, strict=True)
    ]
