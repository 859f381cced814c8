"""The whole public surface of undo on one screen."""

from bot.feature import Feature, command, on
from bot.features.followers.events import NeighbourFollowed
from bot.features.ratings.events import TicketRated
from bot.features.tickets.events import ReopenRequested, TicketClosed
from bot.features.undo import handlers, reactions

feature = Feature(
    name="undo",
    routes=(command("undo", handlers.undo, "撤销"),),
    reactions=(
        on(TicketClosed, reactions.on_closed),
        on(ReopenRequested, reactions.on_reopen_requested),
        on(TicketRated, reactions.on_rated),
        on(NeighbourFollowed, reactions.on_followed),
    ),
)
