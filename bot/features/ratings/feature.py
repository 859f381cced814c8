"""The whole public surface of ratings on one screen."""

from bot.feature import AnswerRoute, Feature, Job, Who, button, command, on
from bot.features.ratings import handlers, jobs, reactions, rulings
from bot.features.tickets.events import ReopenRequested, TicketClosed, TicketRemarked, TicketReopened, TicketResolved

feature = Feature(
    name="ratings",
    routes=(
        command("fixed", handlers.fixed, "修好了", "fixed", who=Who.CALLER),
        command("reopen", handlers.not_fixed, "重办", "没修好", "又坏了", "not fixed", who=Who.CALLER),
        command("rate", handlers.rate, "评", who=Who.CALLER),
        command("rule", rulings.rule, "定", who=Who.DESK),
        button("ratings.fixed", handlers.fixed, who=Who.CALLER),
        button("ratings.not_fixed", handlers.not_fixed, who=Who.CALLER),
        button("ratings.again", handlers.not_fixed, who=Who.CALLER),
        button("ratings.well", handlers.well, who=Who.CALLER),
        button("ratings.so_so", handlers.so_so, who=Who.CALLER),
        button("ratings.badly", handlers.badly, who=Who.CALLER),
        button("ratings.wrong_tap", handlers.wrong_tap, who=Who.CALLER),
        button("ratings.reopen", rulings.reopen, who=Who.DESK),
        button("ratings.keep", rulings.keep, who=Who.DESK),
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
