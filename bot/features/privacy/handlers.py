"""What people say and press about their data: understand, act, answer."""

from typing import Any

from bot.community import Person, PersonId
from bot.errors import Refused
from bot.features.privacy import anonymous, service
from bot.features.roster import views as roster
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.stores import People
from bot.turn import STAFF_ROLES, Turn


async def privacy(turn: Turn, _words: str) -> None:
    """`/privacy`: what is kept, who sees it, and when it goes."""
    count = turn.setup.config.privacy.keep.length.days // 30
    rows = [[("privacy.data", ""), ("privacy.ask", "")]] if turn.is_private else []
    turn.answer("privacy.say", count=count, actions=rows)


async def data(turn: Turn, _value: str) -> None:
    """The button “Show my data”: everything that is kept of this person, counted, and the home."""
    turn.answer("privacy.data", **await _told(turn, turn.person))


async def forget(turn: Turn, words: str) -> None:
    """`/forget`: asks first. Staff name somebody else, and read what would go."""
    if words.strip():
        await _ask_about(turn, words.strip())
        return
    await ask(turn, "")


async def ask(turn: Turn, _value: str) -> None:
    """The question before it is done: it cannot be undone."""
    _check_not_in_roster(turn.person)
    if not turn.is_private:
        raise Refused("no.use_private")
    rows = [[("privacy.forget", "")], [("privacy.keep", "")]]
    turn.answer("privacy.ask", actions=rows, **await _told(turn, turn.person))


async def forget_me(turn: Turn, _value: str) -> None:
    """The button “Erase everything”."""
    _check_not_in_roster(turn.person)
    count = len(await service.open_calls(turn, turn.person.id))
    turn.tell(turn.person, "privacy.later" if count else "privacy.gone", count=count)
    await service.forget(turn, turn.person)


async def keep(turn: Turn, _value: str) -> None:
    """The button “No, leave it”."""
    turn.answer("privacy.kept")


async def forget_other(turn: Turn, value: str) -> None:
    """The button under the dry run: the admin has somebody forgotten."""
    person = await turn.store(People).get(PersonId(int(value)))
    await _check_admin_of(turn, person)
    _check_not_in_roster(person)
    is_done = await service.forget(turn, person)
    turn.answer("privacy.them_gone" if is_done else "privacy.them_later")


async def _ask_about(turn: Turn, words: str) -> None:
    """The dry run: what would go, and a button that does it. A ticket's number names its caller."""
    if not await turn.has_role(STAFF_ROLES):
        raise Refused("no.admins_only")
    ticket, _ = await views.named_ticket(turn, words)
    if not await views.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
    person = await turn.store(People).get(ticket.reporter)
    _check_not_in_roster(person)
    rows = [[("privacy.forget_other", str(person.id))]]
    turn.whisper("privacy.them", actions=rows, n=int(ticket.id), **await _told(turn, person))


async def _check_admin_of(turn: Turn, person: Person) -> None:
    """May the actor have this person forgotten: staff of a community where the person made a call?"""
    calls = await views.calls_of(turn, person.id, 50)
    if not turn.is_admin and not any([await views.is_staff_of(turn, call) for call in calls]):
        raise Refused("no.admins_only")


def _check_not_in_roster(person: Person) -> None:
    """Whoever works here is known by the roster, and goes out of it first."""
    if person.in_roster:
        raise Refused("privacy.in_roster")


async def _told(turn: Turn, person: Person) -> dict[str, Any]:
    """What is kept, one line a kind."""
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    lines = [
        texts.word(f"privacy.holds_{holding.kind}", language, count=holding.count)
        for holding in await service.held(turn, person.id)
    ]
    if person.home is not None:
        place = await roster.place_name(turn, person.home.building)
        lines.append(texts.word("privacy.holds_home", language, place=place))
    return {"lines": "\n".join(lines) or texts.word("privacy.holds_nothing", language), "who": person.name}


async def make_private(turn: Turn, words: str) -> None:
    """`/private <n>`: nobody but the caller and those who work on it reads it any more."""
    ticket, _ = await views.named_ticket(turn, words)
    if turn.person.id != ticket.reporter and not await views.may_work(turn, ticket):
        raise Refused("no.not_caller")
    await tickets.make_private(turn, ticket)
    turn.whisper("privacy.private", n=int(ticket.id))


async def delete(turn: Turn, value: str) -> None:
    """The button “Delete it” under our offer: the caller's own message goes from the group."""
    ticket = await views.ticket(turn, int(value))
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")
    if ticket.source.message is not None and not ticket.source.is_private:
        turn.outbox.delete(ticket.source.chat, ticket.source.message)
    turn.answer("privacy.deleted")


async def leave(turn: Turn, value: str) -> None:
    """The button “Leave it”."""
    ticket = await views.ticket(turn, int(value))
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")
    turn.answer("privacy.left")


async def report_anonymously(turn: Turn, words: str) -> None:
    """`/anonymous <words>`: a call of which not even the database knows whose it is."""
    if not turn.is_private:
        raise Refused("no.use_private")
    if not words.strip():
        raise Refused("privacy.anonymous_words")
    turn.answer("privacy.anonymous", n=await anonymous.take(turn, words.strip()))
