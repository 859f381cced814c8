"""What the commands do beside a running service: each works on the database alone, and prints lines for a terminal."""

import json
from collections.abc import Callable, Sequence

from bot.checking import of_groups, of_people
from bot.condition import Condition
from bot.copies import LastBackup
from bot.doctor import Seen, findings
from bot.features.digests import service as digests
from bot.features.history import service as history
from bot.features.roster import service as roster
from bot.features.roster.service import Report, RosterProblems, Sheet
from bot.features.tickets import views as tickets
from bot.service import Service
from bot.stores import Facts
from bot.turn import Turn
from bot.watch import Machine, backlog_of

Print = Callable[[str], None]


async def import_roster(service: Service, sheets: Sequence[Sheet], *, dry_run: bool, say: Print) -> bool:
    """`huying import`: take the roster in, or only tell what that would change. False: it is wrong as it stands."""
    report: Report | None = None

    async def work(turn: Turn) -> None:
        nonlocal report
        report = await roster.import_roster(turn, sheets, dry_run=dry_run)

    try:
        await service.act(work)
    except RosterProblems as problems:
        say(str(problems))
        return False
    if report is not None:
        for line in roster.describe(report, service.setup.invitation_links):
            say(line)
    return True


async def send_digests(service: Service) -> int:
    """`huying digest`: every digest, now. The day's own still comes. Answers how many messages will leave."""
    sent = 0

    async def work(turn: Turn) -> None:
        nonlocal sent
        for area in await digests.areas(turn):
            sent += await digests.send(turn, area)

    await service.act(work)
    return sent


async def export_chain(service: Service, month: str, write: Print) -> str | None:
    """`huying export --month`: the month's chain, line by line. Answers what is wrong with it, or None.

    Months that are over are sealed first. A sealed month whose lines have changed since does not pass.
    """
    await _seal(service)
    found: history.Month | None = None
    key = ""
    lines: list[history.Recorded] = []

    async def ask(turn: Turn) -> None:
        nonlocal found, key
        found, key = await history.month_named(turn, month), await history.secret(turn)
        past = 0 if found is None else found.after
        while found is not None and (more := await history.lines_again(turn, found, past)):
            lines.extend(more)
            past = more[-1].id

    await service.act(ask)
    if found is None:
        return f"nothing was written in {month}"
    rows = list(history.written(found, lines, key))
    for row in rows:
        write(json.dumps(row, ensure_ascii=False))
    if found.sealed and rows[-1]["hash"] != found.head:
        return f"{month} was sealed as {found.head}, and its lines say something else now"
    return None


async def _seal(service: Service) -> None:
    is_due = True

    async def work(turn: Turn) -> None:
        nonlocal is_due
        due = await history.due_month(turn)
        is_due = due is not None
        if due is not None:
            await history.advance(turn, due)

    while is_due:
        await service.act(work)


async def doctor(service: Service, machine: Machine, say: Print) -> bool:
    """`huying doctor`: what a person has to do, one line each. Answers whether that is nothing."""

    async def ask(turn: Turn) -> Seen:
        facts = turn.store(Facts)
        return Seen(
            now=turn.now,
            condition=await Condition.read(facts),
            backlog=await backlog_of(turn, gauges=False),
            backup=await LastBackup.read(facts),
            disk_free=machine.disk_free(),
            log_bytes=machine.log_bytes(),
            warnings=service.setup.config.warnings,
            clocks=await tickets.with_wrong_clocks(turn),
            groups=await of_groups(turn),
            workers=await of_people(turn),
        )

    found = findings(await service.ask(ask))
    for finding in found:
        say(str(finding))
    return all(finding.is_good for finding in found)
