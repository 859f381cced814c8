"""The whole public surface of the roster on one screen."""

from bot.feature import AnswerRoute, Feature, ListenRoute, button, command
from bot.features.roster import doorplates, handlers, homes

feature = Feature(
    name="roster",
    routes=(
        command("start", handlers.start),
        command("join", handlers.join),
        command("home", homes.home, "住址"),
        command("who", handlers.who, "找谁", "人工", in_group=True),
        button("roster.later", homes.later),
        button("roster.home_at", homes.choose_home),
        button("roster.who_at", handlers.who_at),
        button("roster.home_here", doorplates.here),
        button("roster.not_here", doorplates.not_here),
        # Before anything takes such a line for a call.
        ListenRoute(order=1, handler=handlers.begin),
        AnswerRoute(kind=homes.HOME, handler=homes.answer_home),
    ),
)
