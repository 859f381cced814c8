"""The words of a message: text or caption, mentions of the bot in them, and a command in front."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.telegram import fields, utf16
from adapters.telegram.fields import Fields
from adapters.telegram.identity import Me
from bot.messages import Command

# What people put between a name and what they want from it.
_AFTER_NAME = " \t\r\n,，:：、.。;；!！"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """`for_another_bot`: a command with another bot's name, which we did not hear."""

    text: str
    command: Command | None = None
    mentions_bot: bool = False
    for_another_bot: bool = False


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """An entity, its offsets turned into positions of the text."""

    kind: str
    start: int
    end: int
    user: int | None


def wording_of(message: Fields, me: Me) -> Wording:
    """Read text or caption. What was forwarded or made by another bot is somebody else's words: no command in it."""
    text = fields.words(message, "text")
    entities = fields.parts(message, "entities")
    if text is None:
        text, entities = fields.words(message, "caption") or "", fields.parts(message, "caption_entities")
    if message.get("forward_origin") is not None or message.get("via_bot") is not None:
        return Wording(text=text)
    pieces = [_piece(entity, text) for entity in entities]
    return _addressed(text, pieces, me)


def _piece(entity: Fields, text: str) -> _Piece:
    offset = max(0, fields.required_number(entity, "offset"))
    user = fields.part(entity, "user")
    return _Piece(
        kind=fields.required_words(entity, "type"),
        start=utf16.index_at(text, offset),
        end=utf16.index_at(text, offset + max(0, fields.required_number(entity, "length"))),
        user=fields.number(user, "id") if user else None,
    )


def _addressed(text: str, pieces: Sequence[_Piece], me: Me) -> Wording:
    ours = [piece for piece in pieces if _names_us(piece, text, me)]
    start = _after_mention(text, ours)
    head = next((piece for piece in pieces if piece.kind == "bot_command" and piece.start == start), None)
    if head is None:
        return Wording(text=text[start:].rstrip(), mentions_bot=bool(ours))
    name, _, target = text[head.start + 1 : head.end].partition("@")
    if target and target.lower() != me.username.lower():
        return Wording(text=text[start:], for_another_bot=True)
    command = Command(name=name.lower(), words=text[head.end :].strip())
    return Wording(text=text[start:].rstrip(), command=command, mentions_bot=bool(ours))


def _names_us(piece: _Piece, text: str, me: Me) -> bool:
    if piece.kind == "text_mention":
        return piece.user == me.id
    return piece.kind == "mention" and text[piece.start + 1 : piece.end].lower() == me.username.lower()


def _after_mention(text: str, ours: Sequence[_Piece]) -> int:
    """Where the text begins once our name in front of it is left out."""
    start = 0
    for piece in ours:
        if not text[start : piece.start].strip():
            start = len(text) - len(text[piece.end :].lstrip(_AFTER_NAME))
    return start
