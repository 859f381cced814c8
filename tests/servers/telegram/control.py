"""The control API: POST /control/<order> with a JSON object does what the Python driver does.

A chat is named by {"chat": id}, or by {"bot": id, "user": id} when it is private; a message by {"message": id} in it.
Errors of the driver come back as 400 with one line. `python -m tests.servers.telegram` serves it.
"""

import inspect
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat
from tests.servers.telegram.driver import User
from tests.servers.telegram.groups import Group
from tests.servers.telegram.messages import Message
from tests.servers.telegram.server import BotApiServer

Json = dict[str, Any]
Order = Callable[["Desk"], Any]

ORDERS: dict[str, Order] = {}


def order(function: Order) -> Order:
    """Register a function as an order under its own name."""
    ORDERS[function.__name__] = function
    return function


class Desk:
    """One order on the table: the server, the facts, and the things that the facts name."""

    def __init__(self, server: BotApiServer, facts: Json) -> None:
        self.server = server
        self.facts = facts

    def get(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, default)

    @property
    def bot(self) -> Bot:
        """The bot by its id; the only one there is when none is named."""
        bots = self.server.world.bots_by_id
        return bots[self.facts["bot"]] if "bot" in self.facts else next(iter(bots.values()))

    @property
    def user(self) -> User:
        person = self.server.world.people[self.facts["user"]]
        assert isinstance(person, User)
        return person

    @property
    def chat(self) -> Chat:
        if "chat" in self.facts:
            return self.server.world.groups[self.facts["chat"]]
        return self.user.private(self.bot)

    @property
    def group(self) -> Group:
        group = self.server.world.groups[self.facts["chat"]]
        assert isinstance(group, Group), f"{group.id} is no group"
        return group

    @property
    def message(self) -> Message:
        return self.chat.history[self.facts["message"]]

    def manner(self) -> Json:
        """The keywords of Manner that the facts give."""
        manner: Json = {"anonymous": self.facts.get("anonymous", False)}
        if "reply_to" in self.facts:
            manner["reply_to"] = self.chat.history[self.facts["reply_to"]]
        if "topic" in self.facts:
            manner["topic"] = self.chat.topics[self.facts["topic"]]
        if "mentions" in self.facts:
            people = self.server.world.people
            manner["mentions"] = {word: people[one] for word, one in self.facts["mentions"].items()}
        return manner


class ControlledServer(BotApiServer):
    """A server that also takes orders over HTTP."""

    async def other(self, request: web.BaseRequest) -> web.StreamResponse:
        name = request.path.removeprefix("/control/")
        if name not in ORDERS or name == request.path:
            return await super().other(request)
        facts = json.loads(await request.text() or "{}")
        try:
            answer = ORDERS[name](Desk(self, facts))
            answer = await answer if inspect.isawaitable(answer) else answer
        except (KeyError, AssertionError, TimeoutError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(answer)
