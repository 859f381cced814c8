"""What both ways of receiving share."""

from dataclasses import dataclass

from adapters.telegram.administrators import Administrators
from adapters.telegram.api import BotApi
from adapters.telegram.health import Health
from adapters.telegram.login import Login
from adapters.telegram.pauses import Pace
from bot.ports import Channel, Clock


@dataclass(frozen=True, kw_only=True)
class Line:
    """One account's line to Telegram. `channel` is what the kernel knows it by."""

    channel: Channel
    api: BotApi
    login: Login
    administrators: Administrators
    health: Health
    clock: Clock
    pace: Pace
