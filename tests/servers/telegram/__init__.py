"""A strict Telegram Bot API for tests: real offsets, groups, topics, limits and refusals, and people who act.

It knows nothing of the product. What it cannot do is refused loudly, never made up.
"""

from tests.servers.telegram.bots import Answer, Bot, Press
from tests.servers.telegram.chats import Chat, PrivateChat, Topic
from tests.servers.telegram.driver import DriverError, User
from tests.servers.telegram.groups import Group
from tests.servers.telegram.messages import Button, Message
from tests.servers.telegram.server import BotApiServer

__all__ = [
    "Answer",
    "Bot",
    "BotApiServer",
    "Button",
    "Chat",
    "DriverError",
    "Group",
    "Message",
    "Press",
    "PrivateChat",
    "Topic",
    "User",
]
