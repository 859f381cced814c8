"""The hotline's calls on Telegram: the Bot API server of the tests with its limits on, in a process of its own."""

import asyncio
import re
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from tests.bench.hotline_town import GRID, NAMES, Answer, Run, import_roster
from tests.e2e.huying import running
from tests.servers.telegram.remote import Remote, remote_server

TOKEN: Final = "123456:AAdefghijklmnopqrstuvwxyz0123456789"
CONFIG: Final = """
admins = ["telegram:13"]
[telegram]
token = "{token}"
api_url = "{url}"
"""
GROUPS: Final = (-1001000000001, -1001000000002)
STAFF: Final = (11, 12, 13)
CALLERS: Final = tuple(range(1001, 1041))
PATIENCE: Final = 120.0

Json = dict[str, Any]


async def run(folder: Path, calls: Sequence[str], rate: float) -> Run:
    """Send them, `rate` a minute, and wait for their answers."""
    async with remote_server("--limits") as telegram:
        await _people(telegram)
        async with running(folder, CONFIG.format(token=TOKEN, url=telegram.url)):
            accounts = zip(("worker", "backup", "secretary"), STAFF, strict=True)
            await import_roster(folder, {role: f"telegram:{number}" for role, number in accounts})
            await _greet(telegram)
            sent = await _send(telegram, calls, 60 / rate)
            answers = await _answers(telegram, sent)
        stats = await telegram("stats")
    return Run(
        manner=f"Telegram, {rate:g} calls a minute into {len(GROUPS)} groups, limits on",
        answers=answers,
        too_many=stats["errors"].get("429", 0),
    )


async def _people(telegram: Remote) -> None:
    made = await telegram("bot", token=TOKEN, username="huying_bot")
    for number, name in zip(STAFF, NAMES, strict=True):
        await telegram("user", id=number, name=name)
    for number in CALLERS:
        await telegram("user", id=number, name=f"居民{number}")
    for group in GROUPS:
        await telegram("group", id=group, title=f"邻里群{group}", members=[*CALLERS, *STAFF], bots=[made["id"]])


async def _greet(telegram: Remote) -> None:
    for number in STAFF:
        await telegram("starts", user=number)
    for group in GROUPS:
        await telegram("says", user=STAFF[2], chat=group, text=f"/bind {GRID}")
        await telegram("wait", chat=group, pattern=f"好.*{GRID}", timeout=30)


async def _send(telegram: Remote, calls: Sequence[str], pause: float) -> list[Json]:
    """One call after another, group and caller in turn."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    sent = []
    for number, (words, group, caller) in enumerate(zip(calls, cycle(GROUPS), cycle(CALLERS), strict=False)):
        await asyncio.sleep(max(0.0, began + number * pause - loop.time()))
        sent.append(await telegram("says", user=caller, chat=group, text=f"/report {words}"))
    return sent


async def _answers(telegram: Remote, sent: Sequence[Json]) -> list[Answer]:
    """The bot's first reply under each call; waits for those that are still to come."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        replies: dict[tuple[int, int], Json] = {}
        for group in GROUPS:
            for message in await telegram("messages", chat=group):
                if message["from_bot"] and message["reply_to"] is not None:
                    replies.setdefault((group, message["reply_to"]), message)
        found = [(call, replies.get((call["chat"], call["id"]))) for call in sent]
        if all(reply for _, reply in found) or asyncio.get_running_loop().time() > deadline:
            return [_answer(call, reply) for call, reply in found if reply is not None]
        await asyncio.sleep(0.5)


def _answer(call: Json, reply: Json) -> Answer:
    return Answer(seconds=reply["posted"] - call["posted"], has_number=re.search(r"#\d+", reply["text"]) is not None)
