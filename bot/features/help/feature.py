"""The whole public surface of help on one screen."""

from bot.feature import Feature, command
from bot.features.help import handlers

feature = Feature(
    name="help",
    routes=(
        command("help", handlers.help_, "帮助", "怎么用", in_group=True),
        command("whoami", handlers.whoami, "我是谁"),
        command("lang", handlers.lang, "语言"),
        command("cancel", handlers.cancel, "取消"),
    ),
)
