"""Groups as tests build and move them: who is in, who joins, rights, topics, migration, a linked channel."""

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from tests.servers.telegram import delivery, entities
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat, Member, Topic
from tests.servers.telegram.messages import Message
from tests.servers.telegram.people import TELEGRAM, Account

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

Json = dict[str, Any]

ICON_COLOR: Final = 0x6FB9F0


@dataclass(eq=False, kw_only=True)
class Channel(Chat):
    """A channel, as far as groups need it: it speaks in them, and a linked one forwards its posts."""

    world: "World"

    async def posts(self, text: str, *, to: "Group") -> Message:
        """A post that Telegram carries into the linked group."""
        post = self.world.message(self, TELEGRAM, text=text, entities=entities.find(text))
        origin = {"type": "channel", "date": post.date, "chat": self.json(), "message_id": post.id}
        return self.world.message(
            to,
            TELEGRAM,
            text=text,
            entities=post.entities,
            sender_chat=self,
            extras={"is_automatic_forward": True, "forward_origin": origin},
        )


@dataclass(eq=False, kw_only=True)
class Group(Chat):
    """A basic group or supergroup. Who stands there from the start came without an update."""

    world: "World"
    linked_channel: Channel | None = None

    def seat(self, account: Account, status: str = "member", **rights: bool) -> Member:
        """Put somebody in, or change what he is, without a word."""
        hears_all = isinstance(account, Bot) and not account.privacy_mode
        member = Member(account=account, status=status, rights=rights, hears_all=hears_all)
        self.members[account.id] = member
        return member

    @property
    def creator(self) -> Account:
        """Who owns the group; Telegram itself while nobody does."""
        return next((m.account for m in self.members.values() if m.status == "creator"), TELEGRAM)

    def _becomes(self, account: Account, by: Account | None, status: str, **rights: bool) -> None:
        old = self.members.get(account.id) or Member(account=account, status="left")
        new = self.seat(account, status, **rights)
        new.hears_all = old.hears_all if old.inside else new.hears_all
        delivery.member_changed(self.world, self, old, new, by or self.creator)

    async def adds(self, account: Account, *, by: Account | None = None, admin: bool = False) -> None:
        """Somebody adds a person or a bot; the bot's privacy mode counts as it is now."""
        by = by or self.creator
        self._becomes(account, by, "member")
        self.world.service(self, by, new_chat_members=[account.json()])
        if admin:
            await self.promotes(account, by=by)

    async def joins(self, account: Account) -> None:
        """A person comes in by a link."""
        self._becomes(account, account, "member")
        self.world.service(self, account, new_chat_members=[account.json()])

    async def leaves(self, account: Account) -> None:
        """Somebody goes. The service message is the last thing that a bot hears."""
        self.world.service(self, account, left_chat_member=account.json())
        self._becomes(account, account, "left")

    async def kicks(self, account: Account, *, by: Account | None = None) -> None:
        self.world.service(self, by or self.creator, left_chat_member=account.json())
        self._becomes(account, by, "kicked")

    async def promotes(self, account: Account, *, by: Account | None = None, **rights: bool) -> None:
        """Makes an administrator; without rights named, one who may delete messages only."""
        chosen = rights or {"can_delete_messages": True}
        self._becomes(account, by, "administrator", **({"can_manage_chat": True} | chosen))

    async def demotes(self, account: Account, *, by: Account | None = None) -> None:
        self._becomes(account, by, "member")

    async def restricts(self, account: Account, *, by: Account | None = None, **permissions: bool) -> None:
        """Mutes a member; every permission not named is taken away."""
        self._becomes(account, by, "restricted", **permissions)

    async def renames(self, title: str, *, by: Account | None = None) -> None:
        self.title = title
        self.world.service(self, by or self.creator, new_chat_title=title)

    async def migrates(self, *, to: int | None = None, by: Account | None = None) -> "Group":
        """A basic group becomes a supergroup: both service messages, and the old id is of no more use."""
        by = by or self.creator
        new = Group(
            id=to or -(1_000_000_000_000 + abs(self.id) + self.world.number()),
            type="supergroup",
            title=self.title,
            permissions=dict(self.permissions),
            members=dict(self.members),
            ids=count(1),
            world=self.world,
        )
        self.world.groups[new.id] = new
        self.world.service(self, by, migrate_to_chat_id=new.id)
        self.migrated_to = new.id
        self.world.service(new, by, migrate_from_chat_id=self.id)
        return new

    def opens_topic(self, by: Account, name: str) -> Topic:
        facts = {"name": name, "icon_color": ICON_COLOR}
        # The topic's id is that of its first message, which already carries it.
        topic = Topic(id=self.next_id, name=name)
        self.topics[topic.id] = topic
        self.world.message(self, by, topic=topic.id, service={"forum_topic_created": facts})
        return topic

    def closes_topic(self, by: Account, topic: Topic, *, closed: bool = True) -> None:
        topic.closed = closed
        word = "forum_topic_closed" if closed else "forum_topic_reopened"
        self.world.message(self, by, topic=topic.id, service={word: {}})

    def deletes_topic(self, topic: Topic) -> None:
        """The topic and all its messages are gone; bots hear nothing of it."""
        topic.deleted = True
        for message in self.history.values():
            if message.topic == topic.id:
                message.deleted = True
                self.changed(message)
