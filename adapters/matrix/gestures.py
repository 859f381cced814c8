"""Which emoji stands for which gesture."""

from typing import Final

from bot.messages import Gesture

EMOJI: Final = {
    Gesture.ACCEPT: "✋",
    Gesture.ME_TOO: "👍",
    Gesture.HEARD: "👀",
    Gesture.DONE: "✅",
    Gesture.RECORD: "✍️",
}
# Clients add a variation selector or a skin colour, or leave it out; the gesture is the same.
_SHADES: Final = dict.fromkeys((0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))
_MEANING: Final = {emoji.translate(_SHADES): gesture for gesture, emoji in EMOJI.items()}


def gesture_of(key: str) -> Gesture | None:
    """What a reaction means; None for an emoji that means nothing to us."""
    return _MEANING.get(key.strip().translate(_SHADES))
