"""Our text tree as HTML. Pure. Whatever a person wrote stays text: only the spans themselves become elements."""

from typing import Final
from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup, escape

from adapters.web.links import PATH
from adapters.web.scene import CHANNEL
from bot.messages import Gesture
from bot.richtext import Bold, Link, Mention, Plain, Span, Text, words_of

# What may stand behind a link; anything else (javascript:, data:) is shown as words.
_SCHEMES: Final = frozenset({"http", "https", "tel", "mailto"})

SIGNS: Final[dict[Gesture, str]] = {
    Gesture.HEARD: "👀",
    Gesture.ACCEPT: "✋",
    Gesture.ME_TOO: "👍",
    Gesture.RECORD: "📝",
    Gesture.DONE: "✅",
}


def html_of(text: Text, *, viewer: str) -> Markup:
    """The text as HTML for this viewer's page; line breaks are the style sheet's task (`pre-wrap`)."""
    return Markup("").join(_span(span, viewer) for span in text)


def lead_and_rest(text: Text) -> tuple[Text, Text]:
    """A text of several lines as its first line (number, place, thing) and the rest; one line has no lead."""
    for number, span in enumerate(text):
        words = span.text if isinstance(span, Plain) else ""
        line, newline, rest = words.partition("\n")
        if newline:
            return (*text[:number], Plain(line)), (Plain(rest), *text[number + 1 :])
    return (), text


def excerpt(text: Text, length: int = 60) -> str:
    """One line of plain words for a quote or a list of rooms."""
    line = " ".join(words_of(text).split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _span(span: Span, viewer: str) -> Markup:
    match span:
        case Bold():
            return Markup("<strong>{}</strong>").format(span.text)
        case Link():
            return _link(span)
        case Mention():
            me = span.account.channel == CHANNEL and span.account.id == viewer
            return Markup('<span class="mention{}">{}</span>').format(" me" if me else "", span.name)
        case Plain():
            return escape(span.text)


def _link(link: Link) -> Markup:
    if not _may_be_opened(link.url):
        return escape(link.text)
    shown = (
        Markup('<img src="{}" alt="{}" loading="lazy">').format(link.url, link.text) if _is_photo(link) else link.text
    )
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>').format(link.url, shown)


def _is_photo(link: Link) -> bool:
    """A file of the chat itself that is a picture; nothing is ever shown from elsewhere."""
    if not link.url.startswith(f"{PATH}?"):
        return False
    mime = parse_qs(urlsplit(link.url).query).get("mime", [""])[0]
    return mime in {"image/jpeg", "image/png", "image/webp"}


def _may_be_opened(url: str) -> bool:
    try:
        return url.startswith(f"{PATH}?") or urlsplit(url.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False
