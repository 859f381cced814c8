"""What workers and staff say and press about meetings: understand, act, answer."""

from datetime import timedelta
from typing import Final

from bot.appointments import read_moment
from bot.community import PlaceId
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.meetings import replies, service
from bot.features.meetings.model import Item, ItemId, Outcome
from bot.features.meetings.store import Agenda
from bot.features.tickets import views
from bot.features.tickets.views import State, WaitsOn
from bot.features.ways import views as ways
from bot.messages import IncomingMessage
from bot.stores import Places
from bot.turn import Turn

ANSWER_TIME: Final = timedelta(minutes=30)
WORDS: Final = "meetings.words"


async def agenda(turn: Turn, words: str) -> None:
    """`/agenda <n>`: it goes to the next meeting. Without a number: what is on the agenda."""
    if not words.strip() and await views.about(turn) is None:
        await _show_agenda(turn)
        return
    ticket, _ = await views.named_ticket(turn, words)
    await _put(turn, int(ticket.id))


async def put(turn: Turn, value: str) -> None:
    """The button: to the next meeting."""
    await _put(turn, int(value))


async def _put(turn: Turn, number: int) -> None:
    ticket = await views.ticket(turn, number)
    await ways.check_handler(turn, ticket)
    ways.check_open_to_ways(ticket)
    if ticket.state is State.WAITING and await views.waits_on(turn, ticket.id) is WaitsOn.MEDIATION:
        raise Refused("meetings.being_talked", n=number)
    _, meeting = await service.put(turn, ticket)
    time = await replies.when(turn, meeting, turn.language_of(turn.person))
    turn.whisper("meetings.put", n=number, time=time)


async def off(turn: Turn, value: str) -> None:
    """It is not for the meeting after all."""
    ticket = await views.ticket(turn, int(value))
    await ways.check_handler(turn, ticket)
    if await turn.store(Agenda).of_ticket(int(ticket.id)) is None:
        raise Refused("meetings.not_on", n=int(ticket.id))
    await service.take_off(turn, ticket)


async def meeting(turn: Turn, words: str) -> None:
    """`/meeting`: when the next one is, and what is on its agenda. `/meeting <when>`: it is then."""
    if not words.strip():
        await _show_agenda(turn)
        return
    community = await _community(turn)
    at = read_moment(words, turn.now, await clocks.zone_of(turn, community))
    if at is None or at <= turn.now:
        raise Refused("meetings.which_date")
    planned = await service.plan(turn, community, at)
    time = await replies.when(turn, planned, turn.language)
    turn.answer("meetings.planned", time=time, words=(await turn.store(Places).get(community)).name)


async def _show_agenda(turn: Turn) -> None:
    community = await _community(turn)
    found = await service.upcoming(turn, community)
    if found is None:
        raise Refused("meetings.none_planned")
    items = await _readable(turn, await service.open_items(turn, found))
    key = "meetings.agenda" if items else "meetings.empty"
    turn.whisper(key, **await replies.agenda(turn, found, items, turn.person))


async def _readable(turn: Turn, items: list[Item]) -> list[Item]:
    """What the actor may read of: private tickets only where they work on them, and never in a group."""
    shown = {item.ticket: await views.ticket(turn, item.ticket) for item in items}
    readable = [t for t in shown.values() if t.shows_in_group or await views.may_work(turn, t)]
    views.check_unseen(turn, *readable)
    numbers = {int(ticket.id) for ticket in readable}
    return [item for item in items if item.ticket in numbers]


async def _community(turn: Turn) -> PlaceId:
    """The one community that this is about: the group's, else the one where the actor works."""
    if not await turn.duties() and not turn.is_admin:
        raise Refused("no.workers_only")
    found = await service.communities_of(turn)
    if len(found) != 1:
        raise Refused("meetings.which_community")
    return found[0]


async def done(turn: Turn, value: str) -> None:
    """The meeting settled it."""
    await _ask_words(turn, value, Outcome.DONE)


async def next_(turn: Turn, value: str) -> None:
    """It comes to the next meeting again."""
    await _ask_words(turn, value, Outcome.NEXT)


async def rounds(turn: Turn, value: str) -> None:
    """It will take several rounds."""
    await _ask_words(turn, value, Outcome.ROUNDS)


async def whistle(turn: Turn, value: str) -> None:
    """A department is needed."""
    await _ask_words(turn, value, Outcome.WHISTLE)


async def _ask_words(turn: Turn, value: str, outcome: Outcome) -> None:
    item = await _to_decide(turn, value)
    kept = f"{item.ticket},{item.id} {outcome}"
    await turn.expect(WORDS, kept, within=ANSWER_TIME)
    turn.tell(turn.person, f"meetings.words_{outcome}", about=f"{item.key}:words", n=item.ticket)


async def answer_words(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after a decision is what residents read of it."""
    if not message.text.strip() or views.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    value, _, outcome = dialog.value.partition(" ")
    item = await _to_decide(turn, value)
    await service.decide(turn, item, Outcome(outcome), message.text)
    turn.outbox.react(turn.here, message.id)
    return True


async def _to_decide(turn: Turn, value: str) -> Item:
    """The item that the desk records a decision on."""
    number, _, chosen = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    if not await views.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
    item = await turn.store(Agenda).get(ItemId(int(chosen or 0)))
    if item is None or item.outcome is not None or item.ticket != int(ticket.id):
        raise Refused("meetings.decided", n=int(ticket.id))
    return item
