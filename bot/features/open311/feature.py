"""The whole public surface: it is asked through its views, and calls come in through its service."""

from bot.feature import Feature

feature = Feature(name="open311")
