"""Chats, who is in them with which rights, their topics and their messages."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from tests.servers.telegram.messages import Message
from tests.servers.telegram.people import Account

Json = dict[str, Any]

ADMIN_RIGHTS: Final = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
# The administrator's facts that exist in supergroups and topics only may be absent; all others are always told.
OPTIONAL_RIGHTS: Final = frozenset({"can_pin_messages", "can_manage_topics"})
PERMISSIONS: Final = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
)
INSIDE: Final = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(eq=False, kw_only=True)
class Member:
    """What somebody is in a group. `hears_all` is privacy mode as it was when the bot was added."""

    account: Account
    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    hears_all: bool = False

    @property
    def inside(self) -> bool:
        return self.status in INSIDE

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether the member has an administrator's right (`can_delete_messages` …)."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))

    def json(self) -> Json:
        facts: Json = {"user": self.account.json(), "status": self.status}
        if self.status == "creator":
            facts["is_anonymous"] = self.rights.get("is_anonymous", False)
        elif self.status == "administrator":
            facts |= {name: self.rights.get(name, False) for name in ADMIN_RIGHTS}
        elif self.status == "restricted":
            facts |= {name: self.rights.get(name, False) for name in PERMISSIONS}
            facts |= {"is_member": True, "until_date": 0}
        elif self.status == "kicked":
            facts["until_date"] = 0
        return facts


@dataclass(eq=False, kw_only=True)
class Topic:
    """A forum topic; its id is that of the service message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(eq=False)
class _Waiter:
    wanted: Callable[[Message], bool]
    found: "asyncio.Future[Message]"
    everything: bool = False


@dataclass(eq=False, kw_only=True)
class Chat:
    """One chat. Ids of messages count per supergroup; private chats and basic groups share one counter."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PERMISSIONS, True))
    allowed_reactions: frozenset[str] | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    history: dict[int, Message] = field(default_factory=dict)
    pinned: list[Message] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    migrated_to: int | None = None
    last_bot: int | None = None
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    _peeked: int | None = None
    _waiters: list[_Waiter] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        """What can be read in the chat now: no service messages, nothing deleted, edits applied."""
        return [m for m in self.history.values() if not m.deleted and not m.service]

    @property
    def last(self) -> Message:
        """The newest readable message."""
        return self.messages[-1]

    @property
    def is_group(self) -> bool:
        return self.type in {"group", "supergroup"}

    @property
    def next_id(self) -> int:
        """The id that the next message will get."""
        if self._peeked is None:
            self._peeked = next(self.ids)
        return self._peeked

    def take_id(self) -> int:
        number, self._peeked = self.next_id, None
        return number

    def member(self, account_id: int) -> Member | None:
        return self.members.get(account_id)

    def find(self, message_id: int) -> Message | None:
        """A message that still exists."""
        message = self.history.get(message_id)
        return None if message is None or message.deleted else message

    def transcript(self) -> str:
        """The chat as lines of text, for a test's error message."""
        return "\n".join(f"{m.sender.name}: {m.text or m.kind}  {m.labels or ''}" for m in self.messages)

    def json(self) -> Json:
        facts: Json = {"id": self.id, "type": self.type}
        if self.title is not None:
            facts["title"] = self.title
        if self.username is not None:
            facts["username"] = self.username
        if self.is_forum:
            facts["is_forum"] = True
        return facts

    def changed(self, message: Message) -> None:
        """Tell those who wait that a message is new or different."""
        hidden = message.deleted or bool(message.service)
        for waiter in self._waiters:
            if (waiter.everything or not hidden) and not waiter.found.done() and waiter.wanted(message):
                waiter.found.set_result(message)

    async def wait_until(self, happened: Callable[[], bool], *, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - a test says how long it waits
        """Until a condition holds; it is looked at when anything in the chat changes, also what nobody can read."""
        waiter = _Waiter(lambda _: happened(), asyncio.get_running_loop().create_future(), everything=True)
        if not happened():
            await self._found(waiter, timeout)

    async def wait_for(self, wanted: Callable[[Message], bool], *, timeout: float = 5.0) -> Message:  # noqa: ASYNC109 - a test says how long it waits
        """The newest message that fits, now or as soon as one is posted, edited or reacted to.

        Raises TimeoutError with the chat's transcript.
        """
        for message in reversed(self.messages):
            if wanted(message):
                return message
        return await self._found(_Waiter(wanted, asyncio.get_running_loop().create_future()), timeout)

    async def _found(self, waiter: _Waiter, seconds: float) -> Message:
        self._waiters.append(waiter)
        try:
            return await asyncio.wait_for(waiter.found, seconds)
        except TimeoutError:
            raise TimeoutError(f"not seen in {self.id} within {seconds} s:\n{self.transcript()}") from None
        finally:
            self._waiters.remove(waiter)


@dataclass(eq=False, kw_only=True)
class PrivateChat(Chat):
    """The chat of one person with one bot. Its id is the person's, so it belongs to the bot's own list."""

    person: Account
    started: bool = False
    blocked: bool = False

    def json(self) -> Json:
        facts: Json = {"id": self.id, "type": "private", "first_name": self.person.first_name}
        for key in ("last_name", "username"):
            if value := getattr(self.person, key):
                facts[key] = value
        return facts
