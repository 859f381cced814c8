"""The hotline's calls on Matrix: a real Synapse, plain rooms, everything said as fast as it goes."""

import asyncio
import re
from collections.abc import Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Final

from tests.bench.hotline_town import GRID, NAMES, Answer, Run, import_roster
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
    worker, backup, secretary = [await synapse.user(f"staff{n}", display_name=name) for n, name in enumerate(NAMES)]
    callers = [await synapse.user(f"caller{number}", encrypted=False) for number in range(CALLERS)]
    config = CONFIG.format(secretary=secretary.id, url=synapse.url, bot=bot.id, password=bot.password)
    async with running(folder, config):
        staff = {"worker": worker, "backup": backup, "secretary": secretary}
        await import_roster(folder, {role: f"matrix:{person.id}" for role, person in staff.items()})
        rooms = [await _room(secretary, bot, callers) for _ in range(ROOMS)]
        turns = zip(calls, cycle(rooms), cycle(callers), strict=False)
        sent = await asyncio.gather(*(_says(caller, room, words) for words, room, caller in turns))
        return await _answers(secretary, bot, sent)


async def _room(secretary: MatrixUser, bot: Account, callers: Sequence[MatrixUser]) -> str:
    room = await secretary.creates_room("邻里群", invite=[bot.id, *callers])
    for caller in callers:
        await caller.joins(room)
    await secretary.sees(room, lambda message: message.sender == bot.id, timeout=30)
    await secretary.says(room, f"!bind {GRID}")
    await secretary.sees(room, lambda message: message.sender == bot.id and GRID in message.body, timeout=30)
    return room


async def _says(caller: MatrixUser, room: str, words: str) -> tuple[str, str]:
    return room, await caller.says(room, f"!report {words}")


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
