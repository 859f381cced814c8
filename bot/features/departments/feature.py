"""The whole public surface of departments on one screen."""

from bot.feature import Feature, Who, command
from bot.features.departments import handlers

feature = Feature(
    name="departments",
    routes=(command("department", handlers.department, "单位", who=Who.STAFF),),
)
