"""Draws one picture: reads SVG from standard input, writes a PNG to standard output.

Run as a program of its own by `adapters.printing`, like the pages: a font with all Chinese characters takes 100 MB
while it is open.
"""

import sys
from pathlib import Path
from typing import Final

import resvg_py

# Twice the size of the drawing, so that small letters are sharp on a phone.
ZOOM: Final = 2


def drawn(picture: str, font: Path) -> bytes:
    """The picture as PNG, all words in this font."""
    return bytes(resvg_py.svg_to_bytes(svg_string=picture, font_files=[str(font)], skip_system_fonts=True, zoom=ZOOM))


if __name__ == "__main__":
    sys.stdout.buffer.write(drawn(sys.stdin.read(), Path(sys.argv[1])))
