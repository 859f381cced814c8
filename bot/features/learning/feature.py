"""The whole public surface of learning on one screen."""

from bot.feature import Feature, Job, on
from bot.features.learning import jobs, reactions
from bot.features.suggestions.events import LineDecided
from bot.features.tickets.events import StepUndone, TicketAccepted, TicketMisheard

feature = Feature(
    name="learning",
    reactions=(
        on(LineDecided, reactions.on_decided),
        on(TicketMisheard, reactions.on_misheard),
        on(TicketAccepted, reactions.on_accepted),
        on(StepUndone, reactions.on_undone),
    ),
    jobs=(Job(name="learning.wipe", due=jobs.misheard, run=jobs.wipe, next_moment=jobs.next_wipe),),
)
