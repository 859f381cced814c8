"""What can be done with meetings and their agendas, one function each."""

from dataclasses import replace
from datetime import datetime

from bot.community import PlaceId
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.meetings import replies
from bot.features.meetings.model import AHEAD, LASTS, Item, ItemId, Meeting, Outcome, planned
from bot.features.meetings.store import Agenda, Meetings
from bot.features.roster import views as roster
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import State, Ticket, WaitsOn
from bot.stores import People, Places
from bot.turn import Turn

# What other features and doors may do.
__all__ = ["announce", "ask", "decide", "lapse", "plan", "put", "take_off", "upcoming"]


async def upcoming(turn: Turn, community: PlaceId) -> Meeting | None:
    """The community's next meeting: the one that staff planned, else the one that its rhythm says."""
    known = await turn.store(Meetings).upcoming(community, turn.now)
    name = (await turn.store(Places).get(community)).name
    here = turn.setup.config.settings_in(name)
    if known is not None or here.meeting is None:
        return known
    return await _kept(turn, community, here.meeting.first_after(turn.now, here.timezone))


async def _kept(turn: Turn, community: PlaceId, at: datetime) -> Meeting:
    return await turn.store(Meetings).keep(planned(community, at, await _lapse(turn, community, at)))


async def _lapse(turn: Turn, community: PlaceId, at: datetime) -> datetime:
    """The desk has a working day to record what was decided."""
    return (await clocks.rules(turn, community)).next_working_day(at + LASTS)


async def plan(turn: Turn, community: PlaceId, at: datetime) -> Meeting:
    """The next meeting is then. One that is planned already is moved, and with it what waits for it."""
    known = await turn.store(Meetings).upcoming(community, turn.now)
    if known is None:
        return await _kept(turn, community, at)
    lapse_at = await _lapse(turn, community, at)
    moved = replace(known, at=at, announce_at=at - AHEAD, ask_at=at + LASTS, lapse_at=lapse_at)
    await turn.store(Meetings).keep(moved)
    for item in await open_items(turn, moved):
        await _wait(turn, item, moved)
        await replies.show_to_worker(turn, item, moved)
    return moved


async def open_items(turn: Turn, meeting: Meeting) -> list[Item]:
    """What still waits for a decision of this meeting."""
    return [item for item in await turn.store(Agenda).of(meeting.id) if item.outcome is None]


async def put(turn: Turn, ticket: Ticket) -> tuple[Item, Meeting]:
    """The ticket waits for the next meeting of its community.

    Raises:
        Refused: nobody has said when the next meeting is.
    """
    meeting = await upcoming(turn, ticket.spot.community) if ticket.spot.community else None
    if meeting is None:
        raise Refused("meetings.no_next", n=int(ticket.id))
    new = Item(id=ItemId(0), meeting=meeting.id, ticket=int(ticket.id), by=turn.person.id, at=turn.now)
    item = await turn.store(Agenda).put(new)
    meeting = await turn.store(Meetings).get(item.meeting)
    await _wait(turn, item, meeting)
    await replies.show_to_worker(turn, item, meeting)
    await _announce_again(turn, meeting)
    return item, meeting


async def _wait(turn: Turn, item: Item, meeting: Meeting) -> None:
    ticket = await views.ticket(turn, item.ticket)
    waits_until = ticket.next_due if ticket.state is State.WAITING else None
    if ticket.state in {State.ASSIGNED, *views.IN_HAND} and waits_until != meeting.at:
        await tickets.wait(turn, ticket, turn.person, on=WaitsOn.MEETING, words="", until=meeting.at)


async def take_off(turn: Turn, ticket: Ticket) -> None:
    """It is not for the meeting after all, or it is over: it waits no longer."""
    item = await turn.store(Agenda).of_ticket(int(ticket.id))
    if item is None:
        return
    await _decided(turn, replace(item, outcome=Outcome.OFF))
    await _go_on(turn, item)
    await _announce_again(turn, await turn.store(Meetings).get(item.meeting))


async def _go_on(turn: Turn, item: Item) -> None:
    ticket = await views.ticket(turn, item.ticket)
    if ticket.state is State.WAITING:
        await tickets.go_on(turn, ticket)


async def _decided(turn: Turn, item: Item) -> None:
    meeting = await turn.store(Meetings).get(item.meeting)
    await turn.store(Agenda).save(item)
    await replies.show_to_worker(turn, item, meeting)
    if meeting.ask_at is None:
        await replies.ask(turn, item, meeting)


async def decide(turn: Turn, item: Item, outcome: Outcome, words: str) -> None:
    """What the meeting decided; the words are for everybody who reads the ticket's card.

    Raises:
        Refused: it shall come again, and nobody has said when the next meeting is.
    """
    ticket = await views.ticket(turn, item.ticket)
    community = ticket.spot.community
    following = await upcoming(turn, community) if outcome is Outcome.NEXT and community else None
    if outcome is Outcome.NEXT and following is None:
        raise Refused("meetings.no_next", n=item.ticket)
    await _decided(turn, replace(item, outcome=outcome, words=words))
    await tickets.record(turn, ticket, "meeting", after=str(outcome))
    public = turn.setup.texts.word("meetings.public", await replies.public_language(turn, ticket), words=words)
    if ticket.state in {State.ASSIGNED, *views.IN_HAND}:
        await _carry_out(turn, ticket, outcome, public)
    await replies.tell_worker(turn, item, outcome, words)


async def _carry_out(turn: Turn, ticket: Ticket, outcome: Outcome, public: str) -> None:
    worker = await turn.store(People).get(ticket.assignee) if ticket.assignee else turn.person
    if outcome is Outcome.DONE:
        await tickets.done(turn, ticket, worker, public)
        return
    goes_on = await tickets.progress(turn, ticket, worker, public)
    if outcome is Outcome.NEXT:
        await put(turn, goes_on)


async def announce(turn: Turn, meeting: Meeting) -> Meeting:
    """The day before: the desk reads the agenda, if there is anything on it."""
    told = await turn.store(Meetings).keep(replace(meeting, announce_at=None))
    items = await open_items(turn, told)
    if items:
        await replies.announce(turn, told, items)
    return told


async def _announce_again(turn: Turn, meeting: Meeting) -> None:
    """What comes on or off after the desk has read the agenda changes what it reads."""
    if meeting.announce_at is None and meeting.at > turn.now:
        await replies.announce(turn, meeting, await open_items(turn, meeting))


async def ask(turn: Turn, meeting: Meeting) -> Meeting:
    """It is over: what was decided on each ticket?"""
    asked = await turn.store(Meetings).keep(replace(meeting, ask_at=None))
    for item in await open_items(turn, asked):
        await replies.ask(turn, item, asked)
    return asked


async def lapse(turn: Turn, meeting: Meeting) -> Meeting:
    """Nobody recorded a decision: the tickets are back with their workers either way."""
    over = await turn.store(Meetings).keep(replace(meeting, lapse_at=None))
    for item in await open_items(turn, over):
        await _decided(turn, replace(item, outcome=Outcome.LAPSED))
        await _go_on(turn, item)
        await replies.tell_worker(turn, item, Outcome.LAPSED, "")
    return over


async def communities_of(turn: Turn) -> list[PlaceId]:
    """The communities that the actor has to do with: here the group's, else those where he holds a duty."""
    places = turn.store(Places)
    if turn.group is not None and turn.group.place is not None:
        here = roster.community_of(await places.get(turn.group.place))
        return [here] if here is not None else []
    held = [await places.get(place) for place in sorted(await roster.duty_places(turn))]
    return list(dict.fromkeys(found for place in held if (found := roster.community_of(place)) is not None))
