"""The running service: intake, courier and clockwork around one database, with whatever networks it was given.

`bot.main` gives it the real ones, tests give it others; the wiring is the same.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.clockwork import Clockwork
from bot.community import ChatRef
from bot.courier import Courier
from bot.dispatch import Dispatch
from bot.door import Door
from bot.errors import Conflict, StorageAway
from bot.flights import Pace
from bot.housekeeping import Housekeeping
from bot.intake import Intake
from bot.lanes import address_of
from bot.leases import CLOCKWORK, SoleTenure, Tenure, lease_of, leased
from bot.links import invitation_links, usernames_of
from bot.lists import Lists
from bot.making import Workshop
from bot.messages import Private
from bot.porter import Porter, Storeroom
from bot.ports import Channel, Clock, Database, Reason, RefusedLogin, SendResult, UnitOfWork
from bot.reaching import without
from bot.router import Router
from bot.service_events import Moved, Undelivered
from bot.setup import Setup
from bot.sign_in import SignIns
from bot.stores import CardRow, Groups, OutboxRow, People
from bot.turn import Turn

log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Turn], Awaitable[None]]


class Service:
    """Everything that runs, and the loops that keep it running."""

    def __init__(
        self,
        *,
        database: Database,
        setup: Setup,
        channels: Sequence[Channel],
        clock: Clock,
        tenure: Tenure | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.database = database
        self.setup = setup
        self.clock = clock
        self.tenure = tenure or SoleTenure()
        self.channels = {(channel.name, channel.bot): channel for channel in channels}
        self.intake = Intake(database, setup, Dispatch(Router.of(setup.features)), self.channels, clock, self.tenure)
        self.door = Door(database, clock, self.intake.wake, self.tenure)
        self.courier = Courier(
            database, self.channels, clock, on_trouble=self._on_trouble, pace=pace, tenure=self.tenure
        )
        self.workshop = Workshop(database, setup, clock)
        self.courier.fill = self.workshop.fill
        self.porter = Porter(
            database,
            self.channels,
            clock,
            self.act,
            Storeroom(shelf=setup.shelf, most=setup.config.files.most),
            self.tenure,
        )
        self.clockwork = Clockwork(database, setup, setup.features, clock, self.tenure)
        self.housekeeping = Housekeeping(database, clock)
        self.intake.after_commit += [self.courier.wake, self.porter.wake]
        self.tenure.gained += [self.intake.wake, self.courier.begin_anew]
        # Accounts that were not signed in when the service was wired.
        self.sign_ins: SignIns = {}
        # Called whenever the scheduler has woken us.
        self.after_tick: list[Callable[[], Awaitable[None]]] = []

    async def run(self) -> None:
        """Receive, work and send until cancelled, for the accounts that are ours.

        Raises:
            LeaseLost: another process has taken over what was ours, in a group of exceptions.
            RefusedLogin: a network that did not answer before does not accept our token or password.
        """
        try:
            async with asyncio.TaskGroup() as loops:
                loops.create_task(self.tenure.until_lost())
                loops.create_task(self.intake.run())
                loops.create_task(self.courier.run())
                loops.create_task(self.porter.run())
                for channel in self.channels.values():
                    loops.create_task(self._receive(channel))
        except BaseExceptionGroup as ends:
            if refusals := ends.subgroup(RefusedLogin):
                raise refusals.exceptions[0] from None
            raise

    async def _receive(self, channel: Channel) -> None:
        await self.tenure.until_held(lease_of(channel.name, channel.bot))
        if sign_in := self.sign_ins.get((channel.name, channel.bot)):
            await sign_in
            await self._learn_name(channel)
        await channel.receive(self.door)

    async def _learn_name(self, channel: Channel) -> None:
        # Kept by the next start too; until then links say it in words.
        with contextlib.suppress(StorageAway, Conflict):
            usernames = await usernames_of(self.database, [channel])
            self.setup.invitation_links.update(invitation_links([channel], usernames))

    async def tick(self) -> None:
        """The scheduler woke us: do what is due and let it leave."""
        if self.tenure.holds(CLOCKWORK):
            if await self.clockwork.tick():
                self.courier.wake()
            with contextlib.suppress(StorageAway):
                await self.housekeeping.sweep_if_due()
                self.porter.tidy_if_due()
        for told in self.after_tick:
            await told()

    async def next_moment(self) -> datetime | None:
        """When the next thing becomes due for us; None also while the database is away."""
        if not self.tenure.holds(CLOCKWORK):
            return None
        try:
            return await self.clockwork.next_moment()
        except StorageAway:
            return None

    async def act(self, work: Work, *, leases: Collection[str] = ()) -> None:
        """One turn that neither a person nor the clock caused: a command line, a trouble on the way out.

        Raises `LeaseLost` or `StorageAway` when it needs leases that are not ours.
        """

        async def turn(uow: UnitOfWork) -> None:
            made = Turn(uow, self.setup, self.clock.now())
            await work(made)
            await made.outbox.keep(uow)

        await self.database.write(leased(self.tenure, leases, turn))
        self.courier.wake()

    async def ask(self, question: Callable[[Turn], Awaitable[T]]) -> T:
        """A question to the features, without changing anything."""

        async def read(uow: UnitOfWork) -> T:
            return await question(Turn(uow, self.setup, self.clock.now()))

        return await self.database.read(read)

    async def _on_trouble(self, item: OutboxRow | CardRow, result: SendResult) -> None:
        """The network refused for good: suspend or move the chat, and let the features say it another way."""

        async def work(turn: Turn) -> None:
            await _note_trouble(turn, item, result)

        to = address_of(item)
        await self.act(work, leases=(lease_of(to.channel, to.bot),))


async def _forget_private_chat(turn: Turn, to: Private) -> None:
    """The person never opened a private chat with us, or blocked us: others are told instead until they write."""
    person = await turn.store(People).by_account(to.account)
    if person is not None and to.account in person.reachable:
        await turn.store(People).save(without(person, to))


async def _note_trouble(turn: Turn, item: OutboxRow | CardRow, result: SendResult) -> None:
    to = item.to if isinstance(item, CardRow) else item.order.to
    groups = turn.store(Groups)
    group = await groups.get(to) if isinstance(to, ChatRef) else None
    if result.reason is Reason.MOVED and result.moved_to is not None and isinstance(to, ChatRef):
        await groups.move(to.whole, result.moved_to)
        await turn.publish(Moved(old=to.whole, new=result.moved_to))
        return
    if result.reason in {Reason.REMOVED, Reason.NO_RIGHT} and group is not None and not group.suspended:
        await groups.save(replace(group, suspended=True))
    if result.reason is not None:
        account = to.account if isinstance(to, Private) else None
        if isinstance(to, Private) and result.reason is Reason.UNREACHABLE:
            await _forget_private_chat(turn, to)
        for line in await _lines(turn, item):
            await turn.publish(Undelivered(item=line, reason=result.reason, account=account, group=group))


async def _lines(turn: Turn, item: OutboxRow | CardRow) -> Sequence[OutboxRow | CardRow]:
    """What this says: of a list each of its lines."""
    lines = await turn.store(Lists).lines(item.key) if isinstance(item, CardRow) else ()
    return lines or [item]
