"""The words of a message: without what clients put in front of a reply, without our name, and a command in front."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from adapters.matrix import fields
from adapters.matrix.fields import Fields
from adapters.matrix.names import Me, localpart
from bot.messages import Command

# What people put between a name and what they want from it; never the sign of a command.
_BETWEEN: Final = " \t\r\n,，:：、.。;；"
_CALLING: Final = ",，:："
# Full-width too, as Chinese keyboards write it.
_COMMAND: Final = re.compile(r"[!！]([A-Za-z]+)(?:\s+|$)(.*)", re.DOTALL)
_QUOTE: Final = re.compile(r"> (\* )?<@[^>\n]*>")
_QUOTED_HTML: Final = re.compile(r"<mx-reply>.*?</mx-reply>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What was said, and whether it was said to us."""

    text: str
    command: Command | None = None
    mentions_bot: bool = False


def wording_of(content: Fields, me: Me, *, is_reply: bool) -> Wording:
    """Read the body of a message. Raises `Unreadable`."""
    text = fields.required_words(content, "body").strip()
    if is_reply:
        text = _without_quote(text)
    is_named = _is_named(content, me)
    front = _name_in_front(text, me, is_named=is_named)
    if front:
        text = text[front:].lstrip(_BETWEEN)
    found = _COMMAND.match(text)
    command = None if found is None else Command(name=found[1].lower(), words=found[2].strip())
    return Wording(text=text, command=command, mentions_bot=is_named or front > 0)


def said(content: Fields) -> str | None:
    """The bare words of a message that is only quoted; None when it has none."""
    body = content.get("body")
    if not isinstance(body, str) or _is_file_name(content):
        return None
    is_reply = bool(fields.lenient(content, "m.relates_to", "m.in_reply_to"))
    words = fields.clean(body).strip()
    return _without_quote(words) if is_reply else words


def caption_of(content: Fields) -> Fields:
    """A file's content with its caption as body: a body that is only the file's name says nothing."""
    return {**content, "body": ""} if _is_file_name(content) else content


def _is_file_name(content: Fields) -> bool:
    """Without a `filename` of its own a file has its name as body (Matrix specification, "Media captions")."""
    if content.get("msgtype") == "m.location":
        return True
    if "url" not in content and "file" not in content:
        return False
    return content.get("filename") in (None, content.get("body"))


def _without_quote(text: str) -> str:
    """The words without the copy of the answered message that older clients put in front (case 47)."""
    if not _QUOTE.match(text):
        return text
    lines = text.split("\n")
    while lines and lines[0].startswith(">"):
        del lines[0]
    return "\n".join(lines).strip()


def _is_named(content: Fields, me: Me) -> bool:
    users = fields.lenient(content, "m.mentions").get("user_ids")
    if isinstance(users, list) and me.id in users:
        return True
    html = content.get("formatted_body")
    if not isinstance(html, str):
        return False
    return any(address in _QUOTED_HTML.sub("", html) for address in _addresses(me))


def _addresses(me: Me) -> tuple[str, ...]:
    """Where a mention of us links to, with and without its signs written as numbers."""
    return tuple(f"https://matrix.to/#/{written}" for written in (me.id, quote(me.id, safe=""), quote(me.id, safe=":")))


def _name_in_front(text: str, me: Me, *, is_named: bool) -> int:
    """How much of the text is our name in front of it; 0 when it is not there or only spoken of."""
    link = "|".join(re.escape(address) for address in _addresses(me))
    names = "|".join(re.escape(name) for name in (me.name, localpart(me.id)) if name)
    ours = rf"\[[^\]\n]*\]\((?:{link})\)|{re.escape(me.id)}|@?(?:{names})"
    found = re.match(rf"(?:{ours})(?![A-Za-z0-9_])", text, re.IGNORECASE)
    if found is None:
        return 0
    rest = text[found.end() :]
    is_calling = is_named or found[0].startswith(("[", "@")) or rest.startswith(tuple(_CALLING))
    return found.end() if is_calling or not rest.strip() else 0
