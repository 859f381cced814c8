"""The whole public surface of posters on one screen: nobody says anything to it, it only has words."""

from bot.feature import Feature

feature = Feature(name="posters")
