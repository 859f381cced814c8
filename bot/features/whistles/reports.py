"""What the community reads of whistles: whoever called, the desk, whoever is above, and residents."""

from collections.abc import Sequence
from typing import Any

from bot.community import Person
from bot.features.departments import service as departments_service
from bot.features.departments import views as departments
from bot.features.roster import views as roster
from bot.features.tickets.views import Ticket
from bot.features.whistles.model import Part, Score, State
from bot.features.whistles.replies import sheet_of
from bot.features.whistles.views import Calling
from bot.labels import Action
from bot.stores import People, Priority
from bot.texts import listed
from bot.turn import Turn


async def tell_called(turn: Turn, called: Calling) -> None:
    """To whoever called: it is on its way, and what may be changed about it."""
    number, whistle = str(called.whistle.id), called.whistle
    sheet = await sheet_of(turn, called)
    is_undelivered = whistle.state is State.CALLED
    rows: list[list[Action]] = [
        [
            None if whistle.part is not Part.HELPER else ("whistles.lead", number),
            None if whistle.part is Part.INFORMED else ("whistles.inform", number),
            ("whistles.withdraw", number),
        ]
    ]
    key = "whistle.sent_undelivered" if is_undelivered else f"whistle.sent_{whistle.part}"
    turn.whisper(key, about=whistle.key, actions=rows, **sheet.values(turn.language_of(turn.person)))


async def tell_callers(turn: Turn, called: Calling, key: str, *, silent: bool = False, **more: Any) -> None:
    """What a department did, to whoever called it and to whoever has the ticket."""
    sheet = await sheet_of(turn, called)
    for person in await _callers(turn, called):
        if turn.actor is None or person.id != turn.actor.id:
            values = {**sheet.values(turn.language_of(person)), **more}
            turn.tell(person, key, about=called.ticket.key, silent=silent, **values)


async def _callers(turn: Turn, called: Calling) -> Sequence[Person]:
    people = turn.store(People)
    ids = [called.whistle.called_by, called.ticket.assignee]
    found = [await people.get(person) for person in dict.fromkeys(ids) if person is not None]
    written = [person for person in found if turn.can_write_to(person) and await _works_still(turn, person)]
    return written or await _desk(turn, called)


async def _works_still(turn: Turn, person: Person) -> bool:
    """Whoever left the job is told of nothing any more."""
    return bool(await turn.store(People).duties(person.id)) or not turn.admins.isdisjoint(person.accounts)


async def _desk(turn: Turn, called: Calling) -> Sequence[Person]:
    desk = await roster.desk(turn, called.ticket.spot.community)
    return [person for person in desk if turn.can_write_to(person)]


async def tell_undelivered(turn: Turn, called: Calling, link: str | None) -> None:
    """It cannot be delivered: with a link to send, or with what to do where there can be none."""
    sheet = await sheet_of(turn, called)
    members = await departments.people(turn, called.department.members)
    phone = next((person.phone for person in members if person.phone), "")
    key = "whistle.unreachable" if link else "whistle.no_link_phone" if phone else "whistle.no_link"
    values = {"phone": phone, "link": link or ""}
    for person in await _callers(turn, called):
        turn.tell(person, key, about=called.ticket.key, **{**sheet.values(turn.language_of(person)), **values})


async def tell_still_undelivered(turn: Turn, called: Calling) -> Sequence[Person]:
    """Nobody of the department has opened it; from the second time on the desk hears of it, too."""
    sheet = await sheet_of(turn, called)
    people = [*await _callers(turn, called), *(await _desk(turn, called) if called.whistle.rung else ())]
    told = list({person.id: person for person in people}.values())
    rows: list[list[Action]] = [
        [("whistles.link", str(called.whistle.id)), ("whistles.withdraw", str(called.whistle.id))]
    ]
    for person in told:
        values = sheet.values(turn.language_of(person))
        turn.tell(person, "whistle.still_undelivered", about=called.ticket.key, actions=rows, **values)
    return told


async def tell_above(turn: Turn, called: Calling, people: Sequence[Person]) -> None:
    """A silent department, one rung higher. Whoever called reads who was told."""
    sheet = await sheet_of(turn, called)
    key = "whistle.silent_end" if called.whistle.state is State.REPORTED else "whistle.silent"
    for person in people:
        values = sheet.values(turn.language_of(person))
        turn.tell(person, key, about=called.ticket.key, **values)
    names = listed([person.name for person in people], turn.setup.config.language)
    await tell_callers(turn, called, "whistle.told_above", silent=True, who=names)


async def ask_ruling(turn: Turn, called: Calling, people: Sequence[Person] | None = None) -> None:
    """It says that it is not its business: the desk rules."""
    sheet = await sheet_of(turn, called)
    right_one = await departments.department(turn, called.whistle.right_one or called.department.id)
    number = str(called.whistle.id)
    rows: list[list[Action]] = [
        [("whistles.release", number), ("whistles.insist", number)],
        [("whistles.ask_above", number)],
    ]
    for person in await _desk(turn, called) if people is None else people:
        to = turn.private_to(person)
        if to is not None:
            more = {"reason": called.whistle.refusal, "who": right_one.name}
            message = sheet.message("whistle.not_ours", turn.language_of(person), rows, **more)
            turn.outbox.card(to, f"{called.whistle.key}:ruling", message, priority=Priority.ANSWER)


async def ruled(turn: Turn, called: Calling, key: str, **more: Any) -> None:
    """The desk's question is over."""
    sheet = await sheet_of(turn, called)
    for person in await _desk(turn, called):
        to = turn.private_to(person)
        if to is not None:
            message = sheet.message(key, turn.language_of(person), **more)
            turn.outbox.card(to, f"{called.whistle.key}:ruling", message, priority=Priority.ANSWER)


async def ask_above(turn: Turn, called: Calling) -> Sequence[Person]:
    """The desk does not decide: whoever is above the department and the community is asked."""
    people = await _above(turn, called)
    await ask_ruling(turn, called, people)
    return people


async def _above(turn: Turn, called: Calling) -> Sequence[Person]:
    """The first above who can be written to, else the community's admins."""
    rungs = [*await departments_service.above(turn, called.department, called.ticket.spot.community)]
    rungs.append(await roster.admins(turn, called.ticket.spot.community))
    written = [[person for person in rung if turn.can_write_to(person)] for rung in rungs]
    return next((rung for rung in written if rung), [])


async def invite_residents(turn: Turn, called: Calling) -> None:
    """A joint visit: residents are told and may come. It is a post of its own, for an edited card rings nowhere."""
    sheet, ticket = await sheet_of(turn, called), called.ticket
    if ticket.shows_in_group:
        message = sheet.message("whistle.joint_visit", await turn.language_at(ticket.source.chat))
        turn.outbox.post(ticket.source.chat, message, about=ticket.key, reply_to=ticket.source.message)
        return
    caller = sheet.drawing.names.reporter
    if turn.can_write_to(caller):
        turn.tell(caller, "whistle.joint_visit", about=ticket.key, **sheet.values(turn.language_of(caller)))


async def ask_score(turn: Turn, called: Calling, given: Score | None = None) -> None:
    """The desk is asked what it thinks of the department; once it said so, the message says that."""
    sheet, number = await sheet_of(turn, called), str(called.whistle.id)
    rows: list[list[Action]] = [[(f"whistles.score_{word}", number) for word in ("well", "so_so", "badly")]]
    for person in await _desk(turn, called):
        to, language = turn.private_to(person), turn.language_of(person)
        if to is None:
            continue
        if given is None:
            message = sheet.message("score.ask", language, rows, words=called.whistle.end_words)
        else:
            due = sheet.drawing.when(given.counts_at, language)
            message = sheet.message("score.given", language, score=given.score, due=due)
        turn.outbox.card(to, f"{called.whistle.key}:score", message, priority=Priority.ANSWER)


async def tell_desk(turn: Turn, called: Calling, key: str, **more: Any) -> None:
    """Something that the desk should know."""
    sheet = await sheet_of(turn, called)
    for person in await _desk(turn, called):
        turn.tell(person, key, about=called.ticket.key, **{**sheet.values(turn.language_of(person)), **more})


async def public_language(turn: Turn, ticket: Ticket) -> str:
    """The language of those who read what was done: the group's, or the caller's."""
    if ticket.shows_in_group:
        return await turn.language_at(ticket.source.chat)
    return turn.language_of(await turn.store(People).get(ticket.reporter))
