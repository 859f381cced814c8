"""A photo or voice message of a worker and nothing else: which ticket is it of, and what does it say? Two taps."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.tasks import replies
from bot.features.tasks.sorting import likeliest
from bot.features.tasks.views import check_at_it, check_handler
from bot.features.tickets import service, views
from bot.features.tickets.views import IN_HAND, Step, Ticket
from bot.messages import Attachment, AttachmentKind, IncomingMessage
from bot.turn import WORKER_ROLES, Turn
from bot.understanding import read
from bot.words import leading_number

PHOTO: Final = "tasks.photo"
HELD: Final = timedelta(minutes=30)
# What comes within this time of the first belongs to it, album or not.
BURST: Final = timedelta(minutes=2)
SHOWN: Final = 3
# More open tickets than one worker ever has.
MOST: Final = 1000
# Of as many is asked when they last got on.
LOOKED_AT: Final = 10
_TAKEN: Final = frozenset({AttachmentKind.PHOTO, AttachmentKind.VIDEO, AttachmentKind.VOICE, AttachmentKind.DOCUMENT})


@dataclass(frozen=True, kw_only=True)
class Held:
    """What was sent and waits for its two taps; `words` is what was written with it."""

    files: tuple[Attachment, ...]
    words: str = ""
    ticket: int | None = None
    album: str | None = None

    def written(self) -> str:
        """As a question of ours keeps it."""
        files = [[one.kind, one.remote_id, one.name, one.mime, one.size] for one in self.files]
        return json.dumps([files, self.words, self.ticket, self.album], ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Held":
        """From what `written` wrote."""
        files, words, ticket, album = json.loads(text)
        kept = tuple(
            Attachment(kind=AttachmentKind(kind), remote_id=remote, name=name, mime=mime, size=size)
            for kind, remote, name, mime, size in files
        )
        return cls(files=kept, words=words, ticket=ticket, album=album)

    @property
    def is_voice(self) -> bool:
        """Is there nothing to be seen?"""
        return all(one.kind is AttachmentKind.VOICE for one in self.files)


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """A worker's photo, alone with us. With words that say what is the matter it is a call like any other."""
    files = tuple(one for one in message.attachments if one.kind in _TAKEN)
    if not files or not turn.is_private or not await turn.has_role(WORKER_ROLES):
        return False
    if message.text.strip() and (read(message.text).is_call or views.is_alarm(message.text)):
        return False
    before = await _held(turn)
    if before is not None and _belongs_to(*before, message):
        await _hold(turn, replace(before[1], files=(*before[1].files, *files)), before[0].expires_at)
        turn.outbox.react(turn.here, message.id)
        return True
    held = Held(files=files, words=message.text.strip(), album=message.album)
    known = await _answered_ticket(turn)
    if known is not None:
        await _ask_what(turn, known, replace(held, ticket=int(known.id)))
        return True
    return await _ask_which(turn, held, 0)


def _belongs_to(dialog: Dialog, held: Held, message: IncomingMessage) -> bool:
    is_soon = message.at - (dialog.expires_at - HELD) < BURST
    return (held.album is not None and held.album == message.album) or (held.album is None and is_soon)


async def _answered_ticket(turn: Turn) -> Ticket | None:
    """The ticket of the message that this one answers, or of which we have just asked how it was done."""
    number = views.number_about(await views.about(turn))
    asked = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    if number is None and asked is not None and asked.kind == replies.HOW_DONE:
        found = await views.find(turn, int(asked.value))
    else:
        found = None if number is None else await views.find(turn, int(number))
    return found if found is not None and await views.may_work(turn, found) else None


async def _ask_which(turn: Turn, held: Held, page: int) -> bool:
    """Three likely tickets, one button each, and the next three. False: there is none that it could be of."""
    found = await views.tasks_of(turn, turn.person.id, MOST)
    if not found:
        return False
    ordered = likeliest(found, await _steps(turn, found))
    page = page if page * SHOWN < len(ordered) else 0
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    choices = [
        (await _label(turn, one, language), ("tasks.photo_of", str(one.id)))
        for one in ordered[page * SHOWN : (page + 1) * SHOWN]
    ]
    if len(ordered) > SHOWN:
        choices.append((texts.word("tasks.next", language), ("tasks.photo_next", str(page + 1))))
    choices.append((texts.word("photo.none", language), ("tasks.photo_none", "")))
    await _hold(turn, held, turn.now + HELD)
    turn.choose("task.photo", choices, in_a_row=1, about="tasks:photo")
    return True


async def _label(turn: Turn, ticket: Ticket, language: str) -> str:
    values = (await views.drawing_of(turn, ticket)).values(language)
    return f"#{ticket.id} {values['short']}"


async def _steps(turn: Turn, found: Sequence[Ticket]) -> list[tuple[Ticket, datetime]]:
    steps = []
    for ticket in [one for one in found if one.state in IN_HAND][:LOOKED_AT]:
        lines = [line.at for line in await views.history(turn, ticket.id) if line.what in {Step.PROGRESS, Step.CLAIM}]
        steps += [(ticket, lines[-1])] if lines else []
    return steps


async def next_ones(turn: Turn, value: str) -> None:
    """The button “Next”: three other tickets."""
    _, held = await _waiting(turn)
    await _ask_which(turn, held, int(value or 0))


async def none(turn: Turn, _value: str) -> None:
    """The button “None of these”: nothing is kept."""
    await _waiting(turn)
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    turn.answer("photo.dropped")


async def of_ticket(turn: Turn, value: str) -> None:
    """The first tap: whose photo it is."""
    ticket = await views.ticket(turn, int(value))
    await check_handler(turn, ticket)
    _, held = await _waiting(turn)
    await _ask_what(turn, ticket, replace(held, ticket=int(ticket.id)))


async def _ask_what(turn: Turn, ticket: Ticket, held: Held) -> None:
    await _hold(turn, held, turn.now + HELD)
    number = str(ticket.id)
    rows = [[("tasks.photo_done", number), ("tasks.photo_step", number), ("tasks.photo_keep", number)]]
    turn.answer("task.photo_what", about=ticket.key, actions=rows, n=int(ticket.id))


async def answer(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after the photo: a ticket's number, or words that go with it."""
    line = message.text.strip()
    if not line or message.attachments or read(line).is_call or views.is_alarm(line):
        return False
    held = Held.read(dialog.value)
    number, rest = leading_number(line)
    if held.ticket is None and number is not None:
        held = replace(held, ticket=number, words=rest or held.words)
    else:
        held = replace(held, words=line)
    if held.ticket is None:
        await _hold(turn, held, dialog.expires_at)
        turn.outbox.react(turn.here, message.id)
        return True
    ticket = await views.ticket(turn, held.ticket)
    await check_handler(turn, ticket)
    await _ask_what(turn, ticket, held)
    return True


async def as_done(turn: Turn, value: str) -> None:
    """The second tap: it is done."""
    ticket, held = await _finished(turn, value, is_shown=True)
    words = held.words or await _words(turn, ticket, "done", held)
    await service.done(turn, ticket, turn.person, words, happened=await views.happened_in(turn, ticket, words))


async def as_step(turn: Turn, value: str) -> None:
    """The second tap: that is how far it is."""
    ticket, held = await _finished(turn, value, is_shown=True)
    words = held.words or await _words(turn, ticket, "step", held)
    await service.progress(turn, ticket, turn.person, words, happened=await views.happened_in(turn, ticket, words))


async def only_keep(turn: Turn, value: str) -> None:
    """The second tap: kept with the ticket, for those who work on it."""
    ticket, held = await _finished(turn, value)
    if held.words:
        await service.note(turn, ticket, held.words)
    await service.record(turn, ticket, "attached")
    turn.answer("photo.kept", n=int(ticket.id))


async def _finished(turn: Turn, value: str, *, is_shown: bool = False) -> tuple[Ticket, Held]:
    ticket = await views.ticket(turn, int(value))
    await check_at_it(turn, ticket)
    _, held = await _waiting(turn)
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    await service.attach(turn, ticket, held.files, is_shown=is_shown)
    return ticket, held


async def _words(turn: Turn, ticket: Ticket, how: str, held: Held) -> str:
    kind = "voice" if held.is_voice else "photo"
    return turn.setup.texts.word(f"photo.{how}_{kind}", await replies.public_language(turn, ticket))


async def _held(turn: Turn) -> tuple[Dialog, Held] | None:
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    return (dialog, Held.read(dialog.value)) if dialog is not None and dialog.kind == PHOTO else None


async def _waiting(turn: Turn) -> tuple[Dialog, Held]:
    held = await _held(turn)
    if held is None:
        raise Refused("photo.gone")
    return held


async def _hold(turn: Turn, held: Held, until: datetime) -> None:
    dialog = Dialog(chat=turn.chat, person=turn.person.id, kind=PHOTO, value=held.written(), expires_at=until)
    await turn.store(Dialogs).open(dialog)
