"""Received events as the adapter stores them, with everything that a test does not care about filled in."""

from collections.abc import Sequence
from typing import Any, TypeVar

from adapters.matrix.envelope import Envelope, Known, Setting
from adapters.matrix.names import Me
from adapters.matrix.parse import parse
from bot.community import ChatRef
from bot.messages import Incoming

BOT, WANG, LI = "@huying:example.org", "@wang:example.org", "@li:example.org"
ROOM = "!yucheng:example.org"
ME = Me(id=BOT, name="呼应")
CHAT = ChatRef("matrix", BOT, ROOM)
AT = 1795600000123
GROUP = Setting(
    room=ROOM, title="御城一区", is_private=False, is_encrypted=False, actor_name="王芳", actor_is_admin=False
)
PRIVATE = Setting(room=ROOM, title="", is_private=True, is_encrypted=True, actor_name="王芳", actor_is_admin=False)

E = TypeVar("E")


def event(kind: str, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "event_id": "$1",
        "sender": WANG,
        "origin_server_ts": AT,
        "content": content,
        "unsigned": {"age": 4},
        **more,
    }


def message(body: str, **content: Any) -> dict[str, Any]:
    return event("m.room.message", {"msgtype": "m.text", "body": body, "m.mentions": {}, **content})


def reply(body: str, to: str, **content: Any) -> dict[str, Any]:
    return message(body, **{"m.relates_to": {"m.in_reply_to": {"event_id": to}}, **content})


def member(who: str, now: str, before: str | None, **more: Any) -> dict[str, Any]:
    unsigned: dict[str, Any] = {"prev_sender": LI}
    if before is not None:
        unsigned["prev_content"] = {"membership": before}
    return event("m.room.member", {"membership": now}, state_key=who, unsigned=unsigned, **more)


def sealed(raw: dict[str, Any], *, setting: Setting = GROUP, about: Known | None = None) -> str:
    return Envelope(me=ME, setting=setting, about=about, event=raw).seal()


def events_of(raw: dict[str, Any], *, setting: Setting = GROUP, about: Known | None = None) -> Sequence[Incoming]:
    return parse(sealed(raw, setting=setting, about=about))


def read(kind: type[E], raw: dict[str, Any], *, setting: Setting = GROUP, about: Known | None = None) -> E:
    """The only event in it, which is of this kind."""
    (found,) = events_of(raw, setting=setting, about=about)
    assert isinstance(found, kind)
    return found
