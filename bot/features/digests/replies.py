"""What every digest is made of: who reads it, a ticket's line, a rate beside last week's, buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import Place
from bot.features.figures import views as figures
from bot.features.figures.views import Period, Value
from bot.features.tickets import views as tickets
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.features.whistles import views as whistles
from bot.labels import Action
from bot.messages import Button, Buttons
from bot.moments import day
from bot.richtext import Text
from bot.turn import Turn

IN_A_ROW: Final = 3


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a digest. Only a community's own people read what is handled in private, and what they must rule on."""

    zone: ZoneInfo
    language: str
    is_staff: bool


def area_name(turn: Turn, area: Place | None, language: str) -> str:
    """What the digest is of."""
    return area.name if area else turn.setup.texts.word("digest.everywhere", language)


def head(turn: Turn, area: Place | None, reader: Reader) -> Text:
    """Of what and of which day."""
    name, today = area_name(turn, area, reader.language), day(turn.now, reader.zone, reader.language)
    return turn.setup.texts.text("digest.head", reader.language, community=name, time=today)


async def late_line(turn: Turn, ticket: Ticket, reader: Reader) -> Text:
    """A late ticket with whoever has it, since when, and why."""
    texts, language = turn.setup.texts, reader.language
    drawing = await tickets.drawing_of(turn, ticket)
    key = "digest.late_line" if ticket.shows_in_group or reader.is_staff else "digest.late_private"
    worker = drawing.names.worker or texts.word("digest.nobody", language)
    values = {**drawing.values(language), "worker": worker, "due": drawing.when(ticket.late_at, language)}
    return texts.text(key, language, **values, why=await why_late(turn, ticket, language))


async def why_late(turn: Turn, ticket: Ticket, language: str) -> str:
    """What it hangs on, as its state tells: nobody took it, a department has not come, work goes on."""
    owed = [called for called in await whistles.of_ticket(turn, ticket) if called.whistle.is_open]
    if owed:
        return turn.setup.texts.word("digest.why_department", language, owner=owed[0].department.name)
    return turn.setup.texts.word(f"digest.why_{ticket.state}", language)


def share(turn: Turn, name: str, now: Value, before: Value | None, language: str) -> str:
    """A figure with its numerator and denominator, beside what it was a week ago where there was anything."""
    said = figures.said(now, figures.definition(name), language)
    if before is None or not before.whole:
        return said
    then = figures.said(before, figures.definition(name), language)
    return turn.setup.texts.word("digest.before", language, now=said, before=then)


def numbered(numbers: Sequence[int], action: str, label: str = "#{}") -> Buttons:
    """A button for each number, three in a row."""
    made = [Button(label=label.format(number), action=action, value=str(number)) for number in numbers]
    return tuple(tuple(made[start : start + IN_A_ROW]) for start in range(0, len(made), IN_A_ROW))


def which_value(name: str, area: Place | None, period: Period) -> str:
    """What a button of "which ones?" brings back: the figure, the area, and the period in seconds."""
    return f"{name},{area.id if area else ''},{int(period.start.timestamp())},{int(period.end.timestamp())}"


def stop_button(turn: Turn, area: Place, language: str) -> Buttons:
    """Whoever asked for a digest can stop it under each one."""
    actions = [[("digests.unsubscribe", str(area.id))]]
    return turn.compose("digest.stopped", language, actions=actions, community=area.name).buttons


async def decide(turn: Turn, ticket: Ticket) -> None:
    """One ticket of the digest, and what staff can decide about it with one tap."""
    language = turn.language_of(turn.person)
    drawing = await tickets.drawing_of(turn, ticket)
    number = str(ticket.id)
    rows: list[list[Action]] = [
        [("supervision.other", number), ("whistles.choose", number), ("supervision.watch", number)],
        [("asks.wait", number) if ticket.state in IN_HAND else None],
    ]
    key = "digest.decide"
    if ticket.state is State.REOPEN_REQUESTED:
        key, rows = "digest.decide_reopen", [[("ratings.reopen", number), ("ratings.keep", number)]]
    values = drawing.values(language)
    values["worker"] = drawing.names.worker or turn.setup.texts.word("digest.nobody", language)
    why = await why_late(turn, ticket, language)
    due = drawing.when(ticket.late_at or ticket.next_due, language)
    turn.whisper(key, about=ticket.key, actions=rows if ticket.is_open else (), **{**values, "why": why, "due": due})


async def which(turn: Turn, name: str, area: Place | None, period: Period) -> None:
    """Exactly the tickets between a figure's numerator and denominator."""
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    value = (await figures.count(turn, [name], area, period))[name]
    numbers = await figures.which(turn, name, area, period)
    reader = Reader(zone=await figures.zone_of(turn, area), language=language, is_staff=True)
    found = [one for number in numbers[:WHICH_SHOWN] if (one := await tickets.find(turn, number)) is not None]
    lines = [texts.word("digest.which_line", language, **await _which_values(turn, one, reader)) for one in found]
    rest = len(numbers) - len(found)
    if rest:
        lines.append(texts.word("digest.which_more", language, numbers=" ".join(f"#{one}" for one in numbers[-rest:])))
    # Too long for a toast.
    turn.tell(
        turn.person,
        "digest.which" if numbers else "digest.which_none",
        name=figures.name_of(texts, name, language),
        value=figures.said(value, figures.definition(name), language),
        community=area_name(turn, area, language),
        count=len(numbers),
        lines="\n".join(lines),
    )


WHICH_SHOWN: Final = 20


async def _which_values(turn: Turn, ticket: Ticket, reader: Reader) -> dict[str, object]:
    drawing = await tickets.drawing_of(turn, ticket)
    worker = drawing.names.worker or turn.setup.texts.word("digest.nobody", reader.language)
    return {**drawing.values(reader.language), "worker": worker}
