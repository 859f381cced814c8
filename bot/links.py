"""How people get to our accounts: by which name a chat with each is opened, and what an invitation looks like."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol, runtime_checkable

from bot.community import PlaceId
from bot.ports import Channel, Database, UnitOfWork
from bot.stores import Facts

_DOOR: Final = "b_"
_MOST_DIGITS: Final = 9


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


def doorplate_code(building: PlaceId) -> str:
    """What the link on a building's door says after `?start=`: its number, which is no secret."""
    return f"{_DOOR}{building}"


def behind_door(code: str) -> PlaceId | None:
    """The building whose code this is; None: it is no such code."""
    number = code.strip().removeprefix(_DOOR)
    is_code = code.strip().startswith(_DOOR) and number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
    return PlaceId(int(number)) if is_code else None


def _link(channel: Channel, username: str | None) -> str:
    if channel.name == "telegram":
        return f"https://t.me/{username}?start={{code}}" if username else "/start {code}"
    if channel.name == "matrix":
        return f"!join {{code}} → {channel.bot}"
    return "/join {code}"
