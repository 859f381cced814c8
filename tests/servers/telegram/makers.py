"""Who and what exists on the server: bots, people, groups, channels, made in one line each."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.driver import User
from tests.servers.telegram.groups import Channel, Group
from tests.servers.telegram.people import Account
from tests.servers.telegram.updates import UpdateQueue
from tests.servers.telegram.world import World, fresh_token

Json = dict[str, Any]


class Makers:
    """The part of the server that makes accounts and chats."""

    def __init__(self) -> None:
        self.world = World()

    def add_bot(
        self,
        *,
        token: str | None = None,
        username: str = "huying_bot",
        name: str = "呼应",
        privacy_mode: bool = True,
    ) -> Bot:
        """A bot as BotFather makes it; its id is the number before the token's colon."""
        bot_id = int(token.partition(":")[0]) if token else 7_000_000_000 + self.world.number()
        bot = Bot(
            id=bot_id,
            token=token or fresh_token(bot_id),
            first_name=name,
            username=username,
            privacy_mode=privacy_mode,
            queue=UpdateQueue(self.world.clock, first_id=100_000_000 + 1_000_000 * self.world.number()),
        )
        self.world.bots[bot.token] = bot
        self.world.bots_by_id[bot.id] = bot
        return bot

    def user(
        self, user_id: int, name: str, *, username: str | None = None, language_code: str | None = "zh-hans"
    ) -> User:
        """A person. "Wang Wei" has a first and a last name, "李明" only a first one."""
        first, _, last = name.partition(" ")
        user = User(
            id=user_id,
            first_name=first,
            last_name=last or None,
            username=username,
            language_code=language_code,
            world=self.world,
        )
        self.world.people[user_id] = user
        return user

    def group(  # noqa: PLR0913 - keywords that tests choose from
        self,
        chat_id: int,
        title: str,
        *,
        members: Iterable[Account] = (),
        bots: Iterable[Bot] = (),
        admins: Iterable[Account] = (),
        creator: Account | None = None,
        forum: bool = False,
    ) -> Group:
        """A group with these people in it from before; ids below -1000000000000 are supergroups.

        `admins` may delete messages, which is also what makes a bot among them hear everything.
        """
        supergroup = chat_id < -1_000_000_000_000
        group = Group(
            id=chat_id,
            type="supergroup" if supergroup else "group",
            title=title,
            is_forum=forum,
            ids=count(1) if supergroup else self.world.shared_ids,
            world=self.world,
        )
        for account in [*members, *bots]:
            group.seat(account)
        for account in admins:
            group.seat(account, "administrator", can_manage_chat=True, can_delete_messages=True)
        if creator is not None:
            group.seat(creator, "creator")
        self.world.groups[chat_id] = group
        return group

    def channel(self, chat_id: int, title: str, *, linked_to: Group | None = None) -> Channel:
        """A channel that may speak in groups; a linked one forwards its posts."""
        channel = Channel(id=chat_id, type="channel", title=title, world=self.world)
        self.world.groups[chat_id] = channel
        if linked_to is not None:
            linked_to.linked_channel = channel
        return channel
