"""`python -m tests.crash.launcher MOMENT PASSING COMMAND…`: the service, killed as it reaches a named moment.

MOMENT is a name of `bot.crashpoints`, PASSING says which time; the rest is the command line of `huying`. CRASH_SIGNAL
in the environment names another signal than SIGKILL: with SIGSTOP it stands still at that moment. With CRASH_QUICK it
has the pace of `tests.e2e.quick`.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count

from bot import crashpoints
from bot.__main__ import main
from tests.e2e.quick import quicken


def deadly(moment: str, passing: int, end: signal.Signals = signal.SIGKILL) -> Callable[[str], None]:
    """A listener that ends this process as a power cut would: no cleaning up, in no thread."""
    passings = count(1)

    def reached(name: str) -> None:
        if name == moment and next(passings) == passing:
            os.kill(os.getpid(), end)

    return reached


if __name__ == "__main__":
    if os.environ.get("CRASH_QUICK"):
        quicken()
    crashpoints.tell(deadly(sys.argv[1], int(sys.argv[2]), signal.Signals[os.environ.get("CRASH_SIGNAL", "SIGKILL")]))
    sys.exit(main(sys.argv[3:]))
