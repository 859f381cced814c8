"""The daily digest of the staff: what to decide, what comes due, what is late and why, what was found, the rates."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from bot.community import Place
from bot.features.digests.notices import notices
from bot.features.digests.replies import Reader, area_name, head, late_line, numbered, share, which_value
from bot.features.digests.store import Radar
from bot.features.figures import views as figures
from bot.features.figures.views import Period, Value
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.labels import buttons_of
from bot.messages import Buttons, OutgoingMessage
from bot.moments import day
from bot.richtext import Text, joined
from bot.turn import Turn

RATES_OVER: Final = timedelta(days=30)
LATE_SHOWN: Final = 5
RULINGS_SHOWN: Final = 3
BUTTONS_SHOWN: Final = 9
MONTHLY: Final = (*figures.RATES, "silent", "asked", "grid")


async def digest(turn: Turn, area: Place | None, reader: Reader) -> OutgoingMessage:
    """One digest, finished."""
    month = Period(start=turn.now - RATES_OVER, end=turn.now)
    today = await figures.count(turn, ("opened", "resolved", "open"), area, await figures.today(turn, area))
    values = await figures.count(turn, MONTHLY, area, month)
    late = await tickets.overdue(turn, area, LATE_SHOWN + 1)
    rulings = await _to_decide(turn, area) if reader.is_staff else []
    soon = await tickets.due_until(turn, area, _tomorrow_noon(turn, reader))
    found, unhappy = await notices(turn, area, reader) if reader.is_staff else ([], ())
    sections = await _sections(turn, area, reader)
    if not (late or rulings or soon or found or sections or today["opened"].part or today["resolved"].part):
        return OutgoingMessage(text=await _empty(turn, area, reader, (today["open"].part, values, month)))
    parts = [
        head(turn, area, reader),
        *_rulings(turn, rulings, reader.language),
        *await _late(turn, late, reader),
        *_soon(turn, soon, reader.language),
        *found,
        await _rates(turn, area, (values, month), reader.language),
        _today(turn, today, values, reader.language),
        *sections,
    ]
    shown = [*rulings, *(ticket.id for ticket in late[:LATE_SHOWN]), *unhappy]
    return OutgoingMessage(text=joined(parts), buttons=_buttons(turn, area, reader, (shown, values, month)))


def _tomorrow_noon(turn: Turn, reader: Reader) -> datetime:
    midnight = datetime.combine(turn.now.astimezone(reader.zone).date(), time(0), tzinfo=reader.zone)
    return midnight + timedelta(days=1, hours=12)


async def _to_decide(turn: Turn, area: Place | None) -> list[int]:
    """Tickets that wait for a ruling: opened again or not, and whose they are."""
    return [*await tickets.to_rule(turn, area), *await turn.store(Radar).contested(area)]


def _rulings(turn: Turn, waiting: Sequence[int], language: str) -> list[Text]:
    """How many tickets wait for a decision, and the first of them by number."""
    if not waiting:
        return []
    shown = [f"#{number}" for number in waiting[:RULINGS_SHOWN]]
    more = ["…"] if len(waiting) > RULINGS_SHOWN else []
    return [turn.setup.texts.text("digest.rulings", language, count=len(waiting), numbers=" ".join([*shown, *more]))]


async def _late(turn: Turn, late: Sequence[Ticket], reader: Reader) -> list[Text]:
    """Each late ticket with whoever has it, and why."""
    if not late:
        return []
    texts, language = turn.setup.texts, reader.language
    lines = [texts.text("digest.late", language, count=min(len(late), LATE_SHOWN))]
    lines += [await late_line(turn, ticket, reader) for ticket in late[:LATE_SHOWN]]
    return [*lines, texts.text("digest.late_more", language)] if len(late) > LATE_SHOWN else lines


def _soon(turn: Turn, soon: Sequence[Ticket], language: str) -> list[Text]:
    return [turn.setup.texts.text("digest.soon", language, count=len(soon))] if soon else []


async def _rates(turn: Turn, area: Place | None, month: tuple[Mapping[str, Value], Period], language: str) -> Text:
    """The three rates of thirty days, beside what they were a week ago."""
    values, period = month
    before = await figures.count(turn, figures.RATES, area, period.earlier(days=7))
    said = {name: share(turn, name, values[name], before[name], language) for name in figures.RATES}
    silent = values["silent"].part
    if silent:
        # What silence closed is no proof that it was solved.
        resolution = turn.setup.texts.word("digest.silent", language, resolution=said["resolution"], silent=silent)
        said = {**said, "resolution": resolution}
    return turn.setup.texts.text("digest.rates", language, **said, asked=values["asked"].part)


def _today(turn: Turn, today: Mapping[str, Value], month: Mapping[str, Value], language: str) -> Text:
    return turn.setup.texts.text(
        "digest.today",
        language,
        opened=today["opened"].part,
        resolved=today["resolved"].part,
        open_now=today["open"].part,
        grid=share(turn, "grid", month["grid"], None, language),
    )


async def _empty(
    turn: Turn, area: Place | None, reader: Reader, known: tuple[int, Mapping[str, Value], Period]
) -> Text:
    """A day without anything in one line; the rates stand below it where there are any."""
    open_now, values, period = known
    name, on = area_name(turn, area, reader.language), day(turn.now, reader.zone, reader.language)
    line = turn.setup.texts.text("digest.empty", reader.language, community=name, time=on, count=open_now)
    if not any(values[rate].whole for rate in figures.RATES):
        return line
    return joined([line, await _rates(turn, area, (values, period), reader.language)])


async def _sections(turn: Turn, area: Place | None, reader: Reader) -> list[Text]:
    """What the other features add."""
    parts = [part for feature in turn.setup.features for part in feature.digest]
    sections = sorted((part for part in parts if reader.is_staff or not part.staff_only), key=lambda part: part.order)
    community = roster.community_of(area) if area else None
    written = [await section.write(turn, community, reader.language) for section in sections]
    return [text for text in written if text]


def _buttons(
    turn: Turn, area: Place | None, reader: Reader, known: tuple[Sequence[int], Mapping[str, Value], Period]
) -> Buttons:
    """Each ticket that was named, and "which ones?" of each rate that misses any. Only for those who may decide."""
    shown, values, period = known
    if not reader.is_staff:
        return ()
    missing = [name if values[name].part < values[name].whole else None for name in figures.RATES]
    actions = [[None if name is None else ("digests.which", which_value(name, area, period)) for name in missing]]
    labels = turn.setup.texts.labels("digest.rates", reader.language, response="", resolution="", satisfaction="")
    numbers = list(dict.fromkeys(shown))[:BUTTONS_SHOWN]
    return (*numbered(numbers, "digests.open"), *buttons_of(labels, actions))
