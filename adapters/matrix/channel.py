"""One Matrix account as the kernel sees it."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from adapters.matrix.errors import NETWORK_FAULTS, NOT_YET, NotThereYet, Refusal
from adapters.matrix.fetch import fetched
from adapters.matrix.health import Health
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.invites import Invitations
from adapters.matrix.keys import Keys
from adapters.matrix.known import KnownEvents
from adapters.matrix.line import Line
from adapters.matrix.login import Login
from adapters.matrix.names import CHANNEL
from adapters.matrix.notebook import Notebook
from adapters.matrix.parse import parse
from adapters.matrix.pauses import Pace
from adapters.matrix.privates import PrivateRooms
from adapters.matrix.receive import Receiving
from adapters.matrix.rights import rights_in
from adapters.matrix.rooms import Rooms
from adapters.matrix.send import Delivery
from adapters.matrix.store import Store, StoreTaken
from bot.community import ChatRef
from bot.config_channels import Matrix
from bot.messages import Incoming
from bot.orders import Order
from bot.ports import Capabilities, Clock, Reception, Rights, SendResult

log = logging.getLogger(__name__)

CAPABILITIES: Final = Capabilities(
    edits=True,
    buttons=False,
    reactions=True,
    toasts=False,
    threads=True,
    silence=True,
    # Characters that fit into one event whatever they are.
    text_length=3500,
    label_length=64,
    # Every homeserver sets its own; the courier learns them from what it refuses.
    per_second=None,
    per_chat_second=None,
    per_group_minute=None,
    deduplicates=True,
    opens_private=True,
)


class MatrixChannel:
    """Implements `bot.ports.Channel`. `bot` is the account's whole id."""

    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, config: Matrix, clock: Clock, pace: Pace | None = None) -> None:
        pace = pace or Pace()
        self.bot = config.user
        self._store = Store(config.store, config.user)
        self._line = self._connected(config, clock, pace)
        self._delivery = Delivery(self._line)

    def _connected(self, config: Matrix, clock: Clock, pace: Pace) -> Line:
        home = Homeserver(config, pace)
        notebook = Notebook(self._store.notebook)
        rooms = Rooms(home)
        privates = PrivateRooms(home, rooms, pace, encrypt=config.encrypt_private)
        return Line(
            channel=self,
            home=home,
            login=Login(config, home, self._store, notebook),
            notebook=notebook,
            rooms=rooms,
            known=KnownEvents(home, rooms),
            keys=Keys(home, notebook),
            privates=privates,
            invitations=Invitations(home, rooms, privates, config.invites_from or (), pace),
            health=Health(clock, timedelta(seconds=2 * pace.poll + pace.answer)),
            clock=clock,
            pace=pace,
        )

    @property
    def keys(self) -> str:
        """Names the store folder: only a process that shares it can go on as the same device. Raises `OSError`."""
        return self._store.folder_id

    @property
    def clock_ahead(self) -> float | None:
        """By how many seconds our clock is ahead of the homeserver's; None before the first answer."""
        return self._line.health.clock_ahead

    @property
    def is_signed(self) -> bool:
        """Do clients that keep unsigned devices out, such as Element, give our device their keys?"""
        return self._line.login.is_signed

    def parse(self, payload: str) -> Sequence[Incoming]:
        """What happened, from an inbox row. Raises `Unreadable`."""
        return parse(payload)

    async def start(self) -> str | None:
        """Sign in; answers why that was not possible yet. Raises `RefusedLogin`. `receive` tries again."""
        try:
            async with asyncio.timeout(self._line.pace.start):
                await self._line.login.sign_in(self._line.clock.now())
        except (Refusal, NotThereYet, StoreTaken, *NETWORK_FAULTS, *NOT_YET) as fault:
            log.warning("matrix %s: not signed in yet: %s", self.bot, _told(fault))
            return _told(fault)
        return None

    async def receive(self, reception: Reception) -> None:
        """Receive until cancelled. Survives every fault of the network."""
        await Receiving(self._line, reception).run()

    async def send(self, order: Order, once: str) -> SendResult:
        """Do it and say how it went."""
        return await self._delivery.send(order, once)

    async def fetch(self, reference: str, most: int) -> bytes:
        """A file that somebody sent, decrypted. Raises `NotKept`, `NotNow`."""
        return await fetched(self._line.home, reference, most)

    async def rights_in(self, chat: ChatRef) -> Rights | None:
        """What we may do in this room now; None: the homeserver does not say."""
        return await rights_in(self._line.home, chat.chat)

    def is_ready(self) -> bool:
        """Has the homeserver served us lately?"""
        return self._line.health.is_good()

    async def close(self) -> None:
        """Let go of connections and of the store folder."""
        await self._line.invitations.close()
        await self._delivery.close()
        await self._line.home.close()
        self._line.notebook.close()
        self._store.release()


def _told(fault: BaseException) -> str:
    """What may be logged: the homeserver's and our own words, but no address out of the network's."""
    return str(fault) if isinstance(fault, (Refusal, StoreTaken, NotThereYet)) else type(fault).__name__
