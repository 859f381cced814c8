"""The whole public surface of ratings on one screen."""

from bot.feature import AnswerRoute, Feature, Job, button, command, on
from bot.features.ratings import handlers, jobs, reactions, rulings
from bot.features.tickets.events import ReopenRequested, TicketClosed, TicketRemarked, TicketReopened, TicketResolved

feature = Feature(
    name="ratings",
    routes=(
        command("fixed", handlers.fixed, "修好了", "fixed"),
        command("reopen", handlers.not_fixed, "重办", "没修好", "又坏了", "not fixed"),
        command("rate", handlers.rate, "评"),
        command("rule", rulings.rule, "定"),
        button("ratings.fixed", handlers.fixed),
        button("ratings.not_fixed", handlers.not_fixed),
        button("ratings.again", handlers.not_fixed),
        button("ratings.well", handlers.well),
        button("ratings.so_so", handlers.so_so),
        button("ratings.badly", handlers.badly),
        button("ratings.wrong_tap", handlers.wrong_tap),
        button("ratings.reopen", rulings.reopen),
        button("ratings.keep", rulings.keep),
        AnswerRoute(kind=handlers.WHAT_IS_WRONG, handler=handlers.answer_what_is_wrong),
        AnswerRoute(kind=rulings.WHY_KEPT, handler=rulings.answer_why_kept),
    ),
    reactions=(
        on(TicketResolved, reactions.on_resolved),
        on(ReopenRequested, reactions.on_reopen_requested),
        on(TicketRemarked, reactions.on_remarked),
        on(TicketReopened, reactions.on_reopened),
        on(TicketClosed, reactions.on_closed),
    ),
    jobs=(Job(name="ratings.silence", due=jobs.unanswered, run=jobs.put_away, next_moment=jobs.next_moment),),
)
