"""What whistles do when tickets, people and deliveries have news."""

from bot.community import Person
from bot.features.roster.events import WorkerJoined
from bot.features.tickets.events import TicketClosed, TicketMerged, TicketResolved
from bot.features.whistles import replies, views, whistling
from bot.features.whistles.model import State
from bot.ports import Reason
from bot.service_events import Reachable, Undelivered
from bot.stores import CardRow, People, SentMessages
from bot.turn import Turn


async def on_resolved(turn: Turn, news: TicketResolved) -> None:
    """It is done: nobody need come any more."""
    await whistling.ticket_is_over(turn, news.ticket)


async def on_closed(turn: Turn, news: TicketClosed) -> None:
    """It is over, however it ended."""
    await whistling.ticket_is_over(turn, news.ticket)


async def on_merged(turn: Turn, news: TicketMerged) -> None:
    """It follows another ticket: so does everybody who was called."""
    await whistling.ticket_follows(turn, news.ticket, news.into)


async def on_reachable(turn: Turn, news: Reachable) -> None:
    """What waits for a member can be delivered now, and its clock begins."""
    await _deliver(turn, await turn.store(People).get(news.person))


async def on_joined(turn: Turn, news: WorkerJoined) -> None:
    """A member has opened the invitation."""
    await _deliver(turn, await turn.store(People).get(news.person))


async def _deliver(turn: Turn, person: Person) -> None:
    to = turn.private_to(person)
    for called in await views.waiting_for(turn, person):
        if to is not None:
            await turn.store(SentMessages).repost(called.whistle.key, to)
        was = called.whistle.state
        delivered = await whistling.deliver(turn, called)
        if was is State.CALLED and delivered.whistle.state is not State.CALLED:
            await whistling.write(turn, delivered, "whistle_delivered", public=True)


async def on_undelivered(turn: Turn, news: Undelivered) -> None:
    """The network says that a member cannot be written to: perhaps nobody of the department can."""
    key = (news.item.key if isinstance(news.item, CardRow) else news.item.about) or ""
    feature, _, number = key.partition(":")
    if feature != "whistles" or news.reason is not Reason.UNREACHABLE or not number.isdecimal():
        return
    called = await views.find(turn, int(number))
    if called is not None:
        await whistling.lost(turn, called)


async def redraw(turn: Turn, about: str) -> None:
    """An old button was pressed: show the whistle as it is."""
    number = about.partition(":")[2].partition(":")[0]
    called = await views.find(turn, int(number)) if number.isdecimal() else None
    if called is not None:
        await replies.show(turn, called)
