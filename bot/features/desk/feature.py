"""The desk's whole public surface in chat: a link to it. The rest is asked and done through views and service."""

from bot.feature import Feature, Who, button, command
from bot.features.desk import handlers

feature = Feature(
    name="desk",
    routes=(
        command("desk", handlers.desk, "工作台", who=Who.STAFF),
        button("desk.open", handlers.desk, who=Who.STAFF),
    ),
)
