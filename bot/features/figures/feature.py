"""The whole public surface of figures on one screen."""

from bot.feature import Feature, FileMaker, Job
from bot.features.figures import jobs, service

feature = Feature(
    name="figures",
    jobs=(Job(name="figures.days", due=jobs.due, run=jobs.keep),),
    files=(FileMaker(name=service.MADE_BY, make=service.make),),
)
