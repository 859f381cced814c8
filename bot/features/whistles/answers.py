"""The department's side: reporting in, coming, ending, refusing. Understand, act, answer."""

from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.tickets import views as tickets
from bot.features.whistles import answering, reports, views, worded
from bot.features.whistles.handlers import ask
from bot.features.whistles.views import Calling
from bot.listening import said_to_us
from bot.messages import IncomingMessage
from bot.turn import Turn

WHEN: Final = "whistles.when"
END_WORDS: Final = "whistles.end_words"
NOT_OURS: Final = "whistles.not_ours"
WORDS: Final = "whistles.words"


async def here(turn: Turn, words: str) -> None:
    """`/here <n>`: we report in."""
    called, _ = await views.named(turn, words)
    await _here(turn, called)


async def here_by_button(turn: Turn, value: str) -> None:
    """The button “Coming”."""
    await _here(turn, await views.pressed(turn, value))


async def _here(turn: Turn, called: Calling) -> None:
    await answering.here(turn, called)
    turn.whisper("whistle.here_done", n=int(called.ticket.id), owner=called.department.name)


async def visit(turn: Turn, words: str) -> None:
    """`/visit <n> <words>`: we were there."""
    called, said = await views.named(turn, words)
    await _visit(turn, called, said)


async def visit_by_button(turn: Turn, value: str) -> None:
    """The button “On site”: a visit with one tap."""
    await _visit(turn, await views.pressed(turn, value), "")


async def _visit(turn: Turn, called: Calling, said: str) -> None:
    language = await reports.public_language(turn, called.ticket)
    words = said or turn.setup.texts.word("whistle.visit_words", language)
    await answering.visit(turn, called, words)
    shown = called.ticket.shows_in_group
    turn.whisper("whistle.visit_done" if shown else "whistle.visit_done_private", n=int(called.ticket.id))


async def ready(turn: Turn, words: str) -> None:
    """`/ready <n> <words>`: our part is done; without words we ask for them, because people read them."""
    called, said = await views.named(turn, words)
    await _ready(turn, called, said)


async def ready_by_button(turn: Turn, value: str) -> None:
    """The button “Our part is done”."""
    await _ready(turn, await views.pressed(turn, value), "")


async def _ready(turn: Turn, called: Calling, said: str) -> None:
    if not said:
        await turn.expect(END_WORDS, str(called.whistle.id))
        key = "whistle.end_how" if called.ticket.shows_in_group else "whistle.end_how_private"
        ask(turn, key, called.whistle.key, n=int(called.ticket.id))
        return
    await answering.end(turn, called, said)
    turn.whisper("whistle.end_done", n=int(called.ticket.id), owner=called.department.name)


async def answer_end(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what was done?" are the words that are written down."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _ready(turn, await views.pressed(turn, dialog.value), message.text.strip())
    return True


async def propose(turn: Turn, words: str) -> None:
    """`/propose <n> <time>`: one time for a joint visit."""
    called, said = await views.named(turn, words)
    await _propose(turn, called, said)


async def propose_by_button(turn: Turn, value: str) -> None:
    """The button “Set a visit”: when?"""
    called = await views.pressed(turn, value)
    await turn.expect(WHEN, str(called.whistle.id))
    key = "whistle.when" if called.ticket.shows_in_group else "whistle.when_private"
    ask(turn, key, called.whistle.key, n=int(called.ticket.id))


async def answer_when(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "when?" names a time; anything else is told how it goes."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _propose(turn, await views.pressed(turn, dialog.value), message.text)
    return True


async def _propose(turn: Turn, called: Calling, words: str) -> None:
    await worded.propose(turn, called, words)
    shown = called.ticket.shows_in_group
    turn.whisper("whistle.when_done" if shown else "whistle.when_done_private", n=int(called.ticket.id))


async def not_ours(turn: Turn, words: str) -> None:
    """`/notours <n> <department> <why>`: it is theirs, and why."""
    called, said = await views.named(turn, words)
    await _not_ours(turn, called, said)


async def not_ours_by_button(turn: Turn, value: str) -> None:
    """The button “Not ours”: whose, and why?"""
    called = await views.pressed(turn, value)
    await turn.expect(NOT_OURS, str(called.whistle.id))
    ask(turn, "whistle.whose", called.whistle.key, n=int(called.ticket.id))


async def answer_not_ours(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "whose is it?" names a department and says why."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await _not_ours(turn, await views.pressed(turn, dialog.value), message.text.strip())
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    return True


async def _not_ours(turn: Turn, called: Calling, words: str) -> None:
    right_one = await worded.not_ours(turn, called, words)
    turn.whisper("whistle.refusal_done", n=int(called.ticket.id), owner=right_one.name)


async def listen_to_department(turn: Turn, message: IncomingMessage) -> bool:
    """A department's plain reply to its whistle is no call of its own: as what shall it count?"""
    feature, _, number = (await tickets.about(turn) or "").partition(":")
    if feature != "whistles" or not said_to_us(message) or not message.text.strip():
        return False
    called = await views.find(turn, int(number.partition(":")[0]))
    if called is None or not await views.is_member(turn, called) or tickets.is_alarm(message.text, called.ticket):
        return False
    if tickets.is_courtesy(message.text) or not called.whistle.is_open:
        turn.outbox.react(turn.here, message.id)
        return True
    await turn.expect(WORDS, f"{called.whistle.id}\n{message.text}")
    value = str(called.whistle.id)
    rows = [[("whistles.as_visit", value), ("whistles.as_end", value)], [("whistles.as_word", value)]]
    turn.answer("whistle.as_what", about=called.whistle.key, actions=rows, n=int(called.ticket.id))
    return True


async def as_visit(turn: Turn, value: str) -> None:
    """The words that were just replied tell of a visit."""
    await _visit(turn, await views.pressed(turn, value), await _held(turn, value))


async def as_end(turn: Turn, value: str) -> None:
    """The words that were just replied say that its part is done."""
    await _ready(turn, await views.pressed(turn, value), await _held(turn, value))


async def as_word(turn: Turn, value: str) -> None:
    """The words that were just replied are for whoever called."""
    called = await views.pressed(turn, value)
    await reports.tell_callers(turn, called, "whistle.told_word", words=await _held(turn, value))
    turn.whisper("whistle.word_done", n=int(called.ticket.id))


async def _held(turn: Turn, value: str) -> str:
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    number, _, words = dialog.value.partition("\n") if dialog and dialog.kind == WORDS else ("", "", "")
    if number != value:
        raise Refused("whistle.say_again")
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    return words
