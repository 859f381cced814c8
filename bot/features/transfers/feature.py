"""The whole public surface of transfers on one screen."""

from bot.feature import Feature, Who, button, command
from bot.features.transfers import handlers

feature = Feature(
    name="transfers",
    routes=(
        command("assign", handlers.assign, "派", who=Who.STAFF),
        button("transfers.assign", handlers.assign_by_button, who=Who.STAFF),
    ),
)
