"""A strict Telegram Bot API for tests: real offsets, groups, topics, limits and refusals, and people who act.

It knows nothing of the product. What it cannot do is refused loudly, never made up.
"""

from tests.servers.telegram.bots import Answer, Bot, Press
from tests.servers.telegram.chats import Chat, PrivateChat, Topic
from tests.servers.telegram.driver import User
from tests.servers.telegram.groups import Channel, Group
from tests.servers.telegram.messages import Button, Message
from tests.servers.telegram.sending import Attached
from tests.servers.telegram.server import BotApiServer
from tests.servers.telegram.talking import DriverError

__all__ = [
    "Answer",
    "Attached",
    "Bot",
    "BotApiServer",
    "Button",
    "Channel",
    "Chat",
    "DriverError",
    "Group",
    "Message",
    "Press",
    "PrivateChat",
    "Topic",
    "User",
]
