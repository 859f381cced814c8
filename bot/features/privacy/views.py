"""Questions about privacy that other features ask."""

import re
from typing import Final

from bot.turn import Turn

# Who says so wants it kept from the neighbours, and who speaks of such things would.
_DISCREET: Final = re.compile(
    r"保密|私下(?:说|办|谈|讲|处理)|(?:别|不要|不想|勿)(?:公开|在群里|发群里|声张|外传)"
    r"|(?:别|不要|不想)(?:让|告诉)(?:别人|邻居|人家|大家|其他人|他们|她们)"
    r"|家暴|虐待|吸毒|精神病|抑郁|离婚|低保户|前科|隐私"
    r"|in confidence|confidential|(?:keep|between) (?:this|it|us) (?:private|quiet|secret)|off the record"
    r"|(?:don't|do not|please don't) (?:post|publish|tell (?:the neighbours|anyone|anybody|others))"
    r"|domestic violence|abus(?:e|ed|ive)\b|drug (?:use|abuse)|mental illness|depress(?:ed|ion)|divorce",
    re.IGNORECASE,
)


def is_private(turn: Turn, words: str, category: str | None, *, room: str | None = None) -> bool:
    """Is this call private from the beginning: by its category, by its words, or because it accuses a home by number?

    A dispute that names a `room` is about people behind one door; the group need not read of it (ADR 0031).
    """
    rules = turn.setup.config.privacy
    said = words.casefold()
    by_own_words = any(phrase.casefold() in said for phrase in rules.private_words)
    if category == "dispute" and room is not None:
        return True
    return category in rules.private_categories or by_own_words or _DISCREET.search(words) is not None
