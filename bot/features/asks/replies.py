"""The question to the caller, and the answer to the worker."""

from bot.community import Person
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.messages import Address
from bot.richtext import Mention, plain
from bot.stores import People, Priority
from bot.turn import Turn


def where(turn: Turn, ticket: Ticket, caller: Person) -> Address | None:
    """Where the caller is asked: in private, else where the call was made. None: nowhere, or nobody knows who it is."""
    if turn.can_write_to(caller):
        return turn.private_to(caller)
    return ticket.source.chat if ticket.shows_in_group and caller.accounts else None


async def ask(turn: Turn, ticket: Ticket, caller: Person, question: str, to: Address) -> None:
    """A reply to the caller's own message where that is possible; it rings."""
    in_group = to == ticket.source.chat
    language = await turn.language_at(ticket.source.chat) if in_group else turn.language_of(caller)
    name = (Mention(name=caller.name, account=caller.accounts[0]),) if in_group and caller.accounts else caller.name
    drawing = await tickets.drawing_of(turn, ticket)
    words = tickets.public_words(question) if in_group else question
    message = drawing.message("post.asked", language, who=name or plain(""), words=words)
    reply_to = ticket.source.message if in_group or ticket.source.is_private else None
    turn.outbox.post(to, message, about=ticket.key, reply_to=reply_to, priority=Priority.ANSWER)


async def tell_answer(turn: Turn, ticket: Ticket, words: str) -> None:
    """What the caller answered, in a message of its own: the task that is only edited rings on nobody's phone."""
    if ticket.assignee is None:
        return
    worker = await turn.store(People).get(ticket.assignee)
    drawing = await tickets.drawing_of(turn, ticket)
    values = {**drawing.values(turn.language_of(worker)), "who": drawing.names.reporter.name, "words": words}
    turn.tell(worker, "task.answered", about=ticket.key, **values)


async def say_waiting(turn: Turn, key: str, ticket: Ticket) -> None:
    """To the worker: until when the clock stands."""
    drawing = await tickets.drawing_of(turn, ticket)
    values = {**drawing.values(turn.language_of(turn.person)), "who": drawing.names.reporter.name}
    turn.whisper(key, about=ticket.key, **values)
