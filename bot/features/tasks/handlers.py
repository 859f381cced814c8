"""What workers say and press: understand, act, answer."""

from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.tasks import replies, several
from bot.features.tasks.views import check_at_it, check_handler, refuse_as_taken
from bot.features.tickets import service, views
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.listening import said_to_us
from bot.messages import IncomingMessage
from bot.turn import Turn

WORDS: Final = "tasks.words"


async def claim(turn: Turn, words: str) -> None:
    """`/claim <n>`, several at once too (`/claim 10 11 12`, `6-10`, `all`), or a task's first button. All or none."""
    wanted = await several.claimed(turn, words)
    if not wanted:
        raise Refused("tasks.none")
    for one in wanted:
        await check_handler(turn, one)
        if one.state in IN_HAND and one.assignee != turn.person.id:
            await refuse_as_taken(turn, one)
        await service.claim(turn, one, turn.person)
    if turn.message is not None and len(wanted) == 1:
        turn.whisper("tasks.claimed", n=int(wanted[0].id))
    elif turn.message is not None:
        turn.whisper("tasks.claimed_all", words=" ".join(f"#{one.id}" for one in wanted))


async def more(turn: Turn, value: str) -> None:
    """The button “More”: what else can be done with it."""
    ticket = await views.ticket(turn, int(value))
    await check_handler(turn, ticket)
    await replies.show_more(turn, ticket)


async def progress(turn: Turn, words: str) -> None:
    """`/progress <n> <words>`."""
    found, said = await several.told_of(turn, words)
    for ticket in found:
        await check_at_it(turn, ticket)
        if not said:
            raise Refused("tasks.progress_words", n=int(ticket.id))
        happened = await views.happened_in(turn, ticket, said)
        await service.progress(turn, ticket, turn.person, said, happened=happened)
        await _show_files(turn, ticket)
        await replies.say_late(turn, ticket, happened)
    _seen(turn)


async def on_site(turn: Turn, value: str) -> None:
    """The button “On site”: progress with one tap."""
    ticket = await views.ticket(turn, int(value))
    await check_at_it(turn, ticket)
    words = turn.setup.texts.word("tasks.on_site_words", await replies.public_language(turn, ticket))
    await service.progress(turn, ticket, turn.person, words)


async def done(turn: Turn, words: str) -> None:
    """`/done <n> <words>`, or the button: without words we ask how."""
    found, said = await several.told_of(turn, words)
    for ticket in found:
        await check_at_it(turn, ticket)
        _check_may_be_done(ticket)
    said = await _in_words(turn, found[0], said, "done")
    if said:
        for ticket in found:
            await _done_as_told(turn, ticket, said)
        return
    ticket = found[0]
    number = str(ticket.id)
    rows = [[(f"tasks.how_{how}", number) for how in replies.HOW[:3]], [(f"tasks.how_{replies.HOW[3]}", number)]]
    await turn.expect(replies.HOW_DONE, number)
    turn.answer("task.done", about=ticket.key, actions=rows, n=int(ticket.id))


async def answer_how(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "how?" are the words that residents will read."""
    ticket = await views.ticket(turn, int(dialog.value))
    if not message.text.strip() or views.is_alarm(message.text, ticket):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _done_with(turn, ticket, message.text)
    return True


async def how_repaired(turn: Turn, value: str) -> None:
    """One tap: repaired."""
    await _done_by_button(turn, value, "repaired")


async def how_cleaned(turn: Turn, value: str) -> None:
    """One tap: cleaned up."""
    await _done_by_button(turn, value, "cleaned")


async def how_settled(turn: Turn, value: str) -> None:
    """One tap: settled."""
    await _done_by_button(turn, value, "settled")


async def how_replaced(turn: Turn, value: str) -> None:
    """One tap: a part was replaced."""
    await _done_by_button(turn, value, "replaced")


async def _done_by_button(turn: Turn, value: str, how: str) -> None:
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    ticket = await views.ticket(turn, int(value))
    words = turn.setup.texts.word(f"how.{how}", await replies.public_language(turn, ticket))
    await _done_with(turn, ticket, words)


async def _done_with(turn: Turn, ticket: Ticket, words: str) -> None:
    await check_at_it(turn, ticket)
    if ticket.state is State.RESOLVED:
        return
    _check_may_be_done(ticket)
    await _done_as_told(turn, ticket, words)


async def _done_as_told(turn: Turn, ticket: Ticket, words: str) -> None:
    happened = await views.happened_in(turn, ticket, words)
    await service.done(turn, ticket, turn.person, words, happened=happened)
    await _show_files(turn, ticket)
    _seen(turn)
    await replies.say_late(turn, ticket, happened)


async def _in_words(turn: Turn, ticket: Ticket, words: str, how: str) -> str:
    """The words of a step; a photo without any speaks for itself."""
    if words or turn.message is None or not turn.message.attachments:
        return words
    return turn.setup.texts.word(f"photo.{how}_photo", await replies.public_language(turn, ticket))


async def _show_files(turn: Turn, ticket: Ticket) -> None:
    """What came with the words is shown with them, unless the group has it before its eyes already."""
    if turn.message is not None:
        is_elsewhere = turn.is_private or turn.chat.whole != ticket.source.chat.whole
        await service.attach(turn, ticket, turn.message.attachments, is_shown=is_elsewhere)


async def listen_to_worker(turn: Turn, message: IncomingMessage) -> bool:
    """A worker's plain reply to a message about a ticket is never a call of their own: as what shall it count?"""
    number = views.number_about(await views.about(turn)) if said_to_us(message) else None
    ticket = None if number is None else await views.find(turn, number)
    if ticket is None or not await views.may_work(turn, ticket) or turn.person.id == ticket.reporter:
        return False
    if views.is_alarm(message.text, ticket):
        return False
    if views.is_courtesy(message.text) or ticket.state not in {State.ASSIGNED, *IN_HAND}:
        _seen(turn)
        return True
    if not turn.is_private:
        turn.whisper("task.say_which", about=ticket.key, n=int(ticket.id))
        return True
    await turn.expect(WORDS, f"{ticket.id} {message.text}")
    rows = [[("tasks.as_progress", str(ticket.id)), ("tasks.as_done", str(ticket.id))]]
    turn.answer("task.as_what", about=ticket.key, actions=rows, n=int(ticket.id))
    return True


async def as_progress(turn: Turn, value: str) -> None:
    """The words that were just replied are progress."""
    await progress(turn, await _held_words(turn, value))


async def as_done(turn: Turn, value: str) -> None:
    """The words that were just replied say that it is done."""
    await done(turn, await _held_words(turn, value))


async def _held_words(turn: Turn, value: str) -> str:
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    if dialog is None or dialog.kind != WORDS or dialog.value.partition(" ")[0] != value:
        raise Refused("task.say_which", n=int(value))
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    return dialog.value


def _seen(turn: Turn) -> None:
    """A message that was taken in gets our sign; a press has its own end."""
    if turn.message is not None:
        turn.outbox.react(turn.here, turn.message.id)


def _check_may_be_done(ticket: Ticket) -> None:
    """Whoever has it in hand may finish it, and who was given it may without accepting first (DESIGN part 3)."""
    if ticket.state not in {State.ASSIGNED, *IN_HAND}:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
