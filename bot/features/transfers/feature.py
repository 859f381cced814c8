"""The whole public surface of transfers on one screen."""

from bot.feature import Feature, Who, button, command, on
from bot.features.roster.events import WorkerRetired
from bot.features.transfers import handlers, reactions

feature = Feature(
    name="transfers",
    routes=(
        command("assign", handlers.assign, "派", who=Who.DESK),
        button("transfers.assign", handlers.assign_by_button, who=Who.DESK),
    ),
    reactions=(on(WorkerRetired, reactions.on_worker_retired),),
)
