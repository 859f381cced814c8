"""parse_mode MarkdownV2, without quotations: emphasis, links, code, and the rule that the rest is escaped."""

import re
from typing import Any, Final

from tests.servers.telegram.entities import units
from tests.servers.telegram.errors import ApiError, bad_request

Json = dict[str, Any]

_RESERVED: Final = frozenset("_*[]()~`>#+-=|{}.!")
_MARKS: Final = (
    ("__", "underline"),
    ("||", "spoiler"),
    ("*", "bold"),
    ("_", "italic"),
    ("~", "strikethrough"),
)
_NAMES: Final = {"underline": "Underline", "spoiler": "Spoiler", "bold": "Bold", "italic": "Italic"}
_LANGUAGE: Final = re.compile(r"[a-zA-Z0-9_-]*\n")


class _Reader:
    """Goes through the source once; `stack` holds the open marks with their places."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.entities: list[Json] = []
        self.stack: list[tuple[str, int, int]] = []

    def run(self) -> None:
        while self.at < len(self.source):
            self.step()
        if self.stack:
            kind, _, at = self.stack[-1]
            raise _error(f"Can't find end of {_NAMES.get(kind, kind.title())} entity at byte offset {at}")

    def step(self) -> None:
        rest = self.source[self.at :]
        if rest[0] == "\\" and len(rest) > 1 and ord(rest[1]) in range(1, 127):
            self.text += rest[1]
            self.at += 2
        elif rest.startswith("`"):
            self.code("```" if rest.startswith("```") else "`")
        elif rest[0] == "[":
            self.push("text_link", 1)
        elif rest[0] == "]" and self.stack and self.stack[-1][0] == "text_link":
            self.link()
        else:
            self.mark(rest)

    def mark(self, rest: str) -> None:
        for sign, kind in _MARKS:
            if rest.startswith(sign):
                opened = any(one[0] == kind for one in self.stack)
                return self.pop(kind, len(sign)) if opened else self.push(kind, len(sign))
        if rest[0] in _RESERVED:
            raise _error(f"Character '{rest[0]}' is reserved and must be escaped with the preceding '\\'")
        self.text += rest[0]
        self.at += 1
        return None

    def push(self, kind: str, width: int) -> None:
        self.stack.append((kind, units(self.text), len(self.source[: self.at].encode())))
        self.at += width

    def pop(self, kind: str, width: int) -> None:
        found, start, at = self.stack.pop()
        if found != kind:
            raise _error(f"Can't find end of {_NAMES.get(found, found.title())} entity at byte offset {at}")
        self.add(kind, start)
        self.at += width

    def add(self, kind: str, start: int, **more: Any) -> None:
        length = units(self.text) - start
        if length:
            self.entities.append({"type": kind, "offset": start, "length": length, **more})

    def link(self) -> None:
        _, start, at = self.stack.pop()
        match = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(self.source, self.at)
        if match is None:
            raise _error(f"Can't find end of a URL at byte offset {at}")
        self.add("text_link", start, url=re.sub(r"\\(.)", r"\1", match[1]))
        self.at = match.end()

    def code(self, fence: str) -> None:
        opened = self.at
        end = self.source.find(fence, opened + len(fence))
        if end < 0:
            name = "Pre" if fence == "```" else "Code"
            raise _error(f"Can't find end of {name} entity at byte offset {len(self.source[:opened].encode())}")
        inside, start = self.source[opened + len(fence) : end], units(self.text)
        language = _LANGUAGE.match(inside) if fence == "```" else None
        if language is not None:
            inside = inside[language.end() :]
        self.text += re.sub(r"\\([`\\])", r"\1", inside)
        name = language[0].strip() if language is not None else ""
        self.add("pre" if fence == "```" else "code", start, **({"language": name} if name else {}))
        self.at = end + len(fence)


def parse(text: str) -> tuple[str, list[Json]]:
    """The plain text and its entities; 400 "can't parse entities: …" when a mark is open or not escaped."""
    reader = _Reader(text)
    reader.run()
    return reader.text, sorted(reader.entities, key=lambda one: (one["offset"], -one["length"]))


def _error(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")
