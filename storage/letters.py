"""JSON for what leaves: orders, messages, text trees, buttons. Equal things have equal JSON.

An order is written without its address, which stands in columns, so that a chat that moves takes its rows along.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from bot.brief import Brief
from bot.community import Account
from bot.files import File
from bot.messages import Address, Button, Buttons, Gesture, MapPoint, OutgoingMessage
from bot.orders import Audience, Delete, Edit, MenuLine, Order, Post, React, ShowMenu, Toast
from bot.richtext import Bold, Link, Mention, Plain, Span, Text
from storage.types import json_text

# What reading something raises that was not written here, or is damaged.
UNREADABLE: Final = (AttributeError, KeyError, TypeError, ValueError)

# While much waits to leave, the same letters are read again at every look until each has had its turn.
_KEPT: Final = 512

# ---- orders ----


def write_order(order: Order) -> str:
    """What shall happen, without where."""
    return json_text(_order(order))


@lru_cache(_KEPT)
def read_order(letter: str, to: Address) -> Order:
    """The order again, for this address."""
    body = json.loads(letter)
    return _ORDERS[body["do"]](body, to)


def _order(order: Order) -> dict[str, Any]:
    match order:
        case Post():
            return {"do": "post", "message": _message(order.message), "reply_to": order.reply_to}
        case Edit():
            return {"do": "edit", "message": _message(order.message), "remote": order.remote}
        case React():
            return {"do": "react", "message": order.message, "gesture": order.gesture}
        case Toast():
            return {"do": "toast", "press": order.press, "text": order.text}
        case Delete():
            return {"do": "delete", "message": order.message}
        case ShowMenu():
            lines = [[line.command, line.words] for line in order.lines]
            return {"do": "menu", "audience": order.audience, "lines": lines, "language": order.language}


def _post(body: dict[str, Any], to: Address) -> Order:
    return Post(to=to, message=_message_of(body["message"]), reply_to=body["reply_to"])


def _edit(body: dict[str, Any], to: Address) -> Order:
    return Edit(to=to, message=_message_of(body["message"]), remote=body["remote"])


def _react(body: dict[str, Any], to: Address) -> Order:
    return React(to=to, message=body["message"], gesture=_gesture_of(body["gesture"]))


def _toast(body: dict[str, Any], to: Address) -> Order:
    return Toast(to=to, press=body["press"], text=body["text"])


def _delete(body: dict[str, Any], to: Address) -> Order:
    return Delete(to=to, message=body["message"])


def _menu(body: dict[str, Any], to: Address) -> Order:
    lines = tuple(MenuLine(command=command, words=words) for command, words in body["lines"])
    return ShowMenu(to=to, audience=Audience(body["audience"]), lines=lines, language=body["language"])


_ORDERS: Final = {
    "post": _post,
    "edit": _edit,
    "react": _react,
    "toast": _toast,
    "delete": _delete,
    "menu": _menu,
}

# ---- messages ----

# As a message's JSON says it; in words of people the quotation marks would stand behind a backslash.
SILENT: Final = '"silent":true'
ALOUD: Final = '"silent":false'
# Stands only in messages that may be a line of a list.
IN_LISTS: Final = '"alone":false'


def write_message(message: OutgoingMessage) -> str:
    """A message's words and buttons."""
    return json_text(_message(message))


@lru_cache(_KEPT)
def read_message(letter: str) -> OutgoingMessage:
    """The message again."""
    return _message_of(json.loads(letter))


def _message(message: OutgoingMessage) -> dict[str, Any]:
    body = {
        "text": _text(message.text),
        "buttons": [[_button(button) for button in line] for line in message.buttons],
        "silent": message.silent,
        "plain_hint": _text(message.plain_hint),
    }
    if message.file is not None:
        body["file"] = _file(message.file)
    if message.point is not None:
        body["point"] = [message.point.latitude, message.point.longitude]
    return body if message.brief is None else {**body, "brief": _brief(message.brief)}


def _file(file: File) -> dict[str, str]:
    body = {"name": file.name, "mime": file.mime, "made_by": file.made_by, "value": file.value}
    more = {"kind": file.kind, "otherwise": file.otherwise}
    return body if more == {"kind": "document", "otherwise": ""} else {**body, **more}


def _message_of(body: dict[str, Any]) -> OutgoingMessage:
    return OutgoingMessage(
        text=_text_of(body["text"]),
        buttons=_buttons_of(body["buttons"]),
        silent=body["silent"],
        plain_hint=_text_of(body["plain_hint"]),
        file=File(**body["file"]) if "file" in body else None,
        point=MapPoint(latitude=body["point"][0], longitude=body["point"][1]) if "point" in body else None,
        brief=_brief_of(body["brief"]) if "brief" in body else None,
    )


def _brief(brief: Brief) -> dict[str, Any]:
    return {
        "line": _text(brief.line),
        "head": _text(brief.head),
        "foot": _text(brief.foot),
        "buttons": [[_button(button) for button in row] for row in brief.buttons],
        "gathers": brief.gathers,
        "alone": brief.alone,
    }


def _brief_of(body: dict[str, Any]) -> Brief:
    return Brief(
        line=_text_of(body["line"]),
        head=_text_of(body["head"]),
        foot=_text_of(body["foot"]),
        buttons=_buttons_of(body["buttons"]),
        gathers=body["gathers"],
        alone=body["alone"],
    )


# ---- buttons ----


def write_buttons(buttons: Sequence[Button]) -> str:
    """Buttons in one row, as a message of ours ever carried them."""
    return json_text([_button(button) for button in buttons])


def read_buttons(letter: str) -> tuple[Button, ...]:
    """The buttons again."""
    return tuple(_button_of(button) for button in json.loads(letter))


def _button(button: Button) -> dict[str, Any]:
    return {"label": button.label, "action": button.action, "value": button.value, "gesture": button.gesture}


def _button_of(body: dict[str, Any]) -> Button:
    gesture = _gesture_of(body["gesture"])
    return Button(label=body["label"], action=body["action"], value=body["value"], gesture=gesture)


def _buttons_of(body: list[list[dict[str, Any]]]) -> Buttons:
    return tuple(tuple(_button_of(button) for button in line) for line in body)


def _gesture_of(body: str | None) -> Gesture | None:
    return None if body is None else Gesture(body)


# ---- text trees ----


def write_text(text: Text) -> str:
    """A text tree."""
    return json_text(_text(text))


def read_text(letter: str) -> Text:
    """The text tree again."""
    return _text_of(json.loads(letter))


def _text(text: Text) -> list[dict[str, str]]:
    return [_span(span) for span in text]


def _text_of(body: list[dict[str, str]]) -> Text:
    return tuple(_span_of(span) for span in body)


def _span(span: Span) -> dict[str, str]:
    match span:
        case Plain():
            return {"plain": span.text}
        case Bold():
            return {"bold": span.text}
        case Link():
            return {"link": span.text, "url": span.url}
        case Mention():
            return {"mention": span.name, "channel": span.account.channel, "id": span.account.id}


def _span_of(body: dict[str, str]) -> Span:
    match body:
        case {"plain": text}:
            return Plain(text)
        case {"bold": text}:
            return Bold(text)
        case {"link": text, "url": url}:
            return Link(text, url)
        case {"mention": name, "channel": channel, "id": account}:
            return Mention(name, Account(channel, account))
    raise ValueError(f"no span has the parts {sorted(body)}")
