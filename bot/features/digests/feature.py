"""The whole public surface of digests on one screen."""

from bot.feature import Feature, Job, Who, button, command
from bot.features.digests import handlers, jobs

feature = Feature(
    name="digests",
    routes=(
        command("digest", handlers.digest, "日报", who=Who.STAFF),
        button("digests.open", handlers.open_, who=Who.DESK),
        button("digests.which", handlers.which, who=Who.DESK),
        button("digests.subscribe", handlers.subscribe, who=Who.HOST),
        button("digests.unsubscribe", handlers.unsubscribe),
    ),
    jobs=(Job(name="digests.daily", due=jobs.due, run=jobs.send),),
)
