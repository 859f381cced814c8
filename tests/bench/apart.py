"""`python -m tests.bench.apart COMMAND…`: `huying` without limits and without lists.

Each ticket has its own card and its own message to the worker, however many come at once.
"""

import sys
from datetime import timedelta
from functools import partial

from bot import courier
from bot.__main__ import main
from bot.flights import Pace
from tests.bench.unlimited import lift_limits

if __name__ == "__main__":
    lift_limits()
    vars(courier)["Pace"] = partial(Pace, gathering=timedelta(), few=sys.maxsize)
    sys.exit(main(sys.argv[1:]))
