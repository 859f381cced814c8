"""A raw event of the local chat as what happened. Pure."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from adapters.web.scene import BOT, CHANNEL
from bot.community import Account, ChatRef
from bot.errors import Unreadable
from bot.messages import (
    Attachment,
    AttachmentKind,
    BotAdded,
    ButtonPress,
    Command,
    Gesture,
    Incoming,
    IncomingMessage,
    Reaction,
    RepliedTo,
    Sender,
)

_NAMES: Final = r"@(?:呼应|huying)(?![A-Za-z0-9_])"
_MENTION: Final = re.compile(_NAMES, re.IGNORECASE)
_MENTION_IN_FRONT: Final = re.compile(rf"\s*{_NAMES}[\s,:\uff0c\uff1a\u3001]*", re.IGNORECASE)
# `/report words` as on Telegram; `!report` too, for people who come from Matrix.
_COMMAND: Final = re.compile(r"\s*[/!]([A-Za-z][A-Za-z0-9_]{0,31})(?:\s+|$)(.*)", re.DOTALL)


def parse(payload: str) -> tuple[Incoming, ...]:
    """What happened: always one event.

    Raises:
        Unreadable: it is not in the form that `deeds.py` writes.
    """
    try:
        event = json.loads(payload)
        happened: Incoming = _READERS[event["kind"]](event)
    except (KeyError, TypeError, ValueError) as trouble:
        raise Unreadable(f"not an event of the local chat: {trouble!r}") from trouble
    return (happened,)


def _message(event: dict[str, Any]) -> IncomingMessage:
    text: str = event["text"]
    front = _MENTION_IN_FRONT.match(text)
    words = text[front.end() :] if front else text
    return IncomingMessage(
        **_common(event),
        id=event["id"],
        text=words,
        is_private=event["private"],
        chat_title=event["title"],
        command=_command(words),
        mentions_bot=_MENTION.search(text) is not None,
        reply_to=_replied_to(event["reply_to"]),
        attachments=tuple(_file(one) for one in event.get("files", ())),
    )


def _file(file: dict[str, Any]) -> Attachment:
    return Attachment(
        kind=AttachmentKind(file["kind"]),
        remote_id=file["content"],
        name=file["name"],
        mime=file["mime"],
        size=file["size"],
    )


def _command(text: str) -> Command | None:
    found = _COMMAND.match(text)
    return None if found is None else Command(name=found[1].lower(), words=found[2].strip())


def _replied_to(reply: dict[str, Any] | None) -> RepliedTo | None:
    return None if reply is None else RepliedTo(id=reply["id"], is_ours=reply["ours"], text=reply["text"])


def _press(event: dict[str, Any]) -> ButtonPress:
    return ButtonPress(
        **_common(event),
        message=event["message"],
        data=event["data"],
        is_private=event["private"],
        press=event["press"],
        quoted=event["quoted"],
    )


def _reaction(event: dict[str, Any]) -> Reaction:
    return Reaction(
        **_common(event),
        message=event["message"],
        gesture=Gesture(event["gesture"]),
        added=event["added"],
        is_private=event["private"],
    )


def _added(event: dict[str, Any]) -> BotAdded:
    return BotAdded(**_common(event), chat_title=event["title"], hears=True)


def _common(event: dict[str, Any]) -> dict[str, Any]:
    """What every event tells: key, chat, sender, moment."""
    sender = event["sender"]
    return {
        "key": event["key"],
        "chat": ChatRef(CHANNEL, BOT, event["chat"]),
        "sender": Sender(
            account=Account(CHANNEL, sender["account"]),
            name=sender["name"],
            language=sender["language"],
            is_chat_admin=sender["chat_admin"],
        ),
        "at": datetime.fromisoformat(event["at"]),
    }


_READERS: Final[dict[str, Callable[[dict[str, Any]], Incoming]]] = {
    "say": _message,
    "press": _press,
    "react": _reaction,
    "added": _added,
}
