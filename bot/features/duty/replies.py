"""What is said about duty: to whoever goes, to whoever stands in, to staff who ask who is away."""

from collections.abc import Sequence
from typing import Final

from bot.community import Person
from bot.features.clocks import views as clocks
from bot.features.duty.service import HandedOver
from bot.features.roster import views as roster
from bot.features.roster.views import Absence
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.labels import Action
from bot.moments import moment
from bot.stores import People
from bot.texts import listed
from bot.turn import Turn

# The most urgent ones say enough; each has its own message besides.
LISTED: Final = 5
LENGTHS: Final[list[list[Action]]] = [[("duty.off", "off 1d"), ("duty.off", "off 3d"), ("duty.off", "off 7d")]]


async def went_off(turn: Turn, person: Person, absence: Absence, handed: HandedOver) -> None:
    """The person is away: who has what now is told to everybody whom it concerns."""
    for to, given in handed.to:
        await _hand_over_list(turn, person, absence, to, given)
    by_other = turn.actor is not None and turn.actor.id != person.id
    if by_other:
        turn.tell(person, "duty.off_told", words=await _off_words(turn, person, absence, handed))
    reader = turn.actor or person
    words = await _off_words(turn, reader, absence, handed)
    if turn.actor is None or turn.press is not None:
        # Too much for a toast, and worth reading again.
        turn.tell(reader, "duty.off_done", words=words, worker=person.name)
    else:
        turn.whisper("duty.off_done", words=words, worker=person.name)


async def _off_words(turn: Turn, reader: Person, absence: Absence, handed: HandedOver) -> str:
    """Until when, what went to whom, and what stays."""
    texts, language = turn.setup.texts, turn.language_of(reader)
    lines = [await _until(turn, absence, language)]
    names = listed([to.name for to, _ in handed.to], language)
    if handed.count:
        lines.append(texts.word("duty.handed", language, count=handed.count, worker=names))
    if handed.kept:
        numbers = " ".join(f"#{ticket.id}" for ticket in handed.kept)
        lines.append(texts.word("duty.kept", language, words=numbers))
    return "\n".join(lines)


async def _until(turn: Turn, absence: Absence, language: str) -> str:
    if absence.until is None:
        return turn.setup.texts.word("duty.until_back", language)
    return turn.setup.texts.word("duty.until", language, time=await _when(turn, absence, language))


async def _when(turn: Turn, absence: Absence, language: str) -> str:
    places = await roster.communities_of(turn, absence.person)
    zone = await clocks.zone_of(turn, next(iter(places), None))
    return "" if absence.until is None else moment(absence.until, turn.now, zone, language)


async def _hand_over_list(turn: Turn, person: Person, absence: Absence, to: Person, given: Sequence[Ticket]) -> None:
    """One message for all that the substitute has now, the most urgent first."""
    language = turn.language_of(to)
    lines = []
    for ticket in given[:LISTED]:
        drawing = await tickets.drawing_of(turn, ticket)
        lines.append(turn.setup.texts.word("duty.handover_line", language, **drawing.values(language)))
    until = await _until(turn, absence, language)
    turn.tell(to, "duty.handover", worker=person.name, count=len(given), until=until, lines="\n".join(lines))


async def planned(turn: Turn, person: Person, absence: Absence) -> None:
    """The leave has not begun."""
    language = turn.language
    places = await roster.communities_of(turn, person.id)
    zone = await clocks.zone_of(turn, next(iter(places), None))
    since = moment(absence.since, turn.now, zone, language)
    turn.whisper("duty.planned", worker=person.name, time=since, until=await _until(turn, absence, language))


async def is_on(turn: Turn, person: Person) -> None:
    """The person is on duty again."""
    if turn.actor is not None and turn.actor.id != person.id:
        turn.whisper("duty.is_on_other", worker=person.name)
    turn.tell(person, "duty.is_on")


async def say_how_it_stands(turn: Turn, person: Person) -> None:
    """Is the person on duty? Staff read also who is away."""
    absence, language = await roster.absence_of(turn, person.id), turn.language_of(turn.person)
    lines = await _away_lines(turn, language)
    if absence is None:
        words = "\n".join([turn.setup.texts.word("duty.you_are_on", language), *lines])
        turn.whisper("duty.stands_on", words=words, actions=LENGTHS)
    else:
        until = await _until(turn, absence, language)
        words = "\n".join([turn.setup.texts.word("duty.you_are_off", language, until=until), *lines])
        turn.whisper("duty.stands_off", words=words, actions=[[("duty.on", "on")]])


async def _away_lines(turn: Turn, language: str) -> list[str]:
    """Who of the communities that the actor is staff of is away, or will be."""
    staffed, lines = set(await roster.staffed(turn)), []
    for absence in await roster.absences(turn):
        away = await turn.store(People).get(absence.person)
        if absence.person == turn.person.id or staffed.isdisjoint(await roster.communities_of(turn, away.id)):
            continue
        until = await _until(turn, absence, language)
        lines.append(turn.setup.texts.word("duty.away_line", language, worker=away.name, until=until))
    return lines
