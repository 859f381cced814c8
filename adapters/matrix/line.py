"""What the parts of one account's adapter share."""

from dataclasses import dataclass

from adapters.matrix.health import Health
from adapters.matrix.homeserver import Homeserver
from adapters.matrix.invites import Invitations
from adapters.matrix.keys import Keys
from adapters.matrix.known import KnownEvents
from adapters.matrix.login import Login
from adapters.matrix.notebook import Notebook
from adapters.matrix.pauses import Pace
from adapters.matrix.privates import PrivateRooms
from adapters.matrix.rooms import Rooms
from bot.ports import Channel, Clock


@dataclass(frozen=True, kw_only=True)
class Line:
    """One account's line to its homeserver. `channel` is what the kernel knows it by."""

    channel: Channel
    home: Homeserver
    login: Login
    notebook: Notebook
    rooms: Rooms
    known: KnownEvents
    keys: Keys
    privates: PrivateRooms
    invitations: Invitations
    health: Health
    clock: Clock
    pace: Pace
