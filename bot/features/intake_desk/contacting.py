"""Whom to reach: asked in private, answered in plain words or by a tap; and calling back by telephone."""

import re
from dataclasses import replace
from typing import Final

from bot import understanding
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.intake_desk import replies, tellers
from bot.features.intake_desk.model import CallBack, Contact, who_of
from bot.features.intake_desk.service import WHOM, expect_whom, keep
from bot.features.intake_desk.store import Contacts
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import IN_HAND, State, Ticket
from bot.messages import IncomingMessage
from bot.turn import Turn

LONGEST_NAME: Final = 40
_ME: Final = re.compile(r"(?:请)?(?:联系|找|打给|打|就)?(?:我|本人)(?:就行|就好|吧|自己)?|me|contact me", re.IGNORECASE)
_NOBODY: Final = re.compile(r"不留|不用|不方便|不愿意?留?|没有?电话|算了|none|no contact", re.IGNORECASE)


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """A reply to our question whom to reach."""
    if message.reply_to is None or not message.reply_to.is_ours or not message.text.strip():
        return False
    ticket = await _asked_about(turn)
    return ticket is not None and await _answered(turn, ticket, message)


async def _asked_about(turn: Turn) -> Ticket | None:
    feature, _, number = (await views.about(turn) or "").partition(":whom:")
    return await views.find(turn, int(number)) if feature == "intake_desk" else None


async def answer_whom(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after the question."""
    ticket = await views.find(turn, int(dialog.value))
    if ticket is None or not message.text.strip():
        return False
    return await _answered(turn, ticket, message)


async def _answered(turn: Turn, ticket: Ticket, message: IncomingMessage) -> bool:
    """Take the line as a name and a phone number. A call of its own is none."""
    line = message.text.strip()
    name, phone = who_of(line)
    is_call = understanding.read(line).is_call and not phone
    if views.is_alarm(line, ticket) or is_call or len(name) > LONGEST_NAME:
        return False
    await _check(turn, ticket)
    if _NOBODY.fullmatch(line.rstrip("。.")):
        await refused(turn, str(ticket.id))
    elif _ME.fullmatch(line.rstrip("。.")) and not ticket.is_entered:
        await me(turn, str(ticket.id))
    else:
        known = await _contact(turn, ticket)
        await _keep(turn, ticket, replace(known, name=name or known.name, phone=phone or known.phone, consent=True))
    return True


async def agreed(turn: Turn, value: str) -> None:
    """The button “Agreed”: they want to be reached there."""
    ticket = await _of(turn, value)
    await _keep(turn, ticket, replace(await _contact(turn, ticket), consent=True))


async def refused(turn: Turn, value: str) -> None:
    """The button “Rather not”: neither name nor number is kept, and the outcome is told another way."""
    ticket = await _of(turn, value)
    await _close(turn, ticket)
    await keep(turn, ticket, replace(await _contact(turn, ticket), name="", phone="", consent=False))
    turn.answer("whom.none", n=int(ticket.id))


async def me(turn: Turn, value: str) -> None:
    """The button “Me”: who called for the family."""
    ticket = await _own(turn, value)
    mine = turn.person
    await _keep(
        turn, ticket, replace(await _contact(turn, ticket), name=mine.name, phone=mine.phone or "", consent=True)
    )


async def them(turn: Turn, value: str) -> None:
    """The buttons “My relative” and “Either”: the next line says who that is."""
    ticket = await _own(turn, value)
    await expect_whom(turn, ticket)
    turn.tell(turn.person, "whom.them", about=f"intake_desk:whom:{ticket.id}", n=int(ticket.id))


async def called(turn: Turn, value: str) -> None:
    """The button “Called”: a step that everybody may read, without the number."""
    ticket = await views.ticket(turn, int(value))
    if not await views.may_work(turn, ticket):
        raise Refused("no.not_your_grid", n=int(ticket.id), place="", worker="")
    contact = await turn.store(Contacts).of(int(ticket.id))
    if contact is None or contact.call_back is not CallBack.WANTED or ticket.state not in {State.ASSIGNED, *IN_HAND}:
        raise Refused("whom.no_call", n=int(ticket.id))
    await turn.store(Contacts).keep(replace(contact, call_back=CallBack.MADE))
    words = turn.setup.texts.word("whom.called_words", await replies.public_language(turn, ticket))
    await tickets.progress(turn, ticket, turn.person, words)


async def _keep(turn: Turn, ticket: Ticket, contact: Contact) -> None:
    await _close(turn, ticket)
    await keep(turn, ticket, contact)
    who = " ".join(filter(None, [contact.name, contact.phone]))
    turn.whisper("whom.kept", about=ticket.key, n=int(ticket.id), who=who)


async def _close(turn: Turn, ticket: Ticket) -> None:
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    if dialog is not None and (dialog.kind, dialog.value) == (WHOM, str(ticket.id)):
        await turn.store(Dialogs).close(turn.chat, turn.person.id)


async def _contact(turn: Turn, ticket: Ticket) -> Contact:
    known = await turn.store(Contacts).of(int(ticket.id))
    return known or Contact(ticket=int(ticket.id), by=turn.person.id)


async def _of(turn: Turn, value: str) -> Ticket:
    ticket = await views.ticket(turn, int(value))
    await _check(turn, ticket)
    return ticket


async def _own(turn: Turn, value: str) -> Ticket:
    ticket = await views.ticket(turn, int(value))
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")
    return ticket


async def _check(turn: Turn, ticket: Ticket) -> None:
    if not await tellers.may_speak(turn, ticket):
        raise Refused("no.not_caller")
