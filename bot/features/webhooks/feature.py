"""The whole public surface of webhooks on one screen: what happens to a ticket, by the names of the config."""

from bot.feature import Feature, on
from bot.features.tickets.events import (
    ReopenRequested,
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketMerged,
    TicketOpened,
    TicketProgressed,
    TicketReopened,
    TicketResolved,
    TicketWaits,
)
from bot.features.webhooks.reactions import tells

feature = Feature(
    name="webhooks",
    reactions=(
        on(TicketOpened, tells("opened")),
        on(TicketAssigned, tells("assigned")),
        on(TicketAccepted, tells("accepted")),
        on(TicketProgressed, tells("progress")),
        on(TicketWaits, tells("waiting")),
        on(TicketResolved, tells("resolved")),
        on(ReopenRequested, tells("not_fixed")),
        on(TicketReopened, tells("reopened")),
        on(TicketClosed, tells("closed")),
        on(TicketMerged, tells("merged")),
    ),
)
