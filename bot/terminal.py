"""The commands at a terminal: what is printed, and with which exit code they end."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Final

from bot import commands, exporting, main, posters, sandbox, teaching
from bot.beginning.installing import install
from bot.checking import check
from bot.config import Config, ConfigProblems, load
from bot.copies import NoBackup, NotRestored
from bot.errors import StorageAway
from bot.features.figures.views import Period
from bot.features.history import service as history
from bot.features.ledger.views import COLUMNS, OPEN_COLUMNS, Wanted
from bot.features.roster import views as roster
from bot.files import NoFile
from bot.logs import start_logging
from bot.ports import RefusedLogin, UnitOfWork
from bot.texts import TextProblems
from bot.turn import Turn
from bot.understanding import Gazetteer

Command = Callable[[Config, argparse.Namespace], Coroutine[None, None, int]]

GOOD: Final = 0
WRONG: Final = 1
NO_COPY: Final = (NoBackup, NotRestored)


def run(given: argparse.Namespace) -> int:
    """Run a command that needs a config."""
    try:
        config = load(given.config or Path("config.toml"), os.environ)
    except ConfigProblems as problems:
        return _fail(str(problems))
    start_logging(config, sys.stdout if given.command == "run" else sys.stderr)
    try:
        return asyncio.run(COMMANDS[given.command](config, given))
    except (RefusedLogin, StorageAway, TextProblems, main.AnotherRun, main.SchemaTooNew, *NO_COPY) as reason:
        return _fail(str(reason))
    except OSError as trouble:
        return _fail(f"{trouble.filename or given.command}: {(trouble.strerror or str(trouble)).lower()}")
    except KeyboardInterrupt:
        return GOOD


async def _run(config: Config, _given: argparse.Namespace) -> int:
    for warning in config.warnings:
        logging.getLogger("huying").warning("%s", warning)
    await main.run(config)
    return GOOD


async def _check(config: Config, _given: argparse.Namespace) -> int:
    async with main.quiet_service(config) as service:
        problems = await check(service)
        for channel in service.channels.values():
            await channel.close()
    for line in problems:
        print(line)
    print("all is well" if not problems else f"{len(problems)} to look at")
    return GOOD if not problems else WRONG


async def _doctor(config: Config, _given: argparse.Namespace) -> int:
    async with main.quiet_service(config) as service:
        is_well = await commands.doctor(service, main.machine_of(config), print)
    return GOOD if is_well else WRONG


async def _import(config: Config, given: argparse.Namespace) -> int:
    try:
        tables = main.roster_tables(given.files)
    except (OSError, ValueError) as trouble:
        return _fail(str(trouble))
    async with main.quiet_service(config) as service:
        is_good = await commands.import_roster(service, tables, dry_run=given.dry_run, say=print)
    return GOOD if is_good else WRONG


async def _digest(config: Config, _given: argparse.Namespace) -> int:
    async with main.quiet_service(config) as service:
        count = await commands.send_digests(service)
    leaving = "1 digest leaves" if count == 1 else f"{count} digests leave"
    print(f"{leaving} with the running service" if count else "nobody receives a digest yet: set admins")
    return GOOD


async def _export(config: Config, given: argparse.Namespace) -> int:
    if given.month is not None:
        return await _export_chain(config, given)
    rest = Wanted(category=given.category, private=given.private, columns=OPEN_COLUMNS if given.open else COLUMNS)
    async with main.quiet_service(config) as service:
        try:
            wanted = await exporting.wanted_of(service, (given.first, given.last), given.place, rest)
            table = main.open_table(given.file, wanted.columns)
        except (ValueError, LookupError) as trouble:
            return _fail(str(trouble.args[0]))
        with table:
            count = await exporting.export(service, table, wanted, say=_bar)
    print(f"{count} tickets in {given.file}")
    return GOOD


async def _export_chain(config: Config, given: argparse.Namespace) -> int:
    async with main.quiet_service(config) as service:
        lines: list[str] = []
        fault = await commands.export_chain(service, given.month, lines.append)
    if lines:
        given.file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        print(f"{len(lines) - 2} lines in {given.file}")
    return GOOD if fault is None else _fail(fault)


def verify(given: argparse.Namespace) -> int:
    """`huying verify`: check files of months of the chain, one after the other; needs no config and no database."""
    before: str | None = None
    for path in given.files:
        try:
            month = history.verify(path.read_text(encoding="utf-8").splitlines())
        except OSError as trouble:
            return _fail(f"{path}: {(trouble.strerror or str(trouble)).lower()}")
        except (history.Broken, UnicodeDecodeError) as fault:
            return _fail(f"{path}: {fault}")
        if before not in {None, month.before}:
            return _fail(f"{path}: {month.month} does not go on from the file before it")
        print(f"{month.month}: {month.count} lines are as they were written; hash {month.head}")
        before = month.head
    return GOOD


async def _replay(config: Config, given: argparse.Namespace) -> int:
    days = (given.last - given.first).days + 1
    try:
        rules = sandbox.read(given.deadlines, config)
        period = Period.of_days(given.first, days, config.timezone)
        async with main.quiet_service(config) as service:
            lines = await sandbox.replay(service, rules, period, given.place)
    except ConfigProblems as problems:
        return _fail(str(problems))
    except LookupError as trouble:
        return _fail(str(trouble.args[0]))
    for line in lines:
        print(line)
    return GOOD


async def _posters(config: Config, given: argparse.Namespace) -> int:
    async with main.quiet_service(config) as service:
        try:
            count = await posters.draw(service, given.file, given.language, place=given.place, as_pictures=given.png)
        except NoFile as reason:
            return _fail(str(reason))
    print(f"{count} posters in {given.file}")
    return GOOD


async def _inbox(config: Config, given: argparse.Namespace) -> int:
    async with main.upkeep(config, print) as upkeep:
        is_good = await upkeep.inbox(given.action, vars(given).get("which"))
    return GOOD if is_good else WRONG


async def _outbox(config: Config, given: argparse.Namespace) -> int:
    async with main.upkeep(config, print) as upkeep:
        is_good = await upkeep.outbox(given.action, vars(given).get("which"))
    return GOOD if is_good else WRONG


async def _backup(config: Config, given: argparse.Namespace) -> int:
    if given.keep is not None:
        given.file.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = await main.back_up(config, given.file, prove=not given.unproved, keep=given.keep)
    print(made.told(config.timezone, proved=not given.unproved))
    return GOOD


async def _restore(config: Config, given: argparse.Namespace) -> int:
    came = await main.restore(config, given.file, force=given.force)
    for line in came.told(config.timezone):
        print(line)
    return GOOD


async def _service(config: Config, given: argparse.Namespace) -> int:
    return install(config, given)


async def _learn(config: Config, given: argparse.Namespace) -> int:
    async with main.quiet_service(config) as service:
        if given.undo:
            return GOOD if teaching.undo(service, print) else WRONG
        await teaching.learn(service, apply=given.apply, say=print)
    return GOOD


async def _migrate(config: Config, _given: argparse.Namespace) -> int:
    async with main.opened_database(config):
        print("the database is up to date")
    return GOOD


COMMANDS: Final[dict[str, Command]] = {
    "run": _run,
    "check": _check,
    "doctor": _doctor,
    "import": _import,
    "digest": _digest,
    "export": _export,
    "posters": _posters,
    "replay": _replay,
    "inbox": _inbox,
    "outbox": _outbox,
    "backup": _backup,
    "restore": _restore,
    "service": _service,
    "learn": _learn,
    "migrate": _migrate,
}


def gazetteer_of(path: Path) -> Gazetteer:
    """The buildings of the config's roster, for `huying understand`."""
    config = load(path, os.environ)

    async def read() -> Gazetteer:
        async with main.quiet_service(config) as service:

            async def ask(uow: UnitOfWork) -> Gazetteer:
                return await roster.gazetteer(Turn(uow, service.setup, service.clock.now()))

            return await service.database.read(ask)

    return asyncio.run(read())


def _bar(line: str) -> None:
    """On a terminal one line that grows; in a log every tenth."""
    if sys.stderr.isatty():
        print(f"\r{line}", end="\n" if "100%" in line else "", file=sys.stderr, flush=True)
    elif line[line.index("]") :].lstrip("] ").partition("%")[0].endswith("0"):
        print(line, file=sys.stderr)


def _fail(reason: str) -> int:
    print(reason, file=sys.stderr)
    return WRONG
