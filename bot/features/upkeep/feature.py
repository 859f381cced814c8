"""The whole public surface of upkeep on one screen."""

from bot.feature import DigestSection, Feature
from bot.features.upkeep import jobs

feature = Feature(
    name="upkeep",
    digest=(DigestSection(order=90, write=jobs.digest_line),),
)
