"""The questions after "done", to the caller and to whoever rules on a reopening.

Each "done" asks anew, and so does each "not fixed": a question that was only edited would ring on nobody's phone.
"""

from collections.abc import Sequence
from typing import Any

from bot.community import Person
from bot.features.tickets import views
from bot.features.tickets.views import Entry, Step, Ticket
from bot.labels import Action
from bot.messages import Address
from bot.richtext import Mention, plain
from bot.stores import Priority
from bot.turn import Turn


async def _question(turn: Turn, ticket: Ticket) -> str:
    """The message that asks the caller: one for each time it was done, edited when it has been answered."""
    count = await views.rounds(turn, ticket.id, Step.DONE)
    return f"{ticket.key}:after" if count <= 1 else f"{ticket.key}:after:{count}"


async def _ruling(turn: Turn, ticket: Ticket) -> str:
    """The message that asks the desk: one for each "not fixed"."""
    return f"{ticket.key}:ruling:{await views.rounds(turn, ticket.id, Step.DISPUTE)}"


async def ask_fixed(turn: Turn, ticket: Ticket, words: str) -> None:
    """One ringing post: done, by whom, and is it fixed? In the group as a reply to the caller's own message."""
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    to, language = await _where(turn, ticket, caller)
    # Of a call without a name nobody can say that it is fixed: the card says that it is done.
    if to is None or not caller.accounts:
        return
    number = str(ticket.id)
    actions: list[list[Action]] = [[("ratings.fixed", number)], [("ratings.not_fixed", number)]]
    name = plain(caller.name)
    if ticket.shows_in_group:
        name = (Mention(name=caller.name, account=caller.accounts[0]),) if caller.accounts else name
    message = drawing.message("post.solved", language, actions, who=name, words=views.public_words(words))
    reply_to = ticket.source.message if to == ticket.source.chat else None
    turn.outbox.card(to, await _question(turn, ticket), message, reply_to=reply_to, priority=Priority.ANSWER)


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
    # Whoever wants no such questions says so in private; in the group the button would be one too many.
    private_actions: list[list[Action]] = [*actions, [("ratings.stop_asking", number)]]
    actions.append([None])
    key = await _question(turn, ticket)
    asked, language = await _where(turn, ticket, caller)
    private = _private(turn, caller)
    if private is not None and private != asked:
        turn.outbox.card(private, key, drawing.message("dm.satisfied", turn.language_of(caller), private_actions))
        if asked is not None:
            turn.outbox.card(asked, key, drawing.message("post.confirmed", language))
    elif asked is not None:
        rows = actions if ticket.shows_in_group else private_actions
        turn.outbox.card(asked, key, drawing.message("dm.satisfied", language, rows))


async def thank(turn: Turn, ticket: Ticket, *, was_asked: bool) -> None:
    """The question has been answered: thanks, and no score where others read.

    `was_asked`: the caller had been asked how it was, so that the question may stand in private too.
    """
    await _instead(turn, ticket, "post.thanks", private_too=was_asked)


async def heard_not_fixed(turn: Turn, ticket: Ticket, *, asks: bool) -> None:
    """After "not fixed": recorded, and who answers by when. What is still wrong is asked where the caller is now."""
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    key = await _question(turn, ticket)
    asked, language = await _where(turn, ticket, caller)
    here = "dm.not_fixed" if asks else "post.not_fixed"
    if asked is not None:
        message = drawing.message(here if turn.here == asked else "post.not_fixed", language)
        turn.outbox.card(asked, key, message)
    if turn.here != asked:
        turn.outbox.card(turn.here, key, drawing.message(here, turn.language_of(caller)))
    elif (private := _private(turn, caller)) is not None and private != asked and ticket.asked_rating:
        turn.outbox.card(private, key, drawing.message("post.not_fixed", turn.language_of(caller)))


async def ask_ruling(turn: Turn, ticket: Ticket, people: Sequence[Person]) -> None:
    """Whoever sits at the desk rules: open it again, or keep it closed and say why."""
    drawing = await views.drawing_of(turn, ticket)
    number = str(ticket.id)
    actions: list[list[Action]] = [[("ratings.reopen", number), ("ratings.keep", number)]]
    words = _said_since_dispute(await views.history(turn, ticket.id))
    text = "ruling.ask" if words else "ruling.ask_bare"
    key = await _ruling(turn, ticket)
    for person in people:
        to = turn.private_to(person)
        if to is not None:
            message = drawing.message(text, turn.language_of(person), actions, words=words)
            turn.outbox.card(to, key, message, priority=Priority.ANSWER)


def _said_since_dispute(history: Sequence[Entry]) -> str:
    """What the caller says is still wrong, in the order in which it was said."""
    disputes = [place for place, entry in enumerate(history) if entry.what == Step.DISPUTE]
    said = history[disputes[-1] :] if disputes else ()
    return "\n".join(entry.words for entry in said if entry.what in {Step.DISPUTE, "remark"} and entry.words)


async def ruled(turn: Turn, ticket: Ticket, people: Sequence[Person], why: str = "") -> None:
    """The question at the desk is over, and the caller's question says how it was ruled; `why` it stays closed."""
    await _ruling_over(turn, ticket, people, "ruling.over")
    text = "post.kept" if why else "post.reopened"
    await _instead(turn, ticket, text, private_too=True, reason=views.public_words(why))


async def opened_again(turn: Turn, ticket: Ticket) -> None:
    """The desk opens it again by itself: the caller's question says so."""
    await _instead(turn, ticket, "post.reopened", private_too=ticket.asked_rating)


async def nothing_to_rule(turn: Turn, ticket: Ticket, people: Sequence[Person]) -> None:
    """The caller has taken "not fixed" back."""
    await _ruling_over(turn, ticket, people, "ruling.taken_back")


async def closed_again(turn: Turn, ticket: Ticket) -> None:
    """The same, of a ticket that was closed before: it is again."""
    await _instead(turn, ticket, "post.closed_again", private_too=ticket.asked_rating)


async def _ruling_over(turn: Turn, ticket: Ticket, people: Sequence[Person], text: str) -> None:
    drawing = await views.drawing_of(turn, ticket)
    key = await _ruling(turn, ticket)
    for person in people:
        to = turn.private_to(person)
        if to is not None:
            language = turn.language_of(person)
            state = turn.setup.texts.word(f"state.{ticket.state}", language)
            turn.outbox.card(to, key, drawing.message(text, language, state=state))


async def _instead(turn: Turn, ticket: Ticket, text: str, *, private_too: bool, **values: Any) -> None:
    """Other words in the place of the caller's question."""
    drawing = await views.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    key = await _question(turn, ticket)
    asked, language = await _where(turn, ticket, caller)
    private = _private(turn, caller)
    if asked is not None:
        turn.outbox.card(asked, key, drawing.message(text, language, **values))
    if private_too and private is not None and private != asked:
        turn.outbox.card(private, key, drawing.message(text, turn.language_of(caller), **values))


def _private(turn: Turn, caller: Person) -> Address | None:
    return turn.private_to(caller) if turn.can_write_to(caller) else None


async def _where(turn: Turn, ticket: Ticket, caller: Person) -> tuple[Address | None, str]:
    if ticket.shows_in_group:
        return ticket.source.chat, await turn.language_at(ticket.source.chat)
    return turn.private_to(caller), turn.language_of(caller)
