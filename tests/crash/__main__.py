"""`python -m tests.crash --kills 200`: the whole ordeal and its table."""

import argparse
import asyncio
import logging
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.crash.ordeal import suffer
from tests.crash.table import table_of
from tests.crash.town import SQLITE, Size, Town, town_at
from tests.servers.postgres import Postgres
from tests.servers.synapse import Synapse

TELL_SECONDS: Final = 60.0
# A service that is dead half of the time, and then writes at most 16 cards a minute into a group, keeps up with this.
PACE: Final = 0.06


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--telegram-only", action="store_true", help="without Matrix")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--two", action="store_true", help="two processes on one PostgreSQL, killed or frozen")
    parser.add_argument("--without-stock", action="store_true", help="without the stock bots beside it")
    parser.add_argument("--folder", type=Path, help="keep databases and logs there")
    options = parser.parse_args()
    options.postgres = options.postgres or options.two
    return options


async def _run(options: argparse.Namespace, folder: Path, homeserver: Synapse | None, server: Postgres | None) -> int:
    storage = SQLITE if server is None else await server.fresh_database()
    size = Size(
        groups=10,
        rooms=4,
        pace=PACE,
        storage=storage,
        with_stock=not options.without_stock,
        processes=2 if options.two else 1,
    )
    async with town_at(folder, homeserver, size, options.seed) as town:
        telling = asyncio.create_task(_tell(town))
        outcome = await suffer(town, options.kills)
        telling.cancel()
    sys.stdout.write("\n".join([table_of(outcome), *outcome.account.faults, ""]))
    return 1 if outcome.account.faults else 0


async def _tell(town: Town) -> None:
    """How far it is, now and then; it takes long."""
    while True:
        await asyncio.sleep(TELL_SECONDS)
        deaths = {launcher: len(lives) for launcher, lives in town.lives.items()}
        sys.stderr.write(f"{len(town.calls)} calls, deaths: {deaths}\n")


def main() -> int:
    options = _options()
    # The workers' clients complain about each message that came before its key.
    logging.getLogger("nio").setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huying-crash-")))
        rooms = folder / "synapse"
        rooms.mkdir(parents=True, exist_ok=True)
        homeserver = None if options.telegram_only else stack.enter_context(Synapse(rooms))
        server = stack.enter_context(Postgres()) if options.postgres else None
        return asyncio.run(_run(options, folder, homeserver, server))


if __name__ == "__main__":
    sys.exit(main())
