"""The whole public surface of announcements on one screen."""

from bot.feature import AnswerRoute, Feature, Who, button, command
from bot.features.announcements import handlers

feature = Feature(
    name="announcements",
    routes=(
        command("announce", handlers.announce, "公告", who=Who.STAFF),
        button("announcements.send", handlers.send, who=Who.STAFF),
        button("announcements.drop", handlers.drop, who=Who.STAFF),
        AnswerRoute(kind=handlers.WORDS, handler=handlers.answer_words),
    ),
)
