"""The questions after "done", to the caller and to whoever rules on a reopening."""

from bot.community import Person
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.messages import Address
from bot.richtext import Mention, plain
from bot.stores import Priority
from bot.turn import Action, Turn


def question_key(ticket: Ticket) -> str:
    """The message that asks the caller: one for a ticket, edited when it has been answered."""
    return f"{ticket.key}:after"


async def ask_fixed(turn: Turn, ticket: Ticket, words: str) -> None:
    """One ringing post: done, by whom, and is it fixed? In the group as a reply to the caller's own message."""
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    to, language = _where(turn, ticket, caller)
    if to is None:
        return
    number = str(ticket.id)
    actions: list[list[Action]] = [[("ratings.fixed", number)], [("ratings.not_fixed", number)]]
    name = plain(caller.name)
    if ticket.shows_in_group:
        name = (Mention(name=caller.name, account=caller.accounts[0]),) if caller.accounts else name
    message = drawing.message("post.solved", language, actions, who=name, words=views.public_words(words))
    reply_to = ticket.source.message if to == ticket.source.chat else None
    turn.outbox.card(to, question_key(ticket), message, reply_to=reply_to, priority=Priority.ANSWER)


async def ask_satisfied(turn: Turn, ticket: Ticket) -> None:
    """After "fixed": how did we do? In private where we may write; else in the place of the question."""
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    number = str(ticket.id)
    actions: list[list[Action]] = [
        [("ratings.well", number)],
        [("ratings.so_so", number)],
        [("ratings.badly", number)],
        [("ratings.wrong_tap", number)],
    ]
    asked, language = _where(turn, ticket, caller)
    private = turn.private_to(caller)
    if private is not None and turn.can_write_to(caller) and private != asked:
        turn.outbox.card(
            private, question_key(ticket), drawing.message("dm.satisfied", turn.language_of(caller), actions)
        )
        if asked is not None:
            turn.outbox.card(asked, question_key(ticket), drawing.message("post.confirmed", language))
    elif asked is not None:
        turn.outbox.card(asked, question_key(ticket), drawing.message("dm.satisfied", language, actions))


async def thank(turn: Turn, ticket: Ticket) -> None:
    """The question has been answered: thanks, and no score where others read."""
    await _replace_questions(turn, ticket, "post.thanks")


async def heard_not_fixed(turn: Turn, ticket: Ticket) -> None:
    """After "not fixed": recorded, who answers by when, and a word or photo is welcome."""
    await _replace_questions(turn, ticket, "dm.not_fixed")


async def _replace_questions(turn: Turn, ticket: Ticket, key: str) -> None:
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    asked, language = _where(turn, ticket, caller)
    private = turn.private_to(caller)
    if asked is not None:
        turn.outbox.card(asked, question_key(ticket), drawing.message(key, language))
    if private is not None and turn.can_write_to(caller) and private != asked:
        turn.outbox.card(private, question_key(ticket), drawing.message(key, turn.language_of(caller)))


async def ask_ruling(turn: Turn, ticket: Ticket, words: str, people: list[Person]) -> None:
    """Whoever sits at the desk rules: open it again, or keep it closed and say why."""
    drawing = await views.drawing_of(turn, ticket)
    number = str(ticket.id)
    actions: list[list[Action]] = [[("ratings.reopen", number), ("ratings.keep", number)]]
    for person in people:
        to = turn.private_to(person)
        if to is not None:
            message = drawing.message("ruling.ask", turn.language_of(person), actions, words=words)
            turn.outbox.card(to, f"{ticket.key}:ruling", message, priority=Priority.ANSWER)


async def ruled(turn: Turn, ticket: Ticket, people: list[Person]) -> None:
    """The question at the desk is over."""
    drawing = await views.drawing_of(turn, ticket)
    for person in people:
        to = turn.private_to(person)
        if to is not None:
            language = turn.language_of(person)
            state = turn.setup.texts.word(f"state.{ticket.state}", language)
            turn.outbox.card(to, f"{ticket.key}:ruling", drawing.message("ruling.over", language, state=state))


def _where(turn: Turn, ticket: Ticket, caller: Person) -> tuple[Address | None, str]:
    if ticket.shows_in_group:
        return ticket.source.chat, turn.group_language
    return turn.private_to(caller), turn.language_of(caller)
