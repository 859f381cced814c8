"""News about lines of group talk, published in the turn that made it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LineDecided:
    """Somebody decided whether a line was a call. Its words are about to go: whoever hears this keeps none."""

    words: str
    is_call: bool
