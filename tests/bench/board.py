"""How quick the board's pages are beside a million tickets: `python -m tests.bench.board [tickets]`.

The same large databases as in `scale`. Each page is asked for over HTTP, one after the other, after one look that
nobody counts; search goes through the index, which is filled first as the running service fills it.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aiohttp import ClientSession
from sqlalchemy import create_engine, text

from adapters.web.board.site import BoardSite
from adapters.web.server import WebServer
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot.community import PlaceKind
from bot.config import Config
from bot.config_values import Endpoint
from bot.features.board import views as board
from bot.features.board.model import grams
from bot.stores import Places
from tests.bench.scale_month import live_through
from tests.bench.scale_open import filled
from tests.servers.telegram.remote import ROOT
from tests.town import open_town

TIMES: Final = 15


async def measure(tickets: int) -> None:
    """Fill the database and print each page's median and slowest milliseconds."""
    with tempfile.TemporaryDirectory(prefix="huying-board-", dir=ROOT) as name:
        month = Path(name) / "month.db"
        await live_through(month)
        _index(month)
        async with filled(month, tickets, None) as made:
            town = open_town(made.database, Config(), PAGE_TEXTS)
            places = await made.database.read(lambda uow: uow.store(Places).of_kind(PlaceKind.COMMUNITY))
            busiest = places[len(places) // 2].id
            newest = await town.service.ask(lambda turn: board.listed(turn, board.Wish(community=busiest), 1))
            server = WebServer(Endpoint(host="127.0.0.1", port=0))
            BoardSite(town.service, "bench", None).mount(server)
            await server.start()
            try:
                await _print_times(server.url, _pages(busiest, newest.lines[0].number))
            finally:
                await server.stop()


def _index(month: Path) -> None:
    """The month's tickets are indexed as the job does it, without waiting for its next looks."""
    engine = create_engine(f"sqlite:///{month}")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM board_grams"))
        asked = text("SELECT id, community, public_words FROM tickets WHERE community IS NOT NULL AND NOT private")
        for number, community, words in connection.execute(asked).all():
            for gram in grams(words):
                row = {"community": community, "gram": gram, "ticket": number}
                connection.execute(text("INSERT INTO board_grams VALUES (:community, :gram, :ticket)"), row)
    engine.dispose()


def _pages(community: int, ticket: int) -> Mapping[str, str]:
    home = f"/board/{community}"
    return {
        "first page": home,
        "what is open": f"{home}?state=open",
        "one category": f"{home}?category=environment",
        "search 电梯": f"{home}?q=电梯",
        "search for nothing": f"{home}?q=龙凤呈祥",
        "search one sign": f"{home}?q=灯",
        "an older page": f"{home}?before={ticket - 100_000}",
        "a ticket": f"/board/ticket/{ticket}",
        "the screen": f"{home}?display=1",
    }


async def _print_times(url: str, pages: Mapping[str, str]) -> None:
    async with ClientSession(url, headers={"Accept-Language": "zh"}) as browser:
        for name, path in pages.items():
            found = []
            for _ in range(TIMES + 1):
                began = time.perf_counter()
                async with browser.get(path) as answer:
                    await answer.read()
                    assert answer.status == 200, (path, answer.status)
                found.append((time.perf_counter() - began) * 1000)
            print(
                f"{name}: first {found[0]:.0f} ms, median {statistics.median(found[1:]):.0f} ms, "
                f"slowest {max(found[1:]):.0f} ms",
                flush=True,
            )


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
