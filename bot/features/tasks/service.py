"""What other features may have tasks do."""

from bot.features.tasks.listing import show_list

__all__ = ["show_list"]
