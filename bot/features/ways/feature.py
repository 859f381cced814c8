"""The whole public surface of ways on one screen."""

from bot.feature import Feature, on
from bot.features.tickets.events import TicketAccepted, TicketWaits
from bot.features.ways import reactions

feature = Feature(
    name="ways",
    reactions=(on(TicketAccepted, reactions.on_accepted), on(TicketWaits, reactions.on_waits)),
)
