"""parse_mode HTML: the tags that the Bot API knows, and its complaints about all others."""

import re
from dataclasses import dataclass
from typing import Any, Final

from tests.servers.telegram.entities import units
from tests.servers.telegram.errors import ApiError, bad_request

Json = dict[str, Any]

_SIMPLE: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
_KNOWN: Final = frozenset({*_SIMPLE, "a", "span", "blockquote", "tg-emoji", "tg-time"})
_PIECE: Final = re.compile(r"<(/?)([^\s>]*)([^>]*)(>?)|&(#x[0-9a-fA-F]+|#\d+|lt|gt|amp|quot);|[^<&]+|.", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"\s*([a-zA-Z0-9_.-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[a-zA-Z0-9.-]+))?")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass(kw_only=True)
class _Open:
    name: str
    attributes: dict[str, str]
    start: int
    at: int


class _Reader:
    """Walks over the pieces of a text and keeps the open tags."""

    def __init__(self) -> None:
        self.text = ""
        self.entities: list[Json] = []
        self.stack: list[_Open] = []

    def piece(self, match: re.Match[str], at: int) -> None:
        if match[5] is not None:
            self.text += _character(match[5])
        elif not match[0].startswith("<"):
            self.text += match[0]
        elif match[1]:
            if not match[4] or match[3].strip():
                raise _error(f"Unclosed end tag at byte offset {at}")
            self.close(match[2].lower(), at)
        elif not match[4] and not match[3]:
            raise _error(f"Unclosed start tag at byte offset {at}")
        else:
            self.open(match[2].lower(), match[3], at, closed=bool(match[4]))

    def open(self, name: str, rest: str, at: int, *, closed: bool) -> None:
        if name not in _KNOWN:
            raise _error(f'Unsupported start tag "{name}" at byte offset {at}')
        if not closed:
            raise _error(f"Unclosed start tag at byte offset {at}")
        attributes = {m[1].lower(): _decoded((m[2] or "").strip("\"'")) for m in _ATTRIBUTE.finditer(rest)}
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.stack.append(_Open(name=name, attributes=attributes, start=units(self.text), at=at))

    def close(self, name: str, at: int) -> None:
        if not self.stack:
            raise _error(f"Unexpected end tag at byte offset {at}")
        tag = self.stack.pop()
        if name not in {"", tag.name}:
            raise _error(f'Unmatched end tag at byte offset {at}, expected "</{tag.name}>", found "</{name}>"')
        length = units(self.text) - tag.start
        if length > 0:
            self._mark(tag, length)

    def _mark(self, tag: _Open, length: int) -> None:
        facts = _entity(tag, self.text)
        if facts is None:
            return
        if tag.name == "pre" and self.entities:
            inner = self.entities[-1]
            if inner["type"] == "code" and (inner["offset"], inner["length"]) == (tag.start, length):
                self.entities.pop()
                facts |= {"language": inner["language"]} if "language" in inner else {}
        self.entities.append({"type": facts.pop("type"), "offset": tag.start, "length": length, **facts})


def parse(text: str) -> tuple[str, list[Json]]:
    """The plain text and its entities; 400 "can't parse entities: …" when it is not well formed."""
    reader = _Reader()
    at = 0
    for match in _PIECE.finditer(text):
        reader.piece(match, at)
        at += len(match[0].encode())
    if reader.stack:
        tag = reader.stack[-1]
        raise _error(f'Can\'t find end tag corresponding to start tag "{tag.name}"')
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return reader.text, sorted(reader.entities, key=lambda one: (one["offset"], -one["length"]))


def _entity(tag: _Open, text: str) -> Json | None:
    if tag.name == "code":
        language = tag.attributes.get("class", "").partition("language-")[2]
        return {"type": "code", **({"language": language} if language else {})}
    if tag.name in _SIMPLE:
        return {"type": _SIMPLE[tag.name]}
    if tag.name == "span":
        return {"type": "spoiler"}
    if tag.name == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in tag.attributes else "blockquote"}
    return _reference(tag, text)


def _reference(tag: _Open, text: str) -> Json | None:
    if tag.name == "a":
        url = tag.attributes.get("href") or text.encode("utf-16-le")[2 * tag.start :].decode("utf-16-le")
        return {"type": "text_link", "url": url} if ":" in url or "." in url else None
    if tag.name == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": tag.attributes.get("emoji-id", "")}
    unix = tag.attributes.get("unix", "")
    if not unix.isdigit():
        raise _error(f'Tag "tg-time" must have attribute "unix" at byte offset {tag.at}')
    facts: Json = {"type": "date_time", "unix_time": int(unix)}
    return facts | ({"date_time_format": tag.attributes["format"]} if "format" in tag.attributes else {})


def _character(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    return chr(int(f"0{name[1:]}", 16) if name[1] == "x" else int(name[1:]))


def _decoded(value: str) -> str:
    return re.sub(r"&(#x[0-9a-fA-F]+|#\d+|lt|gt|amp|quot);", lambda m: _character(m[1]), value)


def _error(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")
