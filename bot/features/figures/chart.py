"""One picture of thirty days: above what stood open, below what came in and was solved. Values in, SVG out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH, HEIGHT = 960, 600
LEFT, RIGHT = 64, 36
NEW, SOLVED, OPEN = "#e8a33d", "#2f8f6b", "#3b5b92"
INK, FAINT, RULE, PAPER = "#22303c", "#6b7a86", "#e6eaed", "#ffffff"
FONT: Final = "Noto Sans CJK SC, Noto Sans SC, sans-serif"
_STEPS: Final = (1, 2, 5)
_RULES: Final = 2
_DAYS_LABELLED: Final = 6
# A few days have bars as narrow as a week's.
_FEWEST: Final = 10
# From here on signs are as wide as they are high.
_FIRST_WIDE: Final = "\u2e80"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of the picture with an axis of its own; `most` is at its top."""

    top: int
    bottom: int
    most: int

    def y(self, value: float) -> float:
        """How high a value stands."""
        return self.bottom - (self.bottom - self.top) * value / self.most


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
    above = Panel(top=142, bottom=284, most=_most([one.open for one in days]))
    below = Panel(top=362, bottom=548, most=_most([value for one in days for value in (one.opened, one.resolved)]))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="{FONT}">',
        f"<title>{escape(words.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="{PAPER}"/>',
        _text(LEFT, 48, words.title, size=26),
        _text(LEFT, 78, words.subtitle, size=16, fill=FAINT),
        *_legend(112, ((words.open, OPEN),)),
        *_rules(above),
        *_area(days, above),
        *_legend(332, ((words.opened, NEW), (words.resolved, SOLVED))),
        *_rules(below),
        *_bars(days, below),
        *_labels(days),
        "</svg>",
    ]
    return "".join(parts)


def _most(values: Sequence[int | None]) -> int:
    """The top of an axis: two even steps of 1, 2 or 5 times a power of ten hold all values."""
    most = max([value for value in values if value is not None], default=0)
    power = 1
    while True:
        for step in _STEPS:
            if step * power * _RULES >= most:
                return step * power * _RULES
        power *= 10


def _x(place: float, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / count


def _rules(panel: Panel) -> Iterator[str]:
    for step in range(_RULES + 1):
        value = panel.most * step // _RULES
        y = panel.y(value)
        colour = FAINT if step == 0 else RULE
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="1"/>'
        yield _text(LEFT - 12, y + 5, str(value), size=15, fill=FAINT, anchor="end")


def _bars(days: Sequence[Day], panel: Panel) -> Iterator[str]:
    wide = (WIDTH - LEFT - RIGHT) / max(len(days), _FEWEST) * 0.36
    for place, day in enumerate(days):
        middle = _x(place, len(days))
        for value, left, colour in ((day.opened, middle - wide - 0.5, NEW), (day.resolved, middle + 0.5, SOLVED)):
            if value:
                y = panel.y(value)
                yield (
                    f'<rect x="{left:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{panel.bottom - y:.1f}" '
                    f'rx="1.5" fill="{colour}"/>'
                )


def _area(days: Sequence[Day], panel: Panel) -> Iterator[str]:
    """A line with a tint below it, over the days that are known, and the last number beside its end."""
    known = [(_x(place, len(days)), day.open) for place, day in enumerate(days) if day.open is not None]
    if not known:
        return
    points = " ".join(f"{x:.1f},{panel.y(value):.1f}" for x, value in known)
    (first, _), (last, value) = known[0], known[-1]
    below = f"{last:.1f},{panel.bottom} {first:.1f},{panel.bottom}"
    yield f'<polygon points="{points} {below}" fill="{OPEN}" fill-opacity="0.1"/>'
    yield (
        f'<polyline points="{points}" fill="none" stroke="{OPEN}" stroke-width="3" stroke-linejoin="round" '
        'stroke-linecap="round"/>'
    )
    y = panel.y(value)
    yield f'<circle cx="{last:.1f}" cy="{y:.1f}" r="5" fill="{OPEN}" stroke="{PAPER}" stroke-width="2"/>'
    yield _text(last, y - 14, str(value), size=18, fill=OPEN, anchor="middle")


def _legend(y: int, words: Sequence[tuple[str, str]]) -> Iterator[str]:
    x = float(LEFT)
    for word, colour in words:
        yield f'<rect x="{x:.1f}" y="{y}" width="16" height="16" rx="4" fill="{colour}"/>'
        yield _text(x + 24, y + 14, word, size=17)
        x += 58 + sum(17.0 if sign >= _FIRST_WIDE else 9.4 for sign in word)


def _labels(days: Sequence[Day]) -> Iterator[str]:
    every = max(1, -(-len(days) // _DAYS_LABELLED))
    for place in range(len(days) - 1, -1, -every):
        yield _text(_x(place, len(days)), HEIGHT - 24, days[place].label, size=15, fill=FAINT, anchor="middle")


def _text(x: float, y: float, words: str, *, size: int, **look: str) -> str:
    anchor, fill = look.get("anchor", "start"), look.get("fill", INK)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
    )
