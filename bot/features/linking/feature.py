"""The whole public surface of linking on one screen."""

from bot.feature import Feature, button, command
from bot.features.linking import handlers

feature = Feature(
    name="linking",
    routes=(
        command("link", handlers.link, "关联"),
        command("unlink", handlers.unlink, "取消关联"),
        button("linking.yes", handlers.yes),
        button("linking.no", handlers.no),
        button("linking.part", handlers.part),
    ),
)
