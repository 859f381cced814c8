"""The whole public surface of suggestions on one screen."""

from bot.feature import DigestSection, Feature, GestureRoute, HappeningRoute, Job, ListenRoute, Who, button, command, on
from bot.features.suggestions import bursts, handlers, jobs, recording, service, splitting
from bot.features.tickets.events import TicketOpened
from bot.messages import Gesture, MessageDeleted
from bot.service_events import Moved

feature = Feature(
    name="suggestions",
    routes=(
        ListenRoute(order=50, handler=handlers.listen),
        ListenRoute(order=30, handler=bursts.listen),
        HappeningRoute(event=MessageDeleted, handler=service.on_deleted),
        command("ticket", recording.ticket, "单", who=Who.WORKER),
        GestureRoute(gesture=Gesture.RECORD, handler=recording.sign),
        button("suggestions.record", handlers.record, who=Who.HANDLER),
        button("suggestions.no", handlers.no, who=Who.HANDLER),
        button("suggestions.ask", handlers.ask, who=Who.HANDLER),
        button("suggestions.report", handlers.report, who=Who.CALLER),
        button("suggestions.not_same", handlers.not_same, who=Who.CALLER),
        button("suggestions.split", splitting.split, who=Who.CALLER),
        button("suggestions.one", splitting.one, who=Who.CALLER),
        button("suggestions.leave", handlers.leave, who=Who.CALLER),
    ),
    reactions=(on(Moved, service.on_moved), on(TicketOpened, bursts.on_opened), on(TicketOpened, splitting.on_opened)),
    jobs=(
        Job(
            name="suggestions.undecided",
            due=jobs.undecided,
            run=jobs.ask_or_count,
            next_moment=jobs.next_moment,
        ),
    ),
    digest=(DigestSection(order=50, write=jobs.digest_line),),
)
