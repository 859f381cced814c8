"""The whole public surface of ratings on one screen."""

from bot.feature import AnswerRoute, CardLine, DigestSection, Feature, Job, Who, button, command, on
from bot.features.ratings import digest, handlers, jobs, reactions, reasons, reopening, rulings
from bot.features.tickets.events import (
    ReopenRequested,
    StepUndone,
    TicketClosed,
    TicketRemarked,
    TicketReopened,
    TicketResolved,
)

feature = Feature(
    name="ratings",
    routes=(
        command("fixed", handlers.fixed, "修好了", "fixed", who=Who.CALLER),
        command("reopen", handlers.reopen, "重办", "没修好", "又坏了", "not fixed", who=Who.CALLER_OR_DESK),
        command("rate", handlers.rate, "评", who=Who.CALLER),
        command("rule", rulings.rule, "定", who=Who.DESK),
        button("ratings.fixed", handlers.fixed, who=Who.CALLER),
        button("ratings.not_fixed", handlers.not_fixed, who=Who.CALLER),
        button("ratings.again", handlers.not_fixed, who=Who.CALLER),
        button("ratings.well", handlers.well, who=Who.CALLER),
        button("ratings.so_so", handlers.so_so, who=Who.CALLER),
        button("ratings.badly", handlers.badly, who=Who.CALLER),
        button("ratings.wrong_tap", handlers.wrong_tap, who=Who.CALLER),
        button("ratings.stop_asking", handlers.stop_asking, who=Who.CALLER),
        button("ratings.because", reasons.because, who=Who.CALLER),
        button("ratings.in_words", reasons.in_words, who=Who.CALLER),
        button("ratings.reopen", rulings.reopen, who=Who.DESK),
        button("ratings.keep", rulings.keep, who=Who.DESK),
        AnswerRoute(kind=handlers.WHAT_IS_WRONG, handler=handlers.answer_what_is_wrong),
        AnswerRoute(kind=reasons.WHAT_WAS_WRONG, handler=reasons.answer_in_words),
        AnswerRoute(kind=rulings.WHY_KEPT, handler=rulings.answer_why_kept),
    ),
    reactions=(
        on(TicketResolved, reactions.on_resolved),
        on(ReopenRequested, reactions.on_reopen_requested),
        on(TicketRemarked, reactions.on_remarked),
        on(TicketReopened, reactions.on_reopened),
        on(TicketClosed, reactions.on_closed),
        on(StepUndone, reactions.on_undone),
    ),
    jobs=(Job(name="ratings.silence", due=jobs.unanswered, run=jobs.put_away, next_moment=jobs.next_moment),),
    digest=(DigestSection(order=40, write=digest.reasons, staff_only=True),),
    card=(CardLine(order=20, write=reopening.card_line),),
)
