import re
from pathlib import Path

import pytest

from adapters.web import words

CSS = Path(words.FOLDER, "static", "chat.css").read_text(encoding="utf-8")
# What is written on what. WCAG 2 AA asks for 4.5 to 1 between words and their ground.
READ = [
    ("ink", ("ground", "paper", "mine", "theirs", "ours", "quote", "fresh", "press")),
    ("soft", ("ground", "paper", "quote", "mine")),
    ("accent", ("paper", "ground", "press", "ours", "theirs", "fresh")),
    ("on-accent", ("accent",)),
    ("alarm", ("ground",)),
]


def palette(theme: str) -> dict[str, str]:
    """The colours of a theme by name: the first block is light, the one for `dark` replaces them."""
    block = CSS.partition("(prefers-color-scheme: dark)")[0 if theme == "light" else 2].partition("* {")[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((brightness(one), brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_can_be_read_by_weak_eyes(theme: str) -> None:
    colours = palette(theme)

    weak = {
        (words_, ground): round(contrast(colours[words_], colours[ground]), 2)
        for words_, grounds in READ
        for ground in grounds
        if contrast(colours[words_], colours[ground]) < 4.5
    }

    assert weak == {}


def test_signs_on_colour_are_white_and_readable() -> None:
    grounds = re.findall(r"\.hue-\d \{ background: (#[0-9a-f]{6}); \}", CSS)

    assert len(grounds) == 6
    assert all(contrast("#ffffff", ground) >= 4.5 for ground in grounds)
