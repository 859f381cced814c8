"""The composition root: reads like a recipe. The only file here that imports adapters and storage."""

import asyncio
import contextlib
import logging
import os
import platform
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from adapters.accounts import channels_of, first_contact
from adapters.calendar import calendars_of
from adapters.clock import MovableClock, SystemClock, elapsed
from adapters.machine import Machine
from adapters.opinion import adviser_of
from adapters.printing import PdfPrinter
from adapters.scheduler import Scheduler
from adapters.shelf import shelf_at
from adapters.web.channel import WebChannel
from adapters.web.opening import web_server
from adapters.web.scene import Scene, Standing, Visitor, WebGroup
from adapters.web.stage import WebStage
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot import commands
from bot.config import Config
from bot.copies import BackedUp, BroughtBack
from bot.demo import script
from bot.demo.town import BOT, NETWORK, SampleTown, bind, describe, folder_of, plan_of
from bot.features.desk import views as desk
from bot.features.roster.service import Sheet, meet_admins
from bot.features.suggestions.consulting import Consultant
from bot.installed import FEATURES, words_of_features
from bot.learned import Learned, put_to_use
from bot.leases import KeepsKeys, LeaseLost, SoleTenure, Tenure, lease_of, wanted_by
from bot.links import invitation_links, usernames_of
from bot.ports import Channel, Clock, Database
from bot.service import Service
from bot.setup import Setup
from bot.shared_tenure import SharedTenure
from bot.sign_in import SignIns, settled, signing_in
from bot.stopping import ended_by_signals
from bot.upkeep import Upkeep
from bot.watch import Watch
from storage.engine import OpenDatabase, open_database, read_url, sqlite_file
from storage.migrate import SchemaTooNew, migrate
from storage.sole_run import AnotherRun, claim_sole_run

if TYPE_CHECKING:
    from adapters.spreadsheets import Table

# What the terminal needs of them, so that it imports neither.
__all__ = ["AnotherRun", "SchemaTooNew", "first_contact", "run"]

log = logging.getLogger("huying")

# A Thursday on which everybody works.
A_WORKDAY: Final = date(2026, 11, 26)


def setup_of(config: Config, channels: Sequence[Channel], usernames: Mapping[str, str]) -> Setup:
    """What is the same for every turn. Lines are read with the community's own words from now on."""
    put_to_use(config)
    return Setup(
        config=config,
        texts=words_of_features(config, PAGE_TEXTS),
        features=FEATURES,
        calendar_in=calendars_of(config),
        bots={channel.name: channel.bot for channel in reversed(channels)},
        accounts=frozenset((channel.name, channel.bot) for channel in channels),
        opens_private=frozenset(channel.name for channel in channels if channel.capabilities.opens_private),
        sealing=frozenset(("matrix", account.user) for account in config.matrix if not account.relay),
        shows_menus=frozenset((channel.name, channel.bot) for channel in channels if channel.capabilities.menus),
        invitation_links=invitation_links(channels, usernames),
        printer=PdfPrinter(config.files.font),
        shelf=shelf_at(config.files.store, config.folder),
    )


@contextlib.asynccontextmanager
async def opened_database(config: Config) -> AsyncIterator[OpenDatabase]:
    """The database, in the form that this version expects; closed at the end."""
    await migrate(config.storage.url, config.folder)
    database = open_database(config.storage.url, config.folder)
    try:
        yield database
    finally:
        await database.close()


@contextlib.asynccontextmanager
async def quiet_service(config: Config) -> AsyncIterator[Service]:
    """The service for a command that changes the database alone: it knows the networks but talks to none."""
    async with opened_database(config) as database:
        clock = SystemClock()
        channels = channels_of(config, database, clock, Scene())
        setup = setup_of(config, channels, await usernames_of(database, channels))
        service = Service(database=database, setup=setup, channels=channels, clock=clock)
        await service.act(meet_admins)
        await service.ask(desk.follow)
        yield service


@contextlib.asynccontextmanager
async def upkeep(config: Config, say: Callable[[str], None]) -> AsyncIterator[Upkeep]:
    """The commands that look after the database."""
    async with opened_database(config) as database:
        yield Upkeep(database, SystemClock(), config.timezone, say)


async def back_up(config: Config, place: Path, *, prove: bool, keep: int | None) -> BackedUp:
    """`huying backup`, also beside a running service. Raises `NoBackup`, `StorageAway`, `OSError`."""
    from storage.backup import back_up as write  # noqa: PLC0415 - a service that runs need not load it

    async with opened_database(config):
        return await write(config, place, SystemClock().now(), prove=prove, keep=keep)


async def restore(config: Config, file: Path, *, force: bool) -> BroughtBack:
    """`huying restore`. Raises `NoBackup`, `NotRestored`, `SchemaTooNew`, `AnotherRun`, `StorageAway`, `OSError`."""
    from storage.restore import restore as bring_back  # noqa: PLC0415 - a service that runs need not load it

    return await bring_back(config, file, SystemClock().now(), force=force)


def roster_tables(paths: Sequence[Path]) -> list[Sheet]:
    """The tables in these files. Raises `OSError` when one cannot be opened."""
    # Spreadsheets take long to load; only the commands that read or write one pay for it.
    from adapters.files import roster_tables as read  # noqa: PLC0415

    return read(paths)


def open_table(path: Path, header: Sequence[str]) -> "Table":
    """A new ledger file. Raises `OSError` or `ValueError` (its name has another ending)."""
    from adapters.spreadsheets import open_table as opened  # noqa: PLC0415

    return opened(path, header)


async def run(config: Config) -> None:
    """`huying run`: everything, until SIGTERM or SIGINT.

    Raises:
        RefusedLogin: a network does not accept our token or password.
        AnotherRun: another `run` has this SQLite file.
    """
    with ended_by_signals(), claim_sole_run(config.storage.url, config.folder):
        async with opened_database(config) as database:
            while await live(config, database):
                log.warning("another process has taken over; this one forgets everything and stands by")


async def live(config: Config, database: Database) -> bool:
    """Run until cancelled, or (True) until another process has taken over something of ours. Raises `RefusedLogin`."""
    channels, is_replaced = channels_of(config, database, SystemClock(), Scene()), False
    try:
        async with tenure_of(config, database, channels) as tenure:
            try:
                async with signing_in(may_sign_in(channels, tenure)) as sign_ins:
                    service = await started_service(config, database, channels, tenure, sign_ins)
                    await serve(service, free_roles=False)
            finally:
                # Whoever takes over needs our Matrix keys, so they are let go of before the leases are.
                for channel in channels:
                    await channel.close()
    except* LeaseLost:
        is_replaced = True
    return is_replaced


@contextlib.asynccontextmanager
async def tenure_of(config: Config, database: Database, channels: Sequence[Channel]) -> AsyncIterator[Tenure]:
    """What this process may act for: everything on SQLite, where it is the only one; else what it gets a lease for."""
    if sqlite_file(read_url(config.storage.url), config.folder) is not None:
        yield SoleTenure()
        return
    holder = f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"
    async with SharedTenure(database, wanted_by(channels), holder=holder, elapsed=elapsed).kept() as tenure:
        yield tenure


def may_sign_in(channels: Sequence[Channel], tenure: Tenure) -> Sequence[Channel]:
    """All but those whose keys another process uses now; whoever gets their lease signs in then."""
    return [one for one in channels if tenure.holds(lease_of(one.name, one.bot)) or not isinstance(one, KeepsKeys)]


async def started_service(
    config: Config, database: Database, channels: Sequence[Channel], tenure: Tenure, sign_ins: SignIns
) -> Service:
    """Wire the service; whoever is not signed in within a moment goes on signing in. Raises `RefusedLogin`."""
    are_all_in = await settled(sign_ins)
    setup = setup_of(config, channels, await usernames_of(database, channels))
    service = Service(database=database, setup=setup, channels=channels, clock=SystemClock(), tenure=tenure)
    if not are_all_in:
        service.sign_ins = sign_ins
    await service.act(meet_admins)
    return service


async def serve(service: Service, *, free_roles: bool, say: Callable[[str], None] | None = None) -> None:
    """Listen, receive, work and send until cancelled."""
    config = service.setup.config
    watch = Watch(service, machine_of(config))
    opinions = Consultant(service, adviser_of(config, os.environ))
    # What was changed at the desk holds from the start.
    await service.ask(desk.follow)
    service.after_tick += [watch.remember, Learned(config).look, opinions.look, lambda: service.ask(desk.follow)]
    server = await web_server(service, watch, free_roles=free_roles)
    times = [config.settings_in(name) for name in (None, *config.community)]
    scheduler = Scheduler(service, [(here.digest_at, here.timezone) for here in times])
    if server is not None:
        await server.start()
        log.info("listening on %s", server.url)
        if say is not None:
            say(f"the local chat: {server.url}/chat")
    loops = asyncio.create_task(service.run())
    scheduler.start()
    service.tenure.gained.append(scheduler.strike)
    log.info("ready")
    try:
        await loops
    finally:
        scheduler.stop()
        loops.cancel()
        await asyncio.wait({loops})
        if server is not None:
            await server.stop()


def machine_of(config: Config) -> Machine:
    """The machine, where this deployment lies on it."""
    return Machine(config.folder, sqlite_file(read_url(config.storage.url), config.folder))


async def demo(config: Config, say: Callable[[str], None]) -> None:
    """`huying demo`: the sample town and its local chat, where everybody may be everybody, on this machine alone."""
    with ended_by_signals(), claim_sole_run(config.storage.url, config.folder):
        async with opened_database(config) as database, sample_town(config, database, SystemClock()) as (service, _):
            await serve(service, free_roles=True, say=say)


async def play(config: Config, say: Callable[[str], None]) -> None:
    """`huying demo --script`: a day of the sample town in the terminal."""
    midnight = datetime.combine(A_WORKDAY, time(0), tzinfo=config.timezone)
    clock = MovableClock(midnight)
    async with opened_database(config) as database, sample_town(config, database, clock) as (service, town):
        channel = service.channels[NETWORK, BOT]
        if isinstance(channel, WebChannel):
            await script.play(WebStage(service, channel, clock, config.language), town, midnight, say)


@contextlib.asynccontextmanager
async def sample_town(config: Config, database: Database, clock: Clock) -> AsyncIterator[tuple[Service, SampleTown]]:
    """The service of the sample town, its roster imported and its groups bound."""
    nobody_yet = WebChannel(database, clock, Scene())
    empty = Service(database=database, setup=setup_of(config, [nobody_yet], {}), channels=[nobody_yet], clock=clock)
    tables = roster_tables([folder_of(config.language) / name for name in ("places.csv", "people.csv")])
    await commands.import_roster(empty, tables, dry_run=False, say=lambda _: None)
    town = await empty.ask(lambda turn: describe(turn, plan_of(config.language)))
    channel = WebChannel(database, clock, scene_of(town))
    service = Service(database=database, setup=setup_of(config, [channel], {}), channels=[channel], clock=clock)
    await service.act(lambda turn: bind(turn, town))
    yield service, town


def scene_of(town: SampleTown) -> Scene:
    """The town as the local chat shows it."""
    people = [
        Visitor(account=one.account, name=one.name, standing=Standing(one.standing), note=one.note)
        for one in town.people
    ]
    groups = [WebGroup(chat=one.chat, title=one.title, members=one.members) for one in town.groups]
    return Scene(people=people, groups=groups)
