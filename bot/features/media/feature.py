"""The whole public surface of media on one screen."""

from bot.feature import Feature, FileMaker, HappeningRoute, Job, ListenRoute, on
from bot.features.media import loose, making, reactions
from bot.features.tickets.events import TicketAssigned, TicketOpened
from bot.messages import MessageDeleted
from bot.service_events import MediaArrived, MediaRefused

feature = Feature(
    name="media",
    routes=(
        ListenRoute(order=2, handler=loose.listen),
        HappeningRoute(event=MessageDeleted, handler=loose.on_deleted),
    ),
    reactions=(
        on(TicketOpened, loose.on_opened),
        on(MediaArrived, reactions.on_arrived),
        on(MediaRefused, reactions.on_refused),
        on(TicketAssigned, reactions.on_assigned),
    ),
    jobs=(Job(name="media.loose", due=loose.due, run=loose.forget),),
    files=(
        FileMaker(name=making.MADE_BY, make=making.make),
        FileMaker(name=making.UPLOADED, make=making.uploaded),
    ),
)
