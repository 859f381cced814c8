"""What is asked and said about whom to reach. All of it in private."""

from bot.community import Person
from bot.features.intake_desk import tellers
from bot.features.intake_desk.model import CallBack, Contact
from bot.features.intake_desk.store import Contacts
from bot.features.tickets import views
from bot.features.tickets.views import State, Ticket
from bot.labels import Action
from bot.messages import OutgoingMessage
from bot.stores import People, Priority, SentMessages
from bot.turn import Turn


async def ask_whom(turn: Turn, ticket: Ticket, name: str, phone: str) -> None:
    """After a call was entered: whom to tell the outcome, and do they agree?"""
    number, who = str(ticket.id), " ".join(filter(None, [name, phone]))
    about = f"intake_desk:whom:{number}"
    if phone:
        rows: list[list[Action]] = [[("intake_desk.agreed", number), ("intake_desk.refused", number)]]
        turn.whisper("whom.agree", about=about, actions=rows, n=int(ticket.id), who=who)
    else:
        turn.whisper("whom.ask", about=about, actions=[[("intake_desk.refused", number)]], n=int(ticket.id))


def ask_for_family(turn: Turn, ticket: Ticket) -> None:
    """Somebody called for a relative: whom shall the worker reach?"""
    number = str(ticket.id)
    rows = [[("intake_desk.me", number), ("intake_desk.them", number), ("intake_desk.them", number)]]
    about = f"intake_desk:whom:{number}"
    turn.tell(turn.person, "heard.for_family", about=about, actions=rows, n=int(ticket.id))


async def offer_to_join(turn: Turn, ticket: Ticket, before: Ticket) -> None:
    """One tap joins what was entered to what was reported before."""
    drawing = await views.drawing_of(turn, before)
    into = drawing.values(turn.language_of(turn.person))
    rows = [[("intake_desk.join", f"{ticket.id},{before.id}")]]
    values = {"n": int(ticket.id), "into": int(before.id), "place": into["place"], "short": into["short"]}
    turn.whisper("intake.same", about=before.key, actions=rows, **values)


async def task_line(turn: Turn, ticket: Ticket, language: str) -> OutgoingMessage | None:
    """How the call came, and whom to reach: for those who work on it."""
    contact = await turn.store(Contacts).of(int(ticket.id))
    if contact is None or not (ticket.is_entered or contact.consent is not None):
        return None
    texts = turn.setup.texts
    way = texts.word(f"way.{ticket.source.origin}", language, number=contact.order) if ticket.is_entered else ""
    who = " ".join(filter(None, [contact.name, contact.phone]))
    key = "whom.line" if who else "whom.line_none"
    return turn.compose(key, language, way=way, who=who)


async def call_back_line(turn: Turn, ticket: Ticket, language: str) -> OutgoingMessage | None:
    """Somebody wants to be called: with one tap it is said that it was done."""
    contact = await turn.store(Contacts).of(int(ticket.id))
    if contact is None or contact.call_back is not CallBack.WANTED:
        return None
    rows: list[list[Action]] = [[("intake_desk.called", str(ticket.id))]]
    key = "whom.call" if contact.phone else "whom.call_unknown"
    return turn.compose(key, language, actions=rows, phone=contact.phone)


async def ask_to_tell(turn: Turn, ticket: Ticket, contact: Contact, words: str) -> None:
    """The task to tell somebody how it ended, one message for each ticket."""
    teller = await tellers.teller(turn, ticket, contact.by)
    to = None if teller is None else turn.private_to(teller)
    if teller is None or to is None:
        return
    # Asked before, it is seen anew: an edited message rings on nobody's phone.
    await turn.store(SentMessages).repost(_key(ticket), to)
    language, who = turn.language_of(teller), " ".join(filter(None, [contact.name, contact.phone]))
    message = await _tell(turn, ticket, teller, (who, words), language)
    turn.outbox.card(to, _key(ticket), message, priority=Priority.ANSWER)


async def _tell(turn: Turn, ticket: Ticket, teller: Person, said: tuple[str, str], language: str) -> OutgoingMessage:
    who, words = said
    number = str(ticket.id)
    may_ask = ticket.state is not State.DECLINED and teller.id not in await tellers.workers_of(turn, ticket)
    key = "tell.declined" if ticket.state is State.DECLINED else "tell.ask" if may_ask else "tell.only"
    rows: list[list[Action]] = [[("intake_desk.told", number)], [("intake_desk.later", number)]]
    if may_ask:
        rows = [[("intake_desk.fixed", number)], [("intake_desk.not_fixed", number)], [("intake_desk.later", number)]]
    whom = who or turn.setup.texts.word("tell.nobody_known", language)
    drawing = await views.drawing_of(turn, ticket)
    return drawing.message(key, language, rows, who=whom, words=words)


async def told(turn: Turn, ticket: Ticket) -> None:
    """The task is done."""
    to = turn.private_to(turn.person)
    if to is not None:
        drawing = await views.drawing_of(turn, ticket)
        turn.outbox.card(to, _key(ticket), drawing.message("tell.done", turn.language_of(turn.person)))


async def public_language(turn: Turn, ticket: Ticket) -> str:
    """The language of those who read what is done: the group's, or the caller's."""
    if ticket.shows_in_group:
        return await turn.language_at(ticket.source.chat)
    return turn.language_of(await turn.store(People).get(ticket.reporter))


def _key(ticket: Ticket) -> str:
    return f"{ticket.key}:tell"
