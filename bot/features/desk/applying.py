"""Changed words and deadlines take effect: in this process at once, in every other one at its next look."""

from dataclasses import replace
from typing import Final

from bot.config_deadlines import Deadline, Deadlines
from bot.errors import Refused
from bot.features.clocks.views import DEADLINES
from bot.features.desk.model import Kind
from bot.features.desk.store import Changes
from bot.hours import Span
from bot.text_files import Entry
from bot.turn import Turn

# Under this key `Setup.memory` holds up to which change it follows.
_SEEN: Final = "desk.seen"


async def follow(turn: Turn) -> None:
    """Another process may have changed something: take it over."""
    if turn.setup.memory.get(_SEEN) != await turn.store(Changes).latest():
        await apply_all(turn)


async def apply_all(turn: Turn) -> None:
    """Let everything that was changed hold. What does not fit any more, after an update of ours, is left out."""
    changes = turn.store(Changes)
    own: dict[str, dict[str, Entry]] = {}
    for change in await changes.current(Kind.TEXT):
        language, _, key = change.key.partition(" ")
        if change.value and turn.setup.texts.misfit(language, key, change.value) is None:
            own.setdefault(language, {})[key] = Entry(text=change.value)
    turn.setup.texts.reword(own)
    deadlines = turn.setup.config.deadlines
    for change in await changes.current(Kind.DEADLINE):
        if change.value and (chosen := read_deadline(change.value)) is not None:
            deadlines = changed(deadlines, change.key, chosen)
    turn.setup.memory[DEADLINES] = deadlines
    turn.setup.memory[_SEEN] = await changes.latest()


def check_words(turn: Turn, language: str, key: str, words: str) -> None:
    """Could the bot say this?

    Raises:
        Refused: it names a value that the code does not give, or nobody has this key.
    """
    wrong = turn.setup.texts.misfit(language, key, words)
    if wrong is not None:
        raise Refused("desk.words_misfit", words=wrong)


def read_deadline(value: str) -> Deadline | None:
    """`2h 3d`; None: these are no two spans."""
    try:
        accept, resolve = (Span.parse(part) for part in value.split())
    except ValueError:
        return None
    return Deadline(accept=accept, resolve=resolve)


def changed(deadlines: Deadlines, urgency: str, chosen: Deadline) -> Deadlines:
    """The deadlines with one urgency's own."""
    return replace(deadlines, **{urgency: chosen})  # type: ignore[arg-type]


def in_effect(turn: Turn) -> Deadlines:
    """The deadlines that hold now."""
    known = turn.setup.memory.get(DEADLINES)
    return known if isinstance(known, Deadlines) else turn.setup.config.deadlines
