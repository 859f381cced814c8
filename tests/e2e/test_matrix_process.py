"""The service on Matrix as its operator meets it: a wrong password, a power cut."""

from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.huying import command, running, write_config
from tests.e2e.ledger import ledger
from tests.servers.matrix_timeline import Message
from tests.servers.matrix_user import MatrixUser
from tests.servers.synapse import Account, Synapse

pytestmark = pytest.mark.synapse

CALLS = 12
SECONDS = 20.0
CONFIG = """
admins = ["matrix:{admin}"]
[matrix]
homeserver = "{url}"
user = "{bot}"
password = "{password}"
"""


async def test_a_refused_password_ends_it_with_one_line(synapse: Synapse, tmp_path: Path) -> None:
    bot = await synapse.account("huying")
    write_config(tmp_path, CONFIG.format(admin=bot.id, url=synapse.url, bot=bot.id, password="wrong-horse"))

    code, printed = await command(tmp_path, "run")

    assert code == 1
    assert bot.id in printed.splitlines()[-1]
    assert "wrong-horse" not in printed


async def test_after_a_power_cut_every_call_has_one_ticket_and_one_answer(synapse: Synapse, tmp_path: Path) -> None:
    bot = await synapse.account("huying", display_name="呼应")
    zhao = await synapse.user("zhao", display_name="赵敏")
    wang = await synapse.user("wang", display_name="王芳", encrypted=False)
    write_config(tmp_path, CONFIG.format(admin=zhao.id, url=synapse.url, bot=bot.id, password=bot.password))

    async with running(tmp_path) as huying:
        room = await zhao.creates_room("御城社区", invite=[bot.id, wang])
        await wang.joins(room)
        await zhao.sees(room, lambda m: m.sender == bot.id, timeout=SECONDS)
        await zhao.says(room, "!bind 御城社区")
        await zhao.sees(room, lambda m: m.sender == bot.id and "御城社区" in m.body, timeout=SECONDS)
        for number in range(CALLS):
            await wang.says(room, f"!report {_words(number)}")
        await _answer(wang, bot, room, 0)
        await huying.kill()
    answered_before = _answers(wang, bot, room)
    async with running(tmp_path):
        for number in range(CALLS):
            await _answer(wang, bot, room, number)

    rows = await ledger(tmp_path)
    assert answered_before.total() < CALLS
    assert Counter(row["text"] for row in rows) == Counter(_words(number) for number in range(CALLS))
    assert _answers(wang, bot, room) == Counter(range(CALLS))


def _words(number: int) -> str:
    return f"{number % 4 + 1}号楼第{number}处路灯不亮"


async def _answer(reader: MatrixUser, bot: Account, room: str, number: int) -> Message:
    """The card of that call, or its line in the list that answers many."""
    return await reader.sees(room, lambda m: m.sender == bot.id and _words(number) in m.body, timeout=SECONDS)


def _answers(reader: MatrixUser, bot: Account, room: str) -> Counter[int]:
    """How often each call was answered, by a card or in a list."""
    said = [m.body for m in reader.reads(room) if m.sender == bot.id]
    return Counter(number for number in range(CALLS) for body in said for _ in range(body.count(_words(number))))
