"""The whole public surface of suggestions on one screen."""

from bot.feature import DigestSection, Feature, GestureRoute, Job, ListenRoute, Who, button, command, on
from bot.features.suggestions import handlers, jobs, recording, service
from bot.messages import Gesture
from bot.service_events import Moved

feature = Feature(
    name="suggestions",
    routes=(
        ListenRoute(order=50, handler=handlers.listen),
        command("ticket", recording.ticket, "单", who=Who.WORKER),
        GestureRoute(gesture=Gesture.RECORD, handler=recording.sign),
        button("suggestions.record", handlers.record, who=Who.HANDLER),
        button("suggestions.no", handlers.no, who=Who.HANDLER),
        button("suggestions.ask", handlers.ask, who=Who.HANDLER),
        button("suggestions.report", handlers.report, who=Who.CALLER),
        button("suggestions.leave", handlers.leave, who=Who.CALLER),
    ),
    reactions=(on(Moved, service.on_moved),),
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
