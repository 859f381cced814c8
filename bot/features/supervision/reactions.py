"""What watching does when tickets and people change."""

from bot.features.roster import views as roster
from bot.features.roster.events import WorkerRetired
from bot.features.supervision import replies, service
from bot.features.supervision.store import Watches
from bot.features.tickets import views as tickets
from bot.features.tickets.events import LevelRaised, TicketShown
from bot.stores import People
from bot.turn import Turn


async def on_shown(turn: Turn, news: TicketShown) -> None:
    """The ticket has changed, and perhaps its deadline. The ladder may come to a lapse before our own job does."""
    await service.follow(turn, news.ticket)


async def on_level_raised(turn: Turn, news: LevelRaised) -> None:
    """It went up."""
    for watch in await turn.store(Watches).of_ticket(news.ticket.id):
        await replies.tell_raised(turn, news.ticket, watch)


async def on_worker_retired(turn: Turn, news: WorkerRetired) -> None:
    """Somebody who left watches nothing, and the admins hear what nobody watches any more (LESSONS 17)."""
    people = turn.store(People)
    if await people.duties(news.person):
        return
    gone = await people.get(news.person)
    for watch in await turn.store(Watches).of_person(news.person):
        ticket = await tickets.ticket(turn, watch.ticket)
        await service.stop(turn, ticket, gone)
        for admin in await roster.admins(turn, ticket.spot.community):
            turn.tell(admin, "supervise.watcher_left", about=ticket.key, n=int(ticket.id), who=gone.name)
