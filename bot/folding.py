"""Many messages that wait for one chat, said in one: which may stand in a list together, and what the list says.

A list is a card (`kernel:list:…`) whose lines are other cards; when one of these changes, the list does. Pure: the
courier decides when a list is made, the store makes it. Knows no network and no words of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.brief import Brief
from bot.lanes import Item, is_edit
from bot.messages import OutgoingMessage
from bot.orders import Post
from bot.richtext import EMPTY, Bold, Mention, Span, Text, joined, plain, words_of
from bot.stores import CardRow, OutboxRow, Priority

# So many may wait for one chat and still be said one by one (DESIGN part 2).
FEW: Final = 3
# What has waited longer is old news: then also messages without a short form are said together.
OLD: Final = timedelta(minutes=10)
# The lines of one list, and the UTF-16 units that they may take together: each may grow a little later, and the least
# that a network carries is 3,500. Telegram marks a hundred names and bold words in a message, and no more.
MOST_LINES: Final = 60
ROOM: Final = 2800
LONGEST_NOTICE: Final = 300
_LIST: Final = "kernel:list:"
_ELLIPSIS: Final = "…"


def key_of_list(once: str) -> str:
    """The key of a new list, from a random id."""
    return f"{_LIST}{once}"


def is_list(about: str | None) -> bool:
    """Is this the subject of a list? Then a message of ours is about several things."""
    return about is not None and about.startswith(_LIST)


def may_fold(item: Item, now: datetime) -> bool:
    """May it stand in a list? A post that nobody tried to send, that is no emergency and has no end.

    What was tried may have arrived, and what a network lost is posted anew by itself.
    """
    if item.priority in {Priority.INSTANT, Priority.EMERGENCY} or item.attempts or item.begun or is_edit(item):
        return False
    if isinstance(item, CardRow):
        return not item.version_shown and not is_list(item.key) and _has_line(item.wanted, item.not_before, now)
    is_post = isinstance(item.order, Post) and item.expires_at is None
    return is_post and isinstance(item.order, Post) and _has_line(item.order.message, item.created_at, now)


def may_ever_fold(item: Item) -> bool:
    """May it stand in a list now, or once it is old?"""
    return may_fold(item, datetime.max.replace(tzinfo=UTC))


def gathers(item: Item) -> bool:
    """May it wait for others of its kind? An emergency never waits."""
    brief = message_of(item).brief
    return brief is not None and brief.gathers and not brief.alone and item.priority is not Priority.EMERGENCY


def rings(item: Item) -> bool:
    """Is it something that gathers, or a list of such?"""
    brief = message_of(item).brief
    is_a_list = isinstance(item, CardRow) and is_list(item.key)
    return gathers(item) or (is_a_list and brief is not None and brief.gathers)


def message_of(item: Item) -> OutgoingMessage:
    """What a post or card says."""
    if isinstance(item, CardRow):
        return item.wanted
    return item.order.message if isinstance(item.order, Post) else _NOTHING


def together(items: Iterable[Item]) -> list[Item]:
    """As many of these, from the first on, as fit into one list; all of one address."""
    taken: list[Item] = []
    room = ROOM
    for item in items:
        room -= _units(words_of(_line(message_of(item))))
        if len(taken) == MOST_LINES or (room < 0 and len(taken) > 1):
            break
        taken.append(item)
    return taken


def list_of(messages: Sequence[OutgoingMessage]) -> OutgoingMessage:
    """All of these as one message, in their order, each kind under its heading. It sounds if any of them would."""
    kinds: dict[Text, list[Brief]] = {}
    for message in messages:
        brief = brief_of(message)
        if brief is not None:
            kinds.setdefault(brief.head, []).append(brief)
    longest = ROOM // max(1, sum(map(len, kinds.values())))
    is_tight = sum(_units(words_of(one.line)) for briefs in kinds.values() for one in briefs) > ROOM
    blocks = [_block(head, briefs, longest if is_tight else ROOM) for head, briefs in kinds.items()]
    said = [brief for briefs in kinds.values() for brief in briefs]
    is_gathered = all(brief.gathers for brief in said)
    return OutgoingMessage(
        text=joined(blocks, "\n\n"),
        buttons=next((brief.buttons[:1] for brief in said if brief.buttons), ()),
        silent=all(message.silent for message in messages),
        brief=Brief(line=EMPTY, gathers=is_gathered, alone=True),
    )


def brief_of(message: OutgoingMessage) -> Brief | None:
    """Its short form; a short message without buttons is one itself."""
    if message.brief is not None or message.buttons or len(words_of(message.text)) > LONGEST_NOTICE:
        return message.brief
    return Brief(line=message.text)


def priority_of(items: Iterable[Item]) -> Priority:
    """How urgent a list of these is: as its most urgent line."""
    return min(item.priority for item in items)


def since(item: Item) -> datetime:
    """From when on it has waited, where nobody tried to send it."""
    return item.created_at if isinstance(item, OutboxRow) else item.not_before


def _has_line(message: OutgoingMessage, wanted_at: datetime, now: datetime) -> bool:
    if message.file is not None:
        return False
    if message.brief is not None:
        return not message.brief.alone
    return now - wanted_at > OLD and brief_of(message) is not None


def _line(message: OutgoingMessage) -> Text:
    brief = brief_of(message)
    return EMPTY if brief is None else brief.line


def _block(head: Text, briefs: Sequence[Brief], longest: int) -> Text:
    lines = [_cut(brief.line, longest) for brief in briefs]
    if not head:
        return joined(lines, "\n\n")
    return joined([tuple(map(_bold, head)), *lines, *([briefs[0].foot] if briefs[0].foot else ())])


def _bold(span: Span) -> Span:
    return Bold(words_of((span,)))


def _cut(line: Text, longest: int) -> Text:
    """The line as far as it fits; what stands in front, its number, stays."""
    spans: list[Span] = []
    left = longest
    for span in line:
        words = words_of((span,))
        if _units(words) > left:
            # Half as many characters fit in any case, whatever they are.
            kept = words[:left] if words.isascii() else words[: left // 2]
            spans.append(_with_words(span, kept + _ELLIPSIS))
            break
        spans.append(span)
        left -= _units(words)
    return tuple(spans)


def _units(words: str) -> int:
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def _with_words(span: Span, words: str) -> Span:
    return replace(span, name=words) if isinstance(span, Mention) else replace(span, text=words)


_NOTHING: Final = OutgoingMessage(text=plain(""))
