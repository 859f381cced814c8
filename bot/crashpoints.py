"""Named moments at which a crash would hurt most. Nothing happens there unless a harness asks to be told.

Names in use: `after_receive`, `before_commit`, `after_commit`, `during_send`, `after_send_before_mark`.
"""

from collections.abc import Callable

_told: Callable[[str], None] | None = None


def tell(listener: Callable[[str], None] | None) -> None:
    """From now on call this with the name of each moment reached, in the thread that reached it; None: nobody."""
    global _told  # noqa: PLW0603 - one process has one harness, and production code must not carry it around
    _told = listener


def reached(name: str) -> None:
    """The program is at this moment now."""
    if _told is not None:
        _told(name)
