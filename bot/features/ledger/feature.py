"""The whole public surface of the ledger on one screen."""

from bot.feature import Feature, FileMaker, Who, command
from bot.features.ledger import handlers, service

feature = Feature(
    name="ledger",
    routes=(
        command("export", handlers.export, "台账", who=Who.STAFF),
        command("stats", handlers.stats, "统计", who=Who.STAFF),
    ),
    files=(FileMaker(name=service.MADE_BY, make=service.make),),
)
