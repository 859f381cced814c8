"""The whole public surface of menus on one screen."""

from bot.feature import Feature, Job, on
from bot.features.menus import jobs, reactions
from bot.features.roster.events import WorkerJoined, WorkerRetired
from bot.service_events import Reachable

feature = Feature(
    name="menus",
    reactions=(
        on(WorkerJoined, reactions.on_change),
        on(WorkerRetired, reactions.on_change),
        on(Reachable, reactions.on_change),
    ),
    jobs=(Job(name="menus.show", due=jobs.due, run=jobs.show),),
)
