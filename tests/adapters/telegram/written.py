"""Updates written by hand after the Bot API's description, as small as it allows, and the payloads made of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.identity import Me, seal
from adapters.telegram.parse import parse
from bot.community import ChatRef
from bot.messages import Incoming, IncomingMessage

Json = dict[str, Any]

BOT_ID = 7000000001
ME = Me(id=BOT_ID, username="huying_bot", reads_all=False)
RECEIVED = datetime(2026, 11, 2, 8, 0, 5, tzinfo=UTC)
DATE = 1793600000
AT = datetime.fromtimestamp(DATE, UTC)

GROUP: Json = {"id": -1002233, "type": "supergroup", "title": "三号楼邻里群"}
FORUM: Json = {**GROUP, "is_forum": True}
LIN: Json = {
    "id": 1001,
    "is_bot": False,
    "first_name": "小",
    "last_name": "林",
    "username": "xiaolin",
    "language_code": "zh-hans",
}
PRIVATE: Json = {"id": 1001, "type": "private", "first_name": "小", "last_name": "林", "username": "xiaolin"}
US: Json = {"id": BOT_ID, "is_bot": True, "first_name": "呼应", "username": "huying_bot"}
ANOTHER_BOT: Json = {"id": 42, "is_bot": True, "first_name": "Weather", "username": "weather_bot"}
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def message(text: str | None = None, *entities: Json, **more: Any) -> Json:
    """A Message; `sent_by` and `chat` replace Lin and the group."""
    sender, chat = more.pop("sent_by", LIN), more.pop("chat", GROUP)
    body: Json = {"message_id": 55, "date": DATE, "chat": chat, "from": sender}
    if text is not None:
        body["text"] = text
    if entities:
        body["entities"] = list(entities)
    return {**body, **more}


def update(kind: str = "message", content: Any = None, number: int = 900) -> Json:
    return {"update_id": number, kind: message("你好") if content is None else content}


def entity(kind: str, offset: int, length: int, **more: Any) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


def press(data: str | None = "tickets.accept:12", **more: Any) -> Json:
    card = message("#12", sent_by=US, message_id=70)
    body: Json = {"id": "4382", "from": LIN, "message": card, "chat_instance": "-99", **more}
    return body if data is None else {**body, "data": data}


def reaction(old: Sequence[str], new: Sequence[str], **more: Any) -> Json:
    return {
        "chat": GROUP,
        "message_id": 55,
        "user": LIN,
        "date": DATE,
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
        **more,
    }


def membership(was: Json | str, now: Json | str, chat: Json | None = None) -> Json:
    def member(state: Json | str) -> Json:
        return {"user": US, **({"status": state} if isinstance(state, str) else state)}

    return {
        "chat": chat or GROUP,
        "from": LIN,
        "date": DATE,
        "old_chat_member": member(was),
        "new_chat_member": member(now),
    }


def events(content: Any, kind: str = "message", me: Me = ME) -> Sequence[Incoming]:
    """What parsing makes of an update of that kind."""
    return parse(seal(update(kind, content), me, RECEIVED))


def said(content: Any, kind: str = "message") -> IncomingMessage:
    """The one message that an update holds."""
    (event,) = events(content, kind)
    assert isinstance(event, IncomingMessage)
    return event


def ref(chat: Json, thread: str | None = None) -> ChatRef:
    return ChatRef("telegram", str(BOT_ID), str(chat["id"]), thread)
