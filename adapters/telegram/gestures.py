"""Which emoji stands for which gesture.

Only emoji of ReactionTypeEmoji can be given in Telegram (Bot API 10.1); ✋ and ✅ are not among them, so taking and
finishing a ticket have buttons alone here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from adapters.telegram import fields
from adapters.telegram.fields import Fields
from bot.messages import Gesture

EMOJI: Final = {Gesture.HEARD: "👀", Gesture.RECORD: "✍", Gesture.ME_TOO: "👍"}
_MEANING: Final = {emoji: gesture for gesture, emoji in EMOJI.items()}
_EMOJI_STYLE: Final = "\ufe0f"


def changes(reaction: Fields) -> Iterator[tuple[Gesture | None, bool]]:
    """Each gesture that was added (True) or taken back (False)."""
    old, new = _counted(reaction, "old_reaction"), _counted(reaction, "new_reaction")
    for emoji in new - old:
        yield _MEANING.get(emoji), True
    for emoji in old - new:
        yield _MEANING.get(emoji), False


def _counted(reaction: Fields, name: str) -> Counter[str]:
    # A custom or paid reaction has no emoji; it counts as one without a meaning.
    return Counter((fields.words(one, "emoji") or "").replace(_EMOJI_STYLE, "") for one in fields.parts(reaction, name))
