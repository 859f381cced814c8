"""Events that others point at: what a reply answers, whose words an edit changes, what a reaction stands under.

Kept in memory alone and only the latest; what is not there is asked of the homeserver, once.
"""

from collections import OrderedDict
from dataclasses import replace
from typing import Final, TypeVar

from adapters.matrix import fields
from adapters.matrix.envelope import Known
from adapters.matrix.errors import Refusal, accepted
from adapters.matrix.fields import Fields
from adapters.matrix.gestures import gesture_of
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.parse import answered
from adapters.matrix.render import ONCE
from adapters.matrix.rooms import Rooms
from adapters.matrix.wording import said
from bot.errors import Unreadable

V = TypeVar("V")
# A room and an event in it.
Key = tuple[str, str]

_REMEMBERED: Final = 1000


def known_of(event: Fields, name: str | None = None) -> Known:
    """What matters of an event. Whatever is malformed in it is left out."""
    content = fields.lenient(event, "content")
    relation = fields.lenient(content, "m.relates_to")
    kind, target, key = str(event.get("type")), relation.get("event_id"), relation.get("key")
    once = content.get(ONCE)
    is_reaction = relation.get("rel_type") == "m.annotation"
    return Known(
        kind=kind,
        sender=str(event.get("sender")),
        name=name,
        text=said(content) if kind == "m.room.message" else None,
        reply_to=_answered(relation),
        thread=target if relation.get("rel_type") == "m.thread" and isinstance(target, str) else None,
        key=key if is_reaction and isinstance(key, str) else None,
        target=target if is_reaction and isinstance(target, str) else None,
        once=once if isinstance(once, str) else None,
    )


def _answered(relation: Fields) -> str | None:
    try:
        return answered(relation)
    except Unreadable:
        return None


class KnownEvents:
    """The latest events of one account's rooms."""

    def __init__(self, home: Homeserver, rooms: Rooms) -> None:
        self._home = home
        self._rooms = rooms
        self._known: OrderedDict[Key, Known | None] = OrderedDict()
        # Our own messages that somebody deleted: an edit of one would be taken and shown to nobody.
        self._deleted: OrderedDict[Key, None] = OrderedDict()
        self._seen_standing: OrderedDict[Key, None] = OrderedDict()

    def learn(self, room_id: str, event: Fields) -> None:
        """An event came by."""
        message, sender = event.get("event_id"), event.get("sender")
        if isinstance(message, str) and isinstance(sender, str):
            self.put(room_id, message, known_of(event, self._rooms.name_of(room_id, sender)))
        if event.get("type") == "m.room.redaction":
            target = event.get("redacts") or fields.lenient(event, "content").get("redacts")
            if isinstance(target, str):
                _remember(self._deleted, (room_id, target), None)

    def put(self, room_id: str, message: str, known: Known) -> None:
        """Remember an event, such as one that we sent."""
        if known.kind in ("m.room.message", "m.reaction"):
            _remember(self._known, (room_id, message), known)

    async def about(self, room_id: str, event: Fields) -> Known | None:
        """The event that this one answers, edits, reacts to or deletes, as far as it must be known.

        Raises `Refusal` when the homeserver is at fault, and what the network raises.
        """
        relation = fields.lenient(event, "content", "m.relates_to")
        target = relation.get("event_id")
        match event.get("type"):
            case "m.room.message" if relation.get("rel_type") == "m.replace":
                return await self._found(room_id, target)
            case "m.room.message":
                return await self._with_quoted(room_id, _answered(relation))
            case "m.reaction" if gesture_of(str(relation.get("key"))) is not None:
                return await self._with_quoted(room_id, target)
            case "m.reaction":
                return self._known.get((room_id, str(target)))
            case "m.room.redaction":
                deleted = event.get("redacts") or fields.lenient(event, "content").get("redacts")
                return self._known.get((room_id, str(deleted)))
            case _:
                return None

    async def find(self, room_id: str, message: str) -> Known | None:
        """An event by its id; None when there is no such event, or we may not see it. Raises as `about`."""
        key = (room_id, message)
        if key not in self._known:
            _remember(self._known, key, await self._ask(room_id, message))
        self._known.move_to_end(key)
        return self._known[key]

    async def is_standing(self, room_id: str, message: str) -> bool:
        """Has nobody deleted this message of ours? Raises as `about`."""
        key = (room_id, message)
        if key not in self._deleted and key not in self._seen_standing:
            # It may have been deleted while we were away; from now on we hear of it.
            await self._ask(room_id, message)
            _remember(self._seen_standing, key, None)
        return key not in self._deleted

    async def _found(self, room_id: str, message: object) -> Known | None:
        return await self.find(room_id, message) if isinstance(message, str) else None

    async def _with_quoted(self, room_id: str, message: object) -> Known | None:
        """With the words that it answered itself, if it is ours: people answer our question about their words."""
        known = await self._found(room_id, message)
        if known is None or known.sender != self._home.user or known.reply_to is None:
            return known
        quoted = await self.find(room_id, known.reply_to)
        return replace(known, quoted=quoted.text if quoted else None)

    async def _ask(self, room_id: str, message: str) -> Known | None:
        try:
            answer = accepted(await self._home.client.room_get_event(room_id, message))
        except Refusal as refusal:
            if refusal.is_fault or refusal.is_limit or refusal.is_signed_out:
                raise
            return None
        event = answer.event.source
        if fields.lenient(event, "unsigned").get("redacted_because"):
            _remember(self._deleted, (room_id, message), None)
        sender = event.get("sender")
        return known_of(event, self._rooms.name_of(room_id, sender) if isinstance(sender, str) else None)


def _remember(book: OrderedDict[Key, V], key: Key, value: V) -> None:
    book[key] = value
    book.move_to_end(key)
    while len(book) > _REMEMBERED:
        book.popitem(last=False)
