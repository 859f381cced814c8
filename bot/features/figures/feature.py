"""The whole public surface of figures on one screen."""

from bot.feature import Feature, Job
from bot.features.figures import jobs

feature = Feature(name="figures", jobs=(Job(name="figures.days", due=jobs.due, run=jobs.keep),))
