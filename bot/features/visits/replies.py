"""What a return visit says: the bot's question to the caller, and the cards on the list of calls."""

from collections.abc import Sequence

from bot.community import Person
from bot.features.intake_desk import views as desk
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.features.visits.model import Stage, Visit
from bot.labels import Action
from bot.messages import Address
from bot.richtext import Mention, Text, plain
from bot.stores import People, Priority, SentMessages
from bot.turn import Turn
from bot.understanding import find_contacts


async def ask(turn: Turn, ticket: Ticket, visit: Visit) -> bool:
    """Ask the caller: in private where we may write, else under the call in the group. False: neither can be."""
    actions: list[list[Action]] = [[("visits.fine", str(visit.id))], [("visits.not_fine", str(visit.id))]]
    return await _put(turn, ticket, visit, "visit.ask", actions)


async def instead(turn: Turn, ticket: Ticket, visit: Visit, text: str) -> None:
    """Other words in the place of the question."""
    await _put(turn, ticket, visit, text)


async def _put(turn: Turn, ticket: Ticket, visit: Visit, text: str, actions: Sequence[Sequence[Action]] = ()) -> bool:
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    to = _where(turn, ticket, caller)
    if to is None:
        return False
    is_group = to == ticket.source.chat
    language = await turn.language_at(ticket.source.chat) if is_group else turn.language_of(caller)
    message = drawing.message(text, language, actions, who=_named(caller, is_group=is_group))
    reply_to = ticket.source.message if is_group else None
    turn.outbox.card(to, _key(ticket, visit), message, reply_to=reply_to, priority=Priority.CARD)
    return True


def _where(turn: Turn, ticket: Ticket, caller: Person) -> Address | None:
    if ticket.is_entered:
        return None
    if turn.can_write_to(caller):
        return turn.private_to(caller)
    return ticket.source.chat if ticket.shows_in_group and caller.accounts else None


def _named(caller: Person, *, is_group: bool) -> Text:
    if is_group and caller.accounts:
        return (Mention(name=caller.name, account=caller.accounts[0]),)
    return plain(caller.name)


def _key(ticket: Ticket, visit: Visit) -> str:
    """About the ticket, so that a reply in words reaches it."""
    return f"{ticket.key}:visit:{visit.id}"


async def show_call(turn: Turn, ticket: Ticket, visit: Visit, *, anew: bool = False) -> None:
    """One ticket of the list, for whoever rings: whom, which number, what it was about. `anew`: at the end of the chat.

    Only ever in private: it holds a telephone number.
    """
    to = turn.private_to(turn.person)
    if to is None:
        return
    drawing, language = await views.drawing_of(turn, ticket), turn.language_of(turn.person)
    texts, (name, phone) = turn.setup.texts, await whom(turn, ticket)
    if visit.stage is Stage.OVER:
        text, actions = f"visit.over_{visit.outcome}", _NONE
    else:
        text, actions = "visit.call", _asked(visit)
    known = {"who": name or texts.word("visit.caller", language), "count": visit.tries}
    phone = phone or texts.word("visit.no_phone", language)
    key = f"{_key(ticket, visit)}:call"
    if anew:
        await turn.store(SentMessages).repost(key, to)
    turn.outbox.card(to, key, drawing.message(text, language, actions, **known, phone=phone))


_NONE: Sequence[Sequence[Action]] = ()


def _asked(visit: Visit) -> Sequence[Sequence[Action]]:
    number = str(visit.id)
    return [[("visits.call_fine", number), ("visits.call_not_fine", number)], [("visits.call_in_vain", number)]]


async def whom(turn: Turn, ticket: Ticket) -> tuple[str, str]:
    """Name and telephone number of whoever is to be rung up, as far as they are known."""
    contact = await desk.contact_of(turn, int(ticket.id))
    known = ("", "") if contact is None or contact.consent is False else (contact.name, contact.phone)
    if ticket.is_entered:
        return known
    caller = await turn.store(People).get(ticket.reporter)
    return caller.name or known[0], known[1] or caller.phone or _number_in(ticket)


def _number_in(ticket: Ticket) -> str:
    """The first telephone number that the caller's own words hold."""
    found = [one for one in find_contacts(ticket.words) if one.kind == "phone"]
    return ticket.words[found[0].start : found[0].end] if found else ""
