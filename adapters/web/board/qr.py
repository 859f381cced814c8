"""The address to call at as a picture that phones read, drawn into the page itself."""

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(16)
def qr_of(address: str, label: str) -> Markup:
    """The address as SVG; the label is what is read aloud instead."""
    made = segno.make(address, error="m", micro=False)
    # segno draws with classes and sizes only when told to; colours are the page's.
    drawn = made.svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None, title=label, dark="#000")
    return Markup(drawn)  # noqa: S704 - segno escapes the title, and the rest is its own
