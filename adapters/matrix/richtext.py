"""The text tree as Matrix takes it: a plain body, and HTML beside it where there is weight, a link or a name.

Every word is escaped on its way into the HTML, so what a person wrote can never become markup.
"""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any, Final
from urllib.parse import quote, urlsplit

from adapters.matrix.fields import clean
from adapters.matrix.names import CHANNEL
from bot.richtext import Bold, Link, Mention, Plain, Span, Text, words_of

Content = dict[str, Any]

# What may stand behind a link; anything else is shown as words.
_SCHEMES: Final = frozenset({"http", "https", "tel", "mailto"})
_ELLIPSIS: Final = "…"


def content_of(text: Text, *, silent: bool) -> Content:
    """A message's content. A silent one is a notice and rings for nobody whom it names."""
    content: Content = {
        "msgtype": "m.notice" if silent else "m.text",
        "body": "".join(_plain(span) for span in text),
        "m.mentions": {} if silent else _mentions(text),
    }
    if not all(isinstance(span, Plain) for span in text):
        content["format"] = "org.matrix.custom.html"
        content["formatted_body"] = "".join(_html(span) for span in text)
    return content


def _mentions(text: Text) -> Content:
    """Without this key clients would ring for every name that a person wrote."""
    named = [span.account.id for span in text if isinstance(span, Mention) and span.account.channel == CHANNEL]
    return {"user_ids": list(dict.fromkeys(named))} if named else {}


def _plain(span: Span) -> str:
    if isinstance(span, Link) and _may_be_opened(span.url) and span.url != span.text:
        return clean(f"{span.text} ({span.url})")
    return clean(words_of((span,)))


def _html(span: Span) -> str:
    shown = escape(clean(words_of((span,)))).replace("\n", "<br/>")
    match span:
        case Bold():
            return f"<strong>{shown}</strong>"
        case Link(url=url) if _may_be_opened(url):
            return f'<a href="{escape(clean(url))}">{shown}</a>'
        # A person of another network is only named.
        case Mention(account=account) if account.channel == CHANNEL:
            address = "https://matrix.to/#/" + quote(account.id, safe="@:!$=._-+/")
            return f'<a href="{escape(address)}">{shown}</a>'
        case _:
            return shown


def _may_be_opened(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False


Fits = Callable[[Text], bool]


def parts(text: Text, fits: Fits) -> list[Text]:
    """The text in pieces that each fit, cut between lines where there are any."""
    if fits(text):
        return [text]
    words = words_of(text)
    pieces: list[Text] = []
    start = len(words) - len(words.lstrip())
    while start < len(words):
        end = _cut(text, words, start, fits)
        pieces.append(_between(text, start, len(words[:end].rstrip())))
        start = len(words) - len(words[end:].lstrip())
    return pieces


def shortened(text: Text, fits: Fits) -> Text:
    """The text as far as it fits, an ellipsis at the end when that is not all."""
    if fits(text):
        return text
    return (*parts(text, lambda piece: fits((*piece, Plain(_ELLIPSIS))))[0], Plain(_ELLIPSIS))


def _cut(text: Text, words: str, start: int, fits: Fits) -> int:
    """Where the piece that begins at `start` ends: at the end of a line, sentence or word if one lies near enough."""
    end = _furthest(text, words, start, fits)
    if end == len(words):
        return end
    near = (start + end) // 2
    for separator in ("\n", "。", " "):
        found = words.rfind(separator, near, end) + 1
        if found:
            return _outside(text, start, found)
    return _outside(text, start, end)


def _furthest(text: Text, words: str, start: int, fits: Fits) -> int:
    """The longest piece that fits; never less than one character."""
    shortest, longest = start + 1, len(words)
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if fits(_between(text, start, middle)):
            shortest = middle
        else:
            longest = middle - 1
    return shortest


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
