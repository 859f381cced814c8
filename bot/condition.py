"""How our accounts are, as the running service saw them last: so that a command beside it can tell.

The service writes it down every minute. Older than a few minutes it says that no service runs.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from bot.ports import Channel, SignsItself, TellsTime
from bot.stores import Facts

CONDITION: Final = "condition"


@dataclass(frozen=True, kw_only=True)
class AccountCondition:
    """One of our accounts.

    `ahead` is by how many seconds our clock is ahead of its network's, `signed` whether its device is; None: the
    network does not tell, or has no such thing.
    """

    channel: str
    bot: str
    ready: bool
    ahead: float | None = None
    signed: bool | None = None

    @property
    def name(self) -> str:
        """As the operator knows it."""
        return f"{self.channel} {self.bot}"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """All of them at that moment."""

    at: datetime
    accounts: Sequence[AccountCondition]

    async def keep(self, facts: Facts, *, others: Collection[tuple[str, str]] = ()) -> None:
        """Write it down. What was written of the accounts of other processes stays."""
        before = await Condition.read(facts) if others else None
        kept = [one for one in before.accounts if (one.channel, one.bot) in others] if before else []
        accounts = [asdict(account) for account in (*self.accounts, *kept)]
        await facts.set(CONDITION, json.dumps({"at": self.at.isoformat(), "accounts": accounts}))

    @classmethod
    async def read(cls, facts: Facts) -> "Condition | None":
        """What was written down last; None: no service ever ran."""
        value = await facts.get(CONDITION)
        if value is None:
            return None
        said = json.loads(value)
        accounts = [AccountCondition(**account) for account in said["accounts"]]
        return cls(at=datetime.fromisoformat(said["at"]), accounts=accounts)


def condition_of(channels: Iterable[Channel], now: datetime) -> Condition:
    """How they are now."""
    return Condition(at=now, accounts=[_account(channel) for channel in channels])


def _account(channel: Channel) -> AccountCondition:
    return AccountCondition(
        channel=channel.name,
        bot=channel.bot,
        ready=channel.is_ready(),
        ahead=channel.clock_ahead if isinstance(channel, TellsTime) else None,
        signed=channel.is_signed if isinstance(channel, SignsItself) else None,
    )
