"""The whole public surface of posted on one screen."""

from bot.feature import CardButton, Feature, Who, button, command, on
from bot.features.posted import handlers, reactions
from bot.features.tickets.events import (
    LevelRaised,
    TicketAccepted,
    TicketAssigned,
    TicketClosed,
    TicketMerged,
    TicketProgressed,
    TicketReopened,
    TicketResolved,
    TicketWaits,
    TicketWentOn,
)

feature = Feature(
    name="posted",
    routes=(
        command("posted", handlers.posted, "告诉我进展", "keep me posted", who=Who.READER),
        button("posted.on", handlers.posted, who=Who.READER),
        button("posted.off", handlers.off),
        button("posted.in_language", handlers.in_language, who=Who.READER),
    ),
    reactions=(
        on(TicketAccepted, reactions.on_step),
        on(TicketAssigned, reactions.on_step),
        on(TicketReopened, reactions.on_step),
        on(TicketWaits, reactions.on_step),
        on(TicketWentOn, reactions.on_step),
        on(LevelRaised, reactions.on_step),
        on(TicketProgressed, reactions.on_progress),
        on(TicketResolved, reactions.on_end),
        on(TicketClosed, reactions.on_end),
        on(TicketMerged, reactions.on_merged),
    ),
    card_buttons=(CardButton(order=20, make=handlers.card_buttons),),
)
