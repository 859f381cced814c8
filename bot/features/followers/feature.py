"""The whole public surface of followers on one screen."""

from bot.feature import CardButton, CardLine, Feature, GestureRoute, Who, button, command, on
from bot.features.followers import handlers, reactions
from bot.features.tickets.events import TicketClosed, TicketDeclined, TicketMerged, TicketResolved, TicketSplit
from bot.messages import Gesture

feature = Feature(
    name="followers",
    routes=(
        command(
            "metoo", handlers.me_too, "同求", "我家也是", "我家也这样", "+1", "me too", who=Who.READER, in_group=True
        ),
        command("merge", handlers.merge, "并", who=Who.HANDLER),
        button("followers.me_too", handlers.me_too, who=Who.READER),
        button("followers.not_me", handlers.not_me, who=Who.READER),
        button("followers.split", handlers.split, who=Who.HANDLER),
        GestureRoute(gesture=Gesture.ME_TOO, handler=handlers.thumbs_up),
    ),
    reactions=(
        on(TicketMerged, reactions.on_merged),
        on(TicketSplit, reactions.on_split),
        on(TicketResolved, reactions.on_resolved),
        on(TicketClosed, reactions.on_closed),
        on(TicketDeclined, reactions.on_declined),
    ),
    card=(CardLine(order=10, write=reactions.card_line),),
    card_buttons=(CardButton(order=10, make=reactions.same_here),),
)
