"""`huying doctor`: one line for each thing that somebody has to do."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot import commands
from bot.backlog import Queue
from bot.community import Role
from bot.condition import AccountCondition, Condition
from bot.copies import LAST_BACKUP, LastBackup
from bot.doctor import Seen, findings
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Tickets
from bot.ports import UnitOfWork
from bot.stores import Facts
from bot.watch import Backlog
from tests.town import MORNING, Yucheng

GB = 1024**3
ACCOUNT = AccountCondition(channel="telegram", bot="17", ready=True, ahead=0.5)
DEVICE = AccountCondition(channel="matrix", bot="@huying:example.org", ready=True, signed=True)
WELL = Seen(
    now=MORNING,
    condition=Condition(at=MORNING - timedelta(seconds=50), accounts=[ACCOUNT, DEVICE]),
    backlog=Backlog(),
    backup=LastBackup(at=MORNING - timedelta(hours=7), proved=True),
    disk_free=20 * GB,
    log_bytes=0,
    warnings=(),
    groups=(),
    workers=(),
)


def account(**changes: Any) -> dict[str, Any]:
    return {"condition": Condition(at=MORNING, accounts=[replace(ACCOUNT, **changes)])}


def queue(bot: str, minutes: float) -> dict[str, Any]:
    oldest = MORNING - timedelta(minutes=minutes)
    return {"backlog": Backlog(queues=[Queue(channel="telegram", bot=bot, waiting=3, oldest=oldest)])}


def to_do(seen: Seen) -> list[str]:
    return [finding.line for finding in findings(seen) if not finding.is_good]


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    assert [str(finding) for finding in findings(WELL)] == [
        "ok: the service runs",
        "ok: telegram 17 answers",
        "ok: matrix @huying:example.org answers",
        "ok: 20480 MB left on the disk",
        "ok: the last backup is 7 h old and was proved by a restore",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"condition": None}, "never ran here"),
        ({"condition": Condition(at=MORNING - timedelta(hours=5), accounts=[])}, "no sign of life"),
        (account(ready=False), "telegram 17 does not answer"),
        (account(ahead=45.0), "the clock is 45 s ahead of that of telegram 17"),
        (account(ahead=-600.0), "the clock is 10 min behind that of telegram 17"),
        (account(signed=False), "is not signed"),
        (queue("17", 11), "3 waiting to leave, the oldest for 11 min; the log says why"),
        (queue("18", 11), "the config names no such account"),
        ({"clocks": [3, 4]}, "the clocks of 2 open tickets are not those of their history (#3 #4)"),
        ({"backlog": Backlog(given_up=2)}, "2 received messages could not be handled: huying inbox"),
        ({"backlog": Backlog(dead=[("matrix", "removed", 4)])}, "4 matrix removed): huying outbox"),
        ({"disk_free": 100 * 1024**2}, "100 MB left on the disk: make room now"),
        ({"disk_free": 900 * 1024**2}, "900 MB left on the disk: make room soon"),
        ({"log_bytes": 65 * 1024**2}, "log has grown to 65 MB"),
        ({"backup": None}, "there is no backup"),
        ({"backup": LastBackup(at=MORNING - timedelta(days=9), proved=True)}, "the last backup is 9 d old"),
        ({"backup": LastBackup(at=MORNING - timedelta(hours=2), proved=False)}, "was not proved"),
        ({"warnings": ["config.toml is readable by others"]}, "readable by others"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_trouble_is_one_line_that_says_what_to_do(change: dict[str, Any], words: str) -> None:
    (line,) = to_do(replace(WELL, **change))

    assert words in line


@pytest.mark.parametrize(
    "change",
    [account(ahead=29.0), account(ahead=None), queue("17", 9), {"backlog": Backlog(retrying=2)}],
    ids=["clock", "untold", "waiting", "retrying"],
)
def test_what_gets_well_by_itself_is_nobodys_work(change: dict[str, Any]) -> None:
    assert to_do(replace(WELL, **change)) == []


@dataclass
class BigMachine:
    def disk_free(self) -> int:
        return 20 * GB

    def memory(self) -> int:
        return 0

    def log_bytes(self) -> int:
        return 0


async def test_it_reads_what_the_service_wrote_down_and_names_who_was_never_met(here: Yucheng) -> None:
    town = here.town
    await town.official("周强", Role.WORKER, here.building4, started=False)
    await town.group("新来的群")
    backup = LastBackup(at=MORNING, proved=True)
    await town.database.write(lambda uow: uow.store(Facts).set(LAST_BACKUP, backup.written()))
    condition = Condition(at=MORNING, accounts=[ACCOUNT])
    await town.database.write(lambda uow: condition.keep(uow.store(Facts)))
    said: list[str] = []

    is_well = await commands.doctor(town.service, BigMachine(), said.append)

    assert not is_well
    assert [line for line in said if line.startswith("to do")] == [
        "to do: group 新来的群: belongs to no place; an admin says /bind and the place's name there",
        "to do: 周强 (4号楼) never started the bot: send the invitation",
    ]


async def test_where_nothing_is_to_be_done_it_ends_well(here: Yucheng) -> None:
    town = here.town
    backup = LastBackup(at=MORNING, proved=True)
    await town.database.write(lambda uow: uow.store(Facts).set(LAST_BACKUP, backup.written()))
    condition = Condition(at=MORNING, accounts=[ACCOUNT])
    await town.database.write(lambda uow: condition.keep(uow.store(Facts)))

    assert await commands.doctor(town.service, BigMachine(), lambda _: None)


async def test_a_clock_that_is_not_that_of_its_history_is_found(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    said: list[str] = []
    await commands.doctor(here.town.service, BigMachine(), said.append)
    assert not any("clocks" in line for line in said)

    async def moved(uow: UnitOfWork) -> None:
        ticket = await uow.store(Tickets).get(TicketId(1))
        assert ticket is not None
        assert ticket.next_due is not None
        await uow.store(Tickets).save(replace(ticket, next_due=ticket.next_due + timedelta(days=1)))

    await here.town.keep(moved)
    await commands.doctor(here.town.service, BigMachine(), said.append)

    assert any("the clocks of 1 open tickets are not those of their history (#1)" in line for line in said)
