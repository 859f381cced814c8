"""The whole public surface of the ladder on one screen."""

from bot.feature import CardLine, DigestSection, Feature, Job, on
from bot.features.ladder import digest, jobs, reactions, replies, warnings
from bot.features.tickets.events import LevelRaised, TicketCorrected

feature = Feature(
    name="ladder",
    reactions=(on(LevelRaised, reactions.on_level_raised), on(TicketCorrected, reactions.on_corrected)),
    jobs=(
        Job(name="ladder.warnings", due=warnings.near, run=warnings.warn, next_moment=warnings.next_near),
        Job(name="ladder.lapsed", due=jobs.lapsed, run=jobs.act, next_moment=jobs.next_lapse),
    ),
    digest=(DigestSection(order=5, write=digest.unheeded),),
    card=(CardLine(order=90, write=replies.unheeded_line),),
)
