"""The text tree as Telegram takes it: plain text and entities that point into it.

There is no parse mode, so words that a person wrote can never become markup.
"""

from dataclasses import replace
from typing import Any, Final

from adapters.telegram import utf16
from adapters.telegram.fields import clean
from adapters.telegram.identity import CHANNEL
from bot.richtext import Bold, Link, Mention, Plain, Span, Text, words_of

Entity = dict[str, Any]

# Telegram's limit of a message, in UTF-16 units.
TEXT_LENGTH: Final = 4096
_ELLIPSIS: Final = "…"


def rendered(text: Text) -> tuple[str, list[Entity]]:
    """The words, and the entities with offsets in UTF-16 units."""
    words, entities, offset = "", [], 0
    for span in text:
        shown = clean(words_of((span,)))
        length = utf16.units(shown)
        kind = _kind(span) if length else None
        if kind is not None:
            entities.append({**kind, "offset": offset, "length": length})
        words, offset = words + shown, offset + length
    return words, entities


def _kind(span: Span) -> Entity | None:
    match span:
        case Bold():
            return {"type": "bold"}
        case Link(url=url) if url:
            return {"type": "text_link", "url": url}
        # A person of another network, or one whose number is not known, is only named.
        case Mention(name=name, account=account) if account.channel == CHANNEL and account.id.isdecimal():
            return {"type": "text_mention", "user": {"id": int(account.id), "is_bot": False, "first_name": name}}
        case _:
            return None


def parts(text: Text, limit: int = TEXT_LENGTH) -> list[Text]:
    """The text in pieces that each fit into a message, cut between lines where there are any."""
    words = words_of(text)
    pieces: list[Text] = []
    start = len(words) - len(words.lstrip())
    while True:
        end = _cut(text, words, start, limit)
        pieces.append(_between(text, start, end))
        start = len(words) - len(words[end:].lstrip())
        if start >= len(words):
            return pieces


def shortened(text: Text, limit: int = TEXT_LENGTH) -> Text:
    """The text as far as one message holds it, an ellipsis at the end when that is not all."""
    pieces = parts(text, limit)
    return text if len(pieces) == 1 else (*parts(text, limit - 1)[0], Plain(_ELLIPSIS))


def short(words: str, limit: int) -> str:
    """Bare words within a limit of UTF-16 units."""
    words = clean(words)
    if utf16.units(words) <= limit:
        return words
    return words[: utf16.longest_start(words, limit - 1)].rstrip() + _ELLIPSIS


def _cut(text: Text, words: str, start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends: at the end of a line, sentence or word if one lies near enough."""
    end = start + utf16.longest_start(words[start:], limit)
    if end == len(words):
        return end
    near = (start + end) // 2
    for separator in ("\n", "。", " "):
        found = words.rfind(separator, near, end) + 1
        if found:
            return _outside(text, start, found)
    return _outside(text, start, end)


def _outside(text: Text, start: int, cut: int) -> int:
    """The cut, moved in front of a link or name that it would tear apart."""
    position = 0
    for span in text:
        beyond = position + len(words_of((span,)))
        if isinstance(span, Link | Mention) and start < position < cut < beyond:
            return position
        position = beyond
    return cut


def _between(text: Text, start: int, end: int) -> Text:
    """The spans of that stretch, those at its ends cut to it."""
    pieces: list[Span] = []
    position = 0
    for span in text:
        words = words_of((span,))
        first, last = max(start - position, 0), min(end - position, len(words))
        if first < last:
            pieces.append(_with_words(span, words[first:last]))
        position += len(words)
    return tuple(pieces)


def _with_words(span: Span, words: str) -> Span:
    return replace(span, name=words) if isinstance(span, Mention) else replace(span, text=words)
