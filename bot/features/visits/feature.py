"""The whole public surface of return visits on one screen."""

from bot.feature import DigestSection, Feature, Job, Who, button, command, on
from bot.features.ratings.events import TicketRated
from bot.features.tickets.events import ReopenRequested, StepUndone, TicketClosed, TicketReopened
from bot.features.visits import handlers, jobs, reactions

feature = Feature(
    name="visits",
    routes=(
        command("visits", handlers.visits, "回访", who=Who.STAFF),
        button("visits.fine", handlers.fine, who=Who.CALLER),
        button("visits.not_fine", handlers.not_fine, who=Who.CALLER),
        button("visits.call_fine", handlers.call_fine, who=Who.DESK),
        button("visits.call_not_fine", handlers.call_not_fine, who=Who.DESK),
        button("visits.call_in_vain", handlers.call_in_vain, who=Who.DESK),
    ),
    reactions=(
        on(TicketClosed, reactions.on_closed),
        on(TicketRated, reactions.on_rated),
        on(ReopenRequested, reactions.on_reopen_requested),
        on(TicketReopened, reactions.on_reopened),
        on(StepUndone, reactions.on_undone),
    ),
    jobs=(Job(name="visits.steps", due=jobs.due, run=jobs.go_on, next_moment=jobs.next_moment),),
    digest=(DigestSection(order=30, write=jobs.digest_line),),
)
