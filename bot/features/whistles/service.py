"""Everything that can be done with whistles. Other features and doors act through here; each step is one call."""

from bot.features.whistles import worded
from bot.features.whistles.answering import end, here, insist, propose, refuse, release, visit
from bot.features.whistles.links import PATH, behind
from bot.features.whistles.listing import tell_waiting
from bot.features.whistles.outside import Notice, notice
from bot.features.whistles.scoring import answer, give
from bot.features.whistles.whistling import arrived_by_link, call, call_outsider, withdraw

# What other features and doors may do.
__all__ = [
    "PATH",
    "Notice",
    "answer",
    "arrived_by_link",
    "behind",
    "call",
    "call_outsider",
    "end",
    "give",
    "here",
    "insist",
    "notice",
    "propose",
    "refuse",
    "release",
    "tell_waiting",
    "visit",
    "withdraw",
    "worded",
]
