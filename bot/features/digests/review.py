"""The review of a week or a month: what came and went, the rates, the levels, the categories, the departments."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.community import Place
from bot.features.departments import views as departments
from bot.features.digests.replies import Reader, area_name, share
from bot.features.figures import views as figures
from bot.features.figures.views import By, Period, Value
from bot.messages import OutgoingMessage
from bot.moments import day
from bot.richtext import Text, joined
from bot.texts import listed
from bot.turn import Turn

NAMES: Final = (
    "opened", "resolved", "open", *figures.RATES, "silent", "asked", "grid", "disputed", "hops", "visits", "reports",
)  # fmt: skip
_AFTER_RATES: Final = ("grid", "disputed", "hops", "visits", "reports")
# Of these nothing is said where there was none.
_FAULTS: Final = ("disputed", "hops")
DEPARTMENTS_SHOWN: Final = 5


def last_week(today: date, reader: Reader) -> Period:
    """The seven whole days before today."""
    return Period.of_days(today - timedelta(days=7), 7, reader.zone)


def last_month(today: date, reader: Reader) -> Period:
    """The calendar month before this one."""
    last = today.replace(day=1) - timedelta(days=1)
    return Period.of_days(last.replace(day=1), last.day, reader.zone)


async def review(turn: Turn, area: Place | None, reader: Reader, period: Period) -> OutgoingMessage:
    """One review, finished: each figure beside that of as long a time before."""
    days = (period.end - period.start).days
    now = await figures.count(turn, NAMES, area, period)
    before = await figures.count(turn, NAMES, area, period.earlier(days=days))
    parts = [
        _head(turn, area, reader, period),
        _flow(turn, now, before, reader.language),
        *_figures(turn, now, before, reader.language),
        *await _categories(turn, area, period, reader.language),
        *await _departments(turn, area, period, reader.language),
    ]
    return OutgoingMessage(text=joined(parts))


def _head(turn: Turn, area: Place | None, reader: Reader, period: Period) -> Text:
    last = datetime.combine(period.end.astimezone(reader.zone).date() - timedelta(days=1), time(12), tzinfo=reader.zone)
    return turn.setup.texts.text(
        "digest.review",
        reader.language,
        community=area_name(turn, area, reader.language),
        start=day(period.start, reader.zone, reader.language),
        end=day(last, reader.zone, reader.language),
    )


def _flow(turn: Turn, now: Mapping[str, Value], before: Mapping[str, Value], language: str) -> Text:
    return turn.setup.texts.text(
        "digest.review_flow",
        language,
        opened=now["opened"].part,
        opened_before=before["opened"].part,
        resolved=now["resolved"].part,
        resolved_before=before["resolved"].part,
        open_now=now["open"].part,
    )


def _figures(turn: Turn, now: Mapping[str, Value], before: Mapping[str, Value], language: str) -> list[Text]:
    """The rates always, of the others what there is."""
    texts = turn.setup.texts
    shown = [
        *figures.RATES,
        *(name for name in _AFTER_RATES if now[name].part or (now[name].whole and name not in _FAULTS)),
    ]
    return [
        texts.text(
            "digest.review_line",
            language,
            name=figures.name_of(texts, name, language),
            value=_beside(turn, name, now[name], before[name], language),
        )
        for name in shown
    ]


def _beside(turn: Turn, name: str, now: Value, before: Value, language: str) -> str:
    said = share(turn, name, now, None, language)
    if not before.whole:
        return said
    then = share(turn, name, before, None, language)
    return turn.setup.texts.word("digest.review_before", language, now=said, before=then)


async def _categories(turn: Turn, area: Place | None, period: Period, language: str) -> list[Text]:
    texts = turn.setup.texts
    found = await figures.breakdown(turn, "opened", area, period, By.CATEGORY)
    ordered = sorted(((value.part, kind) for kind, value in found.items() if kind), reverse=True)
    named = [f"{texts.word(f'category.{kind}', language)} {count}" for count, kind in ordered]
    return [texts.text("digest.review_categories", language, words=listed(named, language))] if named else []


async def _departments(turn: Turn, area: Place | None, period: Period, language: str) -> list[Text]:
    """The communities' scores of departments, the best first, each with how many there were."""
    texts, lines = turn.setup.texts, list[tuple[float, Text]]()
    for number, value in (await figures.breakdown(turn, "scores", area, period, By.DEPARTMENT)).items():
        name = (await departments.department(turn, int(number))).name
        score = figures.said(value, figures.definition("scores"), language)
        line = texts.text("digest.review_score", language, owner=name, score=score, count=value.whole)
        lines.append((value.quotient or 0.0, line))
    return [line for _, line in sorted(lines, key=lambda pair: -pair[0])[:DEPARTMENTS_SHOWN]]
