"""Corrections: what was taken down wrongly about place, category or urgency is put right by those who know."""

import re
from dataclasses import dataclass
from typing import Any, Final

from bot.community import Place, PlaceId
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tasks.views import check_handler
from bot.features.tickets import service, views
from bot.features.tickets.views import Ticket
from bot.messages import IncomingMessage
from bot.stores import Places
from bot.turn import Turn
from bot.words import shortened

WHAT: Final = "tasks.fix_what"

_URGENCIES: Final = {
    "emergency": re.compile(r"emergency|紧急|危险", re.IGNORECASE),
    "urgent": re.compile(r"urgent|加急|急办|很急", re.IGNORECASE),
    "normal": re.compile(r"normal|not urgent|普通|一般|不急", re.IGNORECASE),
}
_CATEGORIES: Final = {
    "environment": re.compile(r"environment|环境卫生|环境|卫生", re.IGNORECASE),
    "dispute": re.compile(r"disputes?|邻里矛盾|矛盾|纠纷", re.IGNORECASE),
    "service": re.compile(r"(?:public )?services?|公共服务|服务", re.IGNORECASE),
    "facility": re.compile(r"facility|facilities|城建设施|设施", re.IGNORECASE),
    "safety": re.compile(r"safety(?: and health)?|安全健康|安全", re.IGNORECASE),
}


@dataclass(frozen=True, kw_only=True)
class Right:
    """What shall be put right: codes of the ledger."""

    category: str | None = None
    urgency: str | None = None


def read_right(words: str) -> Right | None:
    """The category or urgency that the words are; None: they are neither."""
    line = words.strip().rstrip("。.")
    for urgency, said in _URGENCIES.items():
        if said.fullmatch(line):
            return Right(urgency=urgency)
    for category, said in _CATEGORIES.items():
        if said.fullmatch(line):
            return Right(category=category)
    return None


def may_be_fixed(ticket: Any) -> bool:
    """What is over stays as it is written."""
    return isinstance(ticket, Ticket) and ticket.is_open


async def fix(turn: Turn, words: str) -> None:
    """`/fix <n> <building, category or urgency>`."""
    ticket, said = await views.named_ticket(turn, words)
    await _check(turn, ticket)
    if not said:
        raise Refused("fix.what", n=int(ticket.id))
    await _fix(turn, ticket, said)


async def fix_by_button(turn: Turn, value: str) -> None:
    """The button “Correct”: the next line says what is right."""
    ticket = await views.ticket(turn, int(value))
    await _check(turn, ticket)
    await turn.expect(WHAT, value)
    turn.tell(turn.person, "fix.what", about=ticket.key, n=int(ticket.id))


async def answer_what(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after the button."""
    ticket = await views.ticket(turn, int(dialog.value))
    if not message.text.strip() or views.is_alarm(message.text, ticket):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _check(turn, ticket)
    await _fix(turn, ticket, message.text)
    return True


async def fix_at(turn: Turn, value: str) -> None:
    """One of several buildings of that name was meant."""
    number, _, place = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    await _check(turn, ticket)
    building = await turn.store(Places).get(PlaceId(int(place)))
    if building.retired:
        raise Refused("no.old_button")
    await _move(turn, ticket, building)


async def _fix(turn: Turn, ticket: Ticket, said: str) -> None:
    right = read_right(said)
    if right is not None:
        kept = await service.correct(turn, ticket, category=right.category, urgency=right.urgency)
        await _say(turn, "fix.done", kept)
        return
    located = await roster.named_building(turn, said)
    if located.building is not None:
        await _move(turn, ticket, located.building)
    elif located.candidates:
        choices = [
            (await roster.place_label(turn, place, located.candidates), ("tasks.fix_at", f"{ticket.id},{place.id}"))
            for place in located.candidates
        ]
        turn.choose("fix.which", choices, about=ticket.key, n=int(ticket.id), short=shortened(said))
    else:
        raise Refused("fix.unknown", n=int(ticket.id), short=shortened(said))


async def _move(turn: Turn, ticket: Ticket, building: Place) -> None:
    """Whose it is by that is said in the same breath: nobody shall be surprised by another owner (LESSONS 18)."""
    kept = await service.correct(turn, ticket, building=building)
    await _say(turn, "fix.done" if kept.assignee == ticket.assignee else "fix.moved", kept)


async def _say(turn: Turn, key: str, ticket: Ticket) -> None:
    drawing = await views.drawing_of(turn, ticket)
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    category = texts.word(f"category.{ticket.category}", language) if ticket.category else ""
    urgency = texts.word(f"urgency.{ticket.urgency}", language)
    turn.whisper(key, **drawing.values(language), words=" ".join(filter(None, [category, urgency])))


async def _check(turn: Turn, ticket: Ticket) -> None:
    await check_handler(turn, ticket)
    if not ticket.is_open:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
