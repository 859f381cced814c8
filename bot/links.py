"""How people get to our accounts: by which name a chat with each is opened, and what an invitation looks like."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from bot.ports import Channel, Database, UnitOfWork
from bot.stores import Facts


@runtime_checkable
class HasUsername(Protocol):
    """A channel whose network lets people open a chat with us by a link."""

    @property
    def username(self) -> str | None:
        """The name in links to us; None until the network was reached."""


async def usernames_of(database: Database, channels: Sequence[Channel]) -> dict[str, str]:
    """The name of each account in links: as the network says now, else as it said last."""

    async def work(uow: UnitOfWork) -> dict[str, str]:
        known: dict[str, str] = {}
        for channel in channels:
            key = f"username.{channel.name}.{channel.bot}"
            now = channel.username if isinstance(channel, HasUsername) else None
            if now is not None:
                await uow.store(Facts).set(key, now)
            known[channel.bot] = now or await uow.store(Facts).get(key) or ""
        return known

    return await database.write(work)


def invitation_links(channels: Sequence[Channel], usernames: Mapping[str, str]) -> dict[str, str]:
    """How an invitation is opened with each account of ours, with {code} in it: a deep link, or what to write to it.

    Whoever opens one is in touch with that account from then on.
    """
    return {f"{channel.name} {channel.bot}": _link(channel, usernames.get(channel.bot)) for channel in channels}


def _link(channel: Channel, username: str | None) -> str:
    if channel.name == "telegram":
        return f"https://t.me/{username}?start={{code}}" if username else "/start {code}"
    if channel.name == "matrix":
        return f"!join {{code}} → {channel.bot}"
    return "/join {code}"
