"""One picture of thirty days: what came in, what was solved, how much stood open. Values in, SVG out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH, HEIGHT = 960, 540
LEFT, RIGHT, TOP, BOTTOM = 64, 64, 118, 66
NEW, SOLVED, OPEN = "#e8a33d", "#2f8f6b", "#3b5b92"
INK, FAINT, RULE, PAPER = "#22303c", "#6b7a86", "#e6eaed", "#ffffff"
FONT: Final = "Noto Sans CJK SC, Noto Sans SC, sans-serif"
_STEPS: Final = (1, 2, 5)
_RULES: Final = 4
_DAYS_LABELLED: Final = 6
# From here on signs are as wide as they are high.
_FIRST_WIDE: Final = "\u2e80"


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day; None where a figure is not known."""

    label: str
    opened: int | None
    resolved: int | None
    open: int | None


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands on the picture, in one language."""

    title: str
    subtitle: str
    opened: str
    resolved: str
    open: str


def drawn(days: Sequence[Day], words: Words) -> str:
    """The picture. Text is text, so that it is read aloud on a page and drawn in the font of whoever draws it."""
    bars, line = _scale([day for one in days for day in (one.opened, one.resolved)]), _scale([one.open for one in days])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="{FONT}">',
        f"<title>{escape(words.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="{PAPER}"/>',
        _text(LEFT, 46, words.title, size=24, weight=700),
        _text(LEFT, 74, words.subtitle, size=15, fill=FAINT),
        *_legend(words),
        *_rules(bars, line),
        *_bars(days, bars),
        *_line(days, line),
        *_labels(days),
        "</svg>",
    ]
    return "".join(parts)


def _scale(values: Sequence[int | None]) -> int:
    """The top of an axis: four even steps of 1, 2 or 5 times a power of ten hold all values."""
    most = max([value for value in values if value is not None], default=0)
    power = 1
    while True:
        for step in _STEPS:
            if step * power * _RULES >= most:
                return step * power * _RULES
        power *= 10


def _x(place: float, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / count


def _y(value: float, top: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _rules(bars: int, line: int) -> Iterator[str]:
    for step in range(_RULES + 1):
        y = _y(step, _RULES)
        colour = FAINT if step == 0 else RULE
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="1"/>'
        yield _text(LEFT - 12, y + 5, str(bars * step // _RULES), size=14, fill=FAINT, anchor="end")
        yield _text(WIDTH - RIGHT + 12, y + 5, str(line * step // _RULES), size=14, fill=OPEN)


def _bars(days: Sequence[Day], top: int) -> Iterator[str]:
    wide = (WIDTH - LEFT - RIGHT) / len(days) * 0.34
    for place, day in enumerate(days):
        middle = _x(place, len(days))
        for value, left, colour in ((day.opened, middle - wide - 0.5, NEW), (day.resolved, middle + 0.5, SOLVED)):
            if value:
                y = _y(value, top)
                round_ = min(3.0, wide / 3)
                yield (
                    f'<rect x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{HEIGHT - BOTTOM - y:.1f}" '
                    f'rx="{round_:.1f}" fill="{colour}"/>'
                )


def _line(days: Sequence[Day], top: int) -> Iterator[str]:
    points: list[str] = []
    for place, day in enumerate(days):
        if day.open is not None:
            points.append(f"{_x(place, len(days)):.1f},{_y(day.open, top):.1f}")
    if not points:
        return
    joined = " ".join(points)
    yield f'<polyline points="{joined}" fill="none" stroke="{PAPER}" stroke-width="7" stroke-linejoin="round"/>'
    yield (
        f'<polyline points="{joined}" fill="none" stroke="{OPEN}" stroke-width="3" stroke-linejoin="round" '
        'stroke-linecap="round"/>'
    )
    x, y = points[-1].split(",")
    yield f'<circle cx="{x}" cy="{y}" r="5" fill="{OPEN}" stroke="{PAPER}" stroke-width="2"/>'


def _legend(words: Words) -> Iterator[str]:
    x = float(LEFT)
    for word, colour in ((words.opened, NEW), (words.resolved, SOLVED), (words.open, OPEN)):
        yield f'<rect x="{x:.1f}" y="90" width="14" height="14" rx="3" fill="{colour}"/>'
        yield _text(x + 22, 102, word, size=15)
        x += 54 + sum(15.0 if sign >= _FIRST_WIDE else 8.4 for sign in word)


def _labels(days: Sequence[Day]) -> Iterator[str]:
    every = max(1, -(-len(days) // _DAYS_LABELLED))
    for place in range(len(days) - 1, -1, -every):
        label = _x(place, len(days))
        yield _text(label, HEIGHT - BOTTOM + 26, days[place].label, size=14, fill=FAINT, anchor="middle")


def _text(x: float, y: float, words: str, *, size: int, **look: str | int) -> str:
    anchor, fill, weight = look.get("anchor", "start"), look.get("fill", INK), look.get("weight", 400)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
