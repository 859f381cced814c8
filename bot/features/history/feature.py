"""The whole public surface of history on one screen."""

from bot.feature import Feature, FileMaker, Job, Who, command
from bot.features.history import handlers, jobs, story

feature = Feature(
    name="history",
    routes=(
        command("why", handlers.why, "为什么", who=Who.DESK),
        command("file", handlers.file, "卷宗", who=Who.DESK),
    ),
    jobs=(Job(name="history.seal", due=jobs.due, run=jobs.seal),),
    files=(FileMaker(name=story.MADE_BY, make=story.story),),
)
