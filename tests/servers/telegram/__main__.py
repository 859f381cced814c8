"""`python -m tests.servers.telegram --port 8081`: the server as a process of its own, driven by /control/…

It prints one line with its address and runs until SIGTERM or SIGINT.
"""

import argparse
import asyncio
import signal
import sys

from tests.servers.telegram import control_groups, control_orders, control_people
from tests.servers.telegram.control import ORDERS, ControlledServer

# Importing them fills the list of orders.
FAMILIES = (control_groups, control_orders, control_people)


async def serve(port: int, *, limits: bool) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with ControlledServer(port=port, limits=limits) as server:
        sys.stdout.write(f"{server.url} takes {len(ORDERS)} orders\n")
        sys.stdout.flush()
        await stopped.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.servers.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--limits", action="store_true", help="answer 429 as Telegram does")
    options = parser.parse_args()
    asyncio.run(serve(options.port, limits=options.limits))


if __name__ == "__main__":
    main()
