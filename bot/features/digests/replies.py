"""The words of a digest: what is late and with whom, what waits for a ruling, what comes due, the rates, today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import Place
from bot.features.figures import views as figures
from bot.features.figures.views import Period, Value
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.messages import Buttons, OutgoingMessage
from bot.moments import day, rate
from bot.richtext import Text, joined
from bot.turn import Turn

RATES_OVER: Final = timedelta(days=30)
LATE_SHOWN: Final = 8
MONTHLY: Final = (*figures.RATES, "silent", "asked", "grid")
RULINGS_SHOWN: Final = 3


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a digest. Only a community's own people read what is handled in private, and what they must rule on."""

    zone: ZoneInfo
    language: str
    is_staff: bool


async def digest(turn: Turn, area: Place | None, reader: Reader) -> OutgoingMessage:
    """One digest, finished."""
    zone, language = reader.zone, reader.language
    midnight = datetime.combine(turn.now.astimezone(zone).date(), time(0), tzinfo=zone)
    today = await figures.count(turn, ("opened", "resolved", "open"), area, await figures.today(turn, area))
    month = await figures.count(turn, MONTHLY, area, Period(start=turn.now - RATES_OVER, end=turn.now))
    late = await tickets.overdue(turn, area, LATE_SHOWN + 1)
    soon = await tickets.due_until(turn, area, midnight + timedelta(days=1, hours=12))
    texts = turn.setup.texts
    name = area.name if area else texts.word("digest.everywhere", language)
    head = texts.text("digest.head", language, community=name, time=day(turn.now, zone, language))
    parts = [head, *await _late(turn, late, reader)]
    if not late and not today["opened"].part and not today["resolved"].part:
        parts.append(texts.text("digest.empty", language, count=today["open"].part))
    if reader.is_staff:
        parts += await _rulings(turn, area, language)
    if soon:
        parts.append(texts.text("digest.soon", language, count=len(soon)))
    parts += [
        _rates(turn, month, language),
        _today(turn, today, month, language),
        *await _sections(turn, area, reader),
    ]
    return OutgoingMessage(text=joined(parts))


def stop_button(turn: Turn, area: Place, language: str) -> Buttons:
    """Whoever asked for a digest can stop it under each one."""
    actions = [[("digests.unsubscribe", str(area.id))]]
    return turn.compose("digest.stopped", language, actions=actions, community=area.name).buttons


async def _late(turn: Turn, late: Sequence[Ticket], reader: Reader) -> list[Text]:
    """Each late ticket with whoever has it."""
    if not late:
        return []
    texts, language = turn.setup.texts, reader.language
    lines = [texts.text("digest.late", language, count=min(len(late), LATE_SHOWN))]
    for ticket in late[:LATE_SHOWN]:
        drawing = await tickets.drawing_of(turn, ticket)
        key = "digest.late_line" if ticket.shows_in_group or reader.is_staff else "digest.late_private"
        worker = drawing.names.worker or texts.word("digest.nobody", language)
        lines.append(
            texts.text(
                key,
                language,
                **{**drawing.values(language), "worker": worker, "due": drawing.when(ticket.late_at, language)},
            )
        )
    if len(late) > LATE_SHOWN:
        lines.append(texts.text("digest.late_more", language))
    return lines


async def _rulings(turn: Turn, area: Place | None, language: str) -> list[Text]:
    """How many tickets wait for a ruling, and the first of them by number."""
    waiting = await tickets.to_rule(turn, area)
    if not waiting:
        return []
    shown = [f"#{number}" for number in waiting[:RULINGS_SHOWN]]
    more = ["…"] if len(waiting) > RULINGS_SHOWN else []
    numbers = " ".join([*shown, *more])
    return [turn.setup.texts.text("digest.rulings", language, count=len(waiting), numbers=numbers)]


def _rates(turn: Turn, month: Mapping[str, Value], language: str) -> Text:
    return turn.setup.texts.text(
        "digest.rates",
        language,
        response=_share(month["response"], language),
        resolution=_resolution(turn, month, language),
        satisfaction=_share(month["satisfaction"], language),
        asked=month["asked"].part,
    )


def _resolution(turn: Turn, month: Mapping[str, Value], language: str) -> str:
    """The rate, and what silence closed, which is no proof that it was solved."""
    share, silent = _share(month["resolution"], language), month["silent"].part
    return turn.setup.texts.word("digest.silent", language, resolution=share, silent=silent) if silent else share


def _today(turn: Turn, today: Mapping[str, Value], month: Mapping[str, Value], language: str) -> Text:
    return turn.setup.texts.text(
        "digest.today",
        language,
        opened=today["opened"].part,
        resolved=today["resolved"].part,
        open_now=today["open"].part,
        grid=_share(month["grid"], language),
    )


async def _sections(turn: Turn, area: Place | None, reader: Reader) -> list[Text]:
    """What the other features add."""
    parts = [part for feature in turn.setup.features for part in feature.digest]
    sections = sorted((part for part in parts if reader.is_staff or not part.staff_only), key=lambda part: part.order)
    community = roster.community_of(area) if area else None
    written = [await section.write(turn, community, reader.language) for section in sections]
    return [text for text in written if text]


def _share(counted: Value, language: str) -> str:
    """A rate with its numerator and denominator."""
    return rate(counted.part, counted.whole, language)
