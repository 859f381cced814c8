"""One message with several problems: the parts that are calls of their own."""

import re
from typing import Final

from bot.understanding.reader import read
from bot.understanding.reading import Reading

_END: Final = re.compile(
    r"[,,。!!??;;\n]+\s*(?:(?:还有|另外|以及|顺便|再就是|再有)(?:就是)?[,,::]?)?|(?:还有|另外|再就是)(?:就是)?[,,::]?"
    r"|\.\s+(?:and also|also|besides)?[, ]*|\b(?:and also|besides)\b",
    re.IGNORECASE,
)
# A longer letter is for somebody to read, not for us to cut.
_MOST: Final = 400
_REST: Final = 0.3


def problems_in(text: str) -> tuple[str, ...]:
    """The text in parts, each a call of its own: of another kind, or in another building, than the one before.

    A single part for what is one call, no call, or an emergency, which is never taken apart.
    """
    if len(text) > _MOST or read(text).urgency == "emergency":
        return (text,)
    starts, last = [0], None
    for start, end in _pieces(text):
        reading = read(text[start:end])
        if not _names_a_problem(reading):
            continue
        if last is not None and _is_another(reading, last):
            starts.append(start)
        last = reading
    if len(starts) == 1:
        return (text,)
    ends = [*starts[1:], len(text)]
    return tuple(_bare(text[start:end]) for start, end in zip(starts, ends, strict=True))


def _names_a_problem(reading: Reading) -> bool:
    """Is this piece a call, or the short rest of one ("and nobody collects the rubbish")?"""
    is_rest = reading.confidence >= _REST and any(why.startswith("problem:") for why in reading.why)
    return reading.is_call or is_rest


def _pieces(text: str) -> list[tuple[int, int]]:
    ends = list(_END.finditer(text))
    starts = [0, *(match.end() for match in ends)]
    stops = [*(match.start() for match in ends), len(text)]
    return [(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]


def _bare(part: str) -> str:
    """A part without the sign or word that led to the next one."""
    last = [match for match in _END.finditer(part) if match.end() == len(part)]
    return (part[: last[0].start()] if last and last[0].start() else part).strip()


def _is_another(now: Reading, before: Reading) -> bool:
    buildings = (now.place.building, before.place.building)
    is_elsewhere = None not in buildings and buildings[0] != buildings[1]
    shared = {now.category, *now.alternatives} & {before.category, *before.alternatives}
    return is_elsewhere or not shared
