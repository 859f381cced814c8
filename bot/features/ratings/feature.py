"""The whole public surface of ratings on one screen."""

from bot.feature import AnswerRoute, Feature, Job, button, command, on
from bot.features.ratings import handlers, jobs, reactions
from bot.features.tickets.events import ReopenRequested, TicketResolved

feature = Feature(
    name="ratings",
    routes=(
        command("fixed", handlers.fixed, "修好了"),
        command("reopen", handlers.not_fixed, "重办", "没修好", "又坏了", "not fixed"),
        command("rate", handlers.rate, "评"),
        command("rule", handlers.rule, "定"),
        button("ratings.fixed", handlers.fixed),
        button("ratings.not_fixed", handlers.not_fixed),
        button("ratings.again", handlers.not_fixed),
        button("ratings.well", handlers.well),
        button("ratings.so_so", handlers.so_so),
        button("ratings.badly", handlers.badly),
        button("ratings.wrong_tap", handlers.wrong_tap),
        button("ratings.reopen", handlers.reopen),
        button("ratings.keep", handlers.keep),
        AnswerRoute(kind=handlers.WHAT_IS_WRONG, handler=handlers.answer_what_is_wrong),
        AnswerRoute(kind=handlers.WHY_KEPT, handler=handlers.answer_why_kept),
    ),
    reactions=(on(TicketResolved, reactions.on_resolved), on(ReopenRequested, reactions.on_reopen_requested)),
    jobs=(Job(name="ratings.silence", due=jobs.unanswered, run=jobs.put_away, next_moment=jobs.next_moment),),
)
