"""The whole public surface of duty on one screen."""

from bot.feature import Feature, Job, Who, button, command, on
from bot.features.duty import handlers, jobs, reactions
from bot.features.roster.events import WorkerRetired

feature = Feature(
    name="duty",
    routes=(
        command("duty", handlers.duty, "值班", who=Who.WORKER),
        button("duty.off", handlers.off_by_button, who=Who.WORKER),
        button("duty.on", handlers.on_by_button, who=Who.WORKER),
    ),
    reactions=(on(WorkerRetired, reactions.on_worker_retired),),
    jobs=(Job(name="duty.changes", due=jobs.due, run=jobs.change, next_moment=jobs.next_moment),),
)
