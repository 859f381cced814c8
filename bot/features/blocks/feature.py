"""The whole public surface of blocks on one screen."""

from bot.feature import Feature, Who, button, command
from bot.features.blocks import gate, handlers

feature = Feature(
    name="blocks",
    routes=(
        command("block", handlers.block, "拉黑", who=Who.STAFF),
        command("unblock", handlers.unblock, "解除拉黑", who=Who.STAFF),
        button("blocks.end", handlers.end, who=Who.STAFF),
    ),
    gates=(gate.lets_in,),
)
