"""The features of this service, one line each."""

from typing import Final

from bot.feature import Feature
from bot.features.digests.feature import feature as digests
from bot.features.groups.feature import feature as groups
from bot.features.help.feature import feature as help_
from bot.features.ratings.feature import feature as ratings
from bot.features.suggestions.feature import feature as suggestions
from bot.features.tasks.feature import feature as tasks
from bot.features.tickets.feature import feature as tickets

FEATURES: Final[tuple[Feature, ...]] = (tickets, tasks, ratings, digests, suggestions, groups, help_)
