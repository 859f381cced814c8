"""The whole public surface of upkeep on one screen."""

from bot.feature import DigestSection, Feature, Job
from bot.features.upkeep import jobs

feature = Feature(
    name="upkeep",
    jobs=(Job(name="upkeep.restored", due=jobs.untold, run=jobs.tell_admins),),
    digest=(DigestSection(order=90, write=jobs.digest_line),),
)
