"""The whole public surface of supervision on one screen."""

from bot.feature import DigestSection, Feature, Job, Who, button, command, on
from bot.features.roster.events import WorkerRetired
from bot.features.supervision import digest, handlers, jobs, reactions
from bot.features.tickets.events import LevelRaised, TicketShown

feature = Feature(
    name="supervision",
    routes=(
        command("supervise", handlers.supervise, "督办", who=Who.DESK),
        button("supervision.watch", handlers.watch, who=Who.DESK),
        button("supervision.nudge", handlers.nudge, who=Who.DESK),
        button("supervision.other", handlers.other, who=Who.DESK),
        button("supervision.stop", handlers.stop, who=Who.DESK),
    ),
    reactions=(
        on(TicketShown, reactions.on_shown),
        on(LevelRaised, reactions.on_level_raised),
        on(WorkerRetired, reactions.on_worker_retired),
    ),
    digest=(DigestSection(order=43, write=digest.watched, staff_only=True),),
    jobs=(Job(name="supervision.lapses", due=jobs.lapsed, run=jobs.tell, next_moment=jobs.next_lapse),),
)
