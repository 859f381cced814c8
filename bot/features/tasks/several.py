"""Several tickets in one line: "接 10 11 12", "接 6到10", "接 3 6到10", "接 全部", "办结 1,2 都换了"."""

import re
from typing import Final

from bot.features.tickets import views
from bot.features.tickets.views import State, Ticket
from bot.turn import Turn
from bot.words import leading_number, plain_width

# What people write between numbers: a comma of either width, the Chinese pause, "and".
_BETWEEN: Final = " ,\uff0c\u3001\u548c+&"
_RANGE: Final = re.compile(r"\s*#?(\d{1,9})\s*(?:-|~|\u2014+|到|至|to)\s*#?(\d{1,9})(?![\d:])")
_ALL: Final = re.compile(r"(?:全部|所有|全都?|都)(?:的)?(?:接单?)?了?|all", re.IGNORECASE)
# A digit with this behind it counts something: "办结 5 6 个灯" is one ticket and six lamps.
_COUNTED: Final = re.compile(r"\s*(?:号楼|栋|幢|单元|层|楼|室|个|盏|天|小时|分钟|点|月|日|次|米|户|家|人|块|元)")
# As many as one line may name.
MOST: Final = 50


async def claimed(turn: Turn, words: str) -> list[Ticket]:
    """The tickets that a worker accepts by one line: a row of numbers and ranges, or all that wait for them.

    A number is named on purpose; of a range those count that wait for the worker.

    Raises:
        Refused: none is named, or one of the row is not there.
    """
    if _ALL.fullmatch(words.strip()) is not None:
        mine = await views.tasks_of(turn, turn.person.id, MOST)
        return [one for one in mine if one.state is State.ASSIGNED]
    wanted, rest = await _range(turn, plain_width(words))
    if rest is None:
        ticket, rest = await views.named_ticket(turn, words)
        wanted = [ticket]
    while rest:
        more, rest = await _next(turn, rest.lstrip(_BETWEEN))
        wanted += [one for one in more if one not in wanted]
    return wanted


async def _next(turn: Turn, words: str) -> tuple[list[Ticket], str | None]:
    """The tickets of the range or the number that comes next in the row; no words are left when neither does."""
    found, rest = await _range(turn, plain_width(words))
    if rest is not None:
        return found, rest
    number, rest = leading_number(words)
    return ([], None) if number is None else ([await views.ticket(turn, number)], rest)


async def _range(turn: Turn, words: str) -> tuple[list[Ticket], str | None]:
    """What waits for the worker in the range that the words begin with, and what follows it, if they do."""
    span = _RANGE.match(words)
    if span is None or not 0 < int(span[2]) - int(span[1]) < MOST:
        return [], None
    found = [await views.find(turn, one) for one in range(int(span[1]), int(span[2]) + 1)]
    return [one for one in found if one is not None and _waits_for(turn, one)], words[span.end() :]


def _waits_for(turn: Turn, ticket: Ticket) -> bool:
    return ticket.state is State.ASSIGNED and ticket.assignee == turn.person.id


async def told_of(turn: Turn, words: str) -> tuple[list[Ticket], str]:
    """The tickets that a line of progress begins with, and the words. A further number counts if it is a task of mine.

    Raises:
        Refused: none is named.
    """
    ticket, said = await views.named_ticket(turn, words)
    found = [ticket]
    while said:
        number, rest = leading_number(said.lstrip(_BETWEEN))
        other = None if number is None or _COUNTED.match(rest) else await views.find(turn, number)
        if other is None or other.assignee != turn.person.id or not other.is_open or other in found:
            break
        found.append(other)
        said = rest
    return found, said
