"""The whole public surface of ideas on one screen."""

from bot.feature import AnswerRoute, DigestSection, Feature, Job, ListenRoute, Who, button, command, on
from bot.features.ideas import handlers, jobs, service
from bot.service_events import Moved

feature = Feature(
    name="ideas",
    routes=(
        command("idea", handlers.idea, "建议", "idea"),
        button("ideas.adopted", handlers.adopted, who=Who.DESK),
        button("ideas.partly", handlers.partly, who=Who.DESK),
        button("ideas.not", handlers.not_, who=Who.DESK),
        AnswerRoute(kind=handlers.WHAT, handler=handlers.answer_what),
        AnswerRoute(kind=handlers.WORDS, handler=handlers.answer_words),
        ListenRoute(order=85, handler=handlers.listen),
    ),
    reactions=(on(Moved, service.on_moved),),
    jobs=(Job(name="ideas.late", due=jobs.late, run=jobs.remind, next_moment=jobs.next_moment),),
    digest=(DigestSection(order=65, write=jobs.digest_line),),
    redraw=handlers.redraw,
)
