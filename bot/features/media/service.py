"""What others may have done with files that people send."""

from bot.features.media.loose import hold

__all__ = ["hold"]
