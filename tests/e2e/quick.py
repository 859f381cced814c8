"""`python -m tests.e2e.quick COMMAND…`: the service whose workers' tasks gather for a moment, not for half a minute.

So tests whose workers get many tasks need not wait for it. Whether the half minute is kept, is asked by
`tests/kernel/test_piles.py` and `tests/storm`.
"""

import sys
from datetime import timedelta
from functools import partial
from typing import Final

from bot import courier
from bot.__main__ import main
from bot.flights import Pace

GATHERING: Final = timedelta(seconds=2)


def quicken() -> None:
    """From now on couriers of this process have that pace."""
    vars(courier)["Pace"] = partial(Pace, gathering=GATHERING)


if __name__ == "__main__":
    quicken()
    sys.exit(main(sys.argv[1:]))
