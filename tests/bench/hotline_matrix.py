"""The hotline's calls on Matrix: a real Synapse, plain rooms, everything said as fast as it goes."""

import asyncio
import re
import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import aiohttp

from tests.bench.hotline_town import GRID, Answer, Run, import_roster
from tests.e2e.huying import running
from tests.servers.matrix_timeline import Message
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Account, Synapse

CONFIG: Final = """
admins = ["matrix:{secretary}"]
[matrix]
homeserver = "{url}"
user = "{bot}"
password = "{password}"
"""
ROOMS: Final = 2
CALLERS: Final = 8
PATIENCE: Final = 120.0
# The line that Synapse writes of a request that it refused for coming too often.
REFUSED: Final = re.compile(r"Processed request:.* 429 ")


async def run(folder: Path, calls: Sequence[str], _rate: float) -> Run:
    """Send them all at once, and wait for their answers."""
    server = folder / "synapse"
    server.mkdir()
    with Synapse(server) as synapse:
        try:
            answers = await _run(synapse, folder, calls)
        finally:
            await synapse.close_users()
        refused = sum(bool(REFUSED.search(line)) for line in synapse.log.read_text(errors="replace").splitlines())
    return Run(
        manner=f"Matrix, all at once into {ROOMS} plain rooms by {CALLERS} people, the bot's limits lifted",
        answers=answers,
        too_many=refused,
    )


async def _run(synapse: Synapse, folder: Path, calls: Sequence[str]) -> list[Answer]:
    bot = await synapse.account("huying", display_name="呼应")
    worker, secretary = await synapse.user("worker"), await synapse.user("secretary")
    staff = {"worker": worker.id, "backup": (await synapse.account("backup")).id, "secretary": secretary.id}
    callers = [await synapse.account(f"caller{number}") for number in range(CALLERS)]
    config = CONFIG.format(secretary=secretary.id, url=synapse.url, bot=bot.id, password=bot.password)
    async with running(folder, config), aiohttp.ClientSession(f"{synapse.url}/_matrix/client/v3/") as session:
        await import_roster(folder, {role: f"matrix:{person}" for role, person in staff.items()})
        rooms = [await _room(session, secretary, bot, callers) for _ in range(ROOMS)]
        turns = zip(calls, cycle(rooms), cycle(callers), strict=False)
        sent = await asyncio.gather(*(_says(session, caller, room, words) for words, room, caller in turns))
        return await _answers(secretary, bot, sent)


async def _room(session: aiohttp.ClientSession, secretary: MatrixUser, bot: Account, callers: Sequence[Account]) -> str:
    room = await secretary.creates_room("邻里群", invite=[bot.id, *(caller.id for caller in callers)])
    for caller in callers:
        await _asks(session, "POST", f"join/{quote(room)}", caller, {})
    await secretary.sees(room, lambda message: message.sender == bot.id, timeout=30)
    await secretary.says(room, f"!bind {GRID}")
    await secretary.sees(room, lambda message: message.sender == bot.id and GRID in message.body, timeout=30)
    return room


async def _says(session: aiohttp.ClientSession, caller: Account, room: str, words: str) -> tuple[str, str]:
    """Said by a client that does not listen: many that do would take the homeserver's time from the bot."""
    content = {"msgtype": "m.text", "body": f"!report {words}"}
    path = f"rooms/{quote(room)}/send/m.room.message/{secrets.token_hex(8)}"
    return room, str((await _asks(session, "PUT", path, caller, content))["event_id"])


async def _asks(
    session: aiohttp.ClientSession, method: str, path: str, caller: Account, body: Mapping[str, Any]
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {caller.access_token}"}
    async with session.request(method, path, json=body, headers=headers) as answer:
        answer.raise_for_status()
        found: dict[str, Any] = await answer.json()
        return found


async def _answers(reader: MatrixUser, bot: Account, sent: Sequence[tuple[str, str]]) -> list[Answer]:
    """The bot's reply under each call, as somebody in the rooms sees them."""
    try:
        async with asyncio.timeout(PATIENCE):
            for room, call in sent:
                await reader.sees(room, partial(_is_reply, bot=bot, call=call), timeout=PATIENCE)
    except (TimeoutError, AssertionError):
        pass
    answers = []
    for room, call in sent:
        messages = reader.reads(room)
        said = next(message for message in messages if message.id == call)
        reply = next((message for message in messages if _is_reply(message, bot, call)), None)
        if reply is not None:
            answers.append(_answer(said, reply))
    return answers


def _is_reply(message: Message, bot: Account, call: str) -> bool:
    return message.sender == bot.id and message.in_reply_to == call


def _answer(call: Message, reply: Message) -> Answer:
    return Answer(seconds=(reply.at - call.at) / 1000, has_number=re.search(r"#\d+", reply.body) is not None)
