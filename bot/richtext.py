"""The text tree: what a message says, before any network's markup.

A text is a tuple of spans. Words that a person wrote are only ever `Plain`, so they can never become markup,
a link or a mention: each adapter renders the spans in its own way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import Account


@dataclass(frozen=True)
class Plain:
    """Words as they are; a line break is a newline in them."""

    text: str


@dataclass(frozen=True)
class Bold:
    """Words with weight."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that open an address."""

    text: str
    url: str


@dataclass(frozen=True)
class Mention:
    """A person's name that also rings at that person, where the network can."""

    name: str
    account: Account


Span = Plain | Bold | Link | Mention
Text = tuple[Span, ...]

EMPTY: Final[Text] = ()


def plain(words: str) -> Text:
    """Words of anybody as a text."""
    return (Plain(words),)


def joined(parts: Sequence[Text], between: str = "\n") -> Text:
    """Several texts as one, with the same words between them."""
    spans: list[Span] = []
    for number, part in enumerate(parts):
        if number:
            spans.append(Plain(between))
        spans.extend(part)
    return tuple(spans)


def words_of(text: Text) -> str:
    """The text without weight, links and mentions: what is read aloud, searched and logged in tests."""
    return "".join(span.name if isinstance(span, Mention) else span.text for span in text)
