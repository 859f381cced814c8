"""The whole public surface of moods on one screen."""

from bot.feature import DigestSection, Feature, ListenRoute, on
from bot.features.moods import handlers, reactions
from bot.features.tickets.events import ReopenRequested, TicketRemarked

feature = Feature(
    name="moods",
    routes=(ListenRoute(order=80, handler=handlers.listen),),
    reactions=(on(TicketRemarked, reactions.on_remarked), on(ReopenRequested, reactions.on_remarked)),
    digest=(DigestSection(order=35, write=reactions.digest_lines, staff_only=True),),
)
