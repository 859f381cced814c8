"""The whole public surface of suggestions on one screen."""

from bot.feature import DigestSection, Feature, Job, ListenRoute, button, on
from bot.features.suggestions import handlers, jobs, service
from bot.service_events import Moved

feature = Feature(
    name="suggestions",
    routes=(
        ListenRoute(order=50, handler=handlers.listen),
        button("suggestions.record", handlers.record),
        button("suggestions.no", handlers.no),
        button("suggestions.ask", handlers.ask),
        button("suggestions.report", handlers.report),
        button("suggestions.leave", handlers.leave),
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
