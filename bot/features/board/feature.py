"""The board's whole public surface: it is asked through its views, and its index follows by itself."""

from bot.feature import Feature, Job
from bot.features.board import jobs

feature = Feature(
    name="board",
    jobs=(Job(name="board.index", due=jobs.due, run=jobs.index),),
)
