"""How the service is told to stop: SIGTERM or SIGINT, at any moment, also while it is still starting."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from typing import Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """The first signal cancels the block, whose `finally` parts then run; outside it is as if the block had ended."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    asked = False

    def ask() -> None:
        nonlocal asked
        # An impatient second signal must not cancel the tidying up.
        if not asked and task is not None:
            asked = True
            task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, ask)
    try:
        yield
    except asyncio.CancelledError:
        if not asked or task is None:
            raise
        task.uncancel()
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
