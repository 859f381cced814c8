"""The features of this service, one line each, and their words."""

import logging
from pathlib import Path
from typing import Final

from bot.config import Config
from bot.feature import Feature
from bot.features.announcements.feature import feature as announcements
from bot.features.asks.feature import feature as asks
from bot.features.blocks.feature import feature as blocks
from bot.features.board.feature import feature as board
from bot.features.departments.feature import feature as departments
from bot.features.desk.feature import feature as desk
from bot.features.digests.feature import feature as digests
from bot.features.duty.feature import feature as duty
from bot.features.figures.feature import feature as figures
from bot.features.followers.feature import feature as followers
from bot.features.groups.feature import feature as groups
from bot.features.help.feature import feature as help_
from bot.features.history.feature import feature as history
from bot.features.ideas.feature import feature as ideas
from bot.features.intake_desk.feature import feature as intake_desk
from bot.features.ladder.feature import feature as ladder
from bot.features.learning.feature import feature as learning
from bot.features.ledger.feature import feature as ledger
from bot.features.linking.feature import feature as linking
from bot.features.media.feature import feature as media
from bot.features.mediation.feature import feature as mediation
from bot.features.meetings.feature import feature as meetings
from bot.features.menus.feature import feature as menus
from bot.features.moods.feature import feature as moods
from bot.features.open311.feature import feature as open311
from bot.features.posted.feature import feature as posted
from bot.features.posters.feature import feature as posters
from bot.features.privacy.feature import feature as privacy
from bot.features.ratings.feature import feature as ratings
from bot.features.roster.feature import feature as roster
from bot.features.suggestions.feature import feature as suggestions
from bot.features.supervision.feature import feature as supervision
from bot.features.tasks.feature import feature as tasks
from bot.features.tickets.feature import feature as tickets
from bot.features.transfers.feature import feature as transfers
from bot.features.undo.feature import feature as undo
from bot.features.upkeep.feature import feature as upkeep
from bot.features.visits.feature import feature as visits
from bot.features.ways.feature import feature as ways
from bot.features.webhooks.feature import feature as webhooks
from bot.features.whistles.feature import feature as whistles
from bot.texts import Texts

log = logging.getLogger(__name__)

FEATURES: Final[tuple[Feature, ...]] = (
    tickets,
    tasks,
    intake_desk,
    ratings,
    visits,
    undo,
    followers,
    posted,
    ladder,
    ways,
    media,
    mediation,
    meetings,
    ideas,
    figures,
    ledger,
    digests,
    suggestions,
    learning,
    moods,
    asks,
    duty,
    transfers,
    supervision,
    whistles,
    departments,
    roster,
    posters,
    announcements,
    blocks,
    linking,
    groups,
    help_,
    privacy,
    history,
    board,
    desk,
    open311,
    webhooks,
    upkeep,
    menus,
)


def words_of_features(config: Config, *more: Path) -> Texts:
    """Words of the kernel, every feature and `more` folders; the operator's own in `texts/` beside the config win."""
    folders = [*(Path(__file__).parent / "features" / feature.name for feature in FEATURES), *more]
    texts = Texts.load(folders, config.folder / "texts", default=config.language)
    for warning in texts.warnings:
        log.warning("%s", warning)
    return texts
