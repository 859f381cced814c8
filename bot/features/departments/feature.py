"""The whole public surface of departments on one screen."""

from bot.feature import Feature, Who, command, on
from bot.features.departments import handlers, reactions
from bot.features.roster.events import WorkerRetired

feature = Feature(
    name="departments",
    routes=(command("department", handlers.department, "单位", who=Who.STAFF),),
    reactions=(on(WorkerRetired, reactions.on_worker_retired),),
)
