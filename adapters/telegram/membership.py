"""What our own membership in a chat became: added, removed, blocked, hearing or deaf."""

from collections.abc import Sequence
from typing import Final

from adapters.telegram import fields, people, places
from adapters.telegram.fields import Fields
from adapters.telegram.identity import Me
from bot.messages import BotAdded, BotRemoved, HearingChanged, Incoming

_ADMINISTRATORS: Final = frozenset({"administrator", "creator"})


def membership_changes(change: Fields, key: str, me: Me) -> Sequence[Incoming]:
    """At most one event.

    In a private chat "kicked" means that the person blocked us. Unblocking is no event: pressing Start, which the
    app asks for at once, arrives as a message.
    """
    was, now = fields.required_part(change, "old_chat_member"), fields.required_part(change, "new_chat_member")
    if places.is_channel(change) or (places.is_private(change) and is_inside(now)):
        return ()
    if is_inside(now):
        return (_hearing(change, key, me, now) if is_inside(was) else _added(change, key, me, now),)
    return (_removed(change, key, me),) if is_inside(was) else ()


def is_inside(member: Fields) -> bool:
    """Is this a member of the chat?"""
    status = fields.required_words(member, "status")
    return fields.flag(member, "is_member") if status == "restricted" else status not in {"left", "kicked"}


def hears(member: Fields, me: Me) -> bool:
    """Do we hear plain talk? Administrators hear everything; others only with privacy mode off."""
    return me.reads_all or fields.required_words(member, "status") in _ADMINISTRATORS


def _added(change: Fields, key: str, me: Me, now: Fields) -> BotAdded:
    return BotAdded(
        key=key,
        chat=places.chat_of(change, me.bot),
        sender=people.person(fields.required_part(change, "from")),
        at=fields.moment(change, "date"),
        chat_title=places.title_of(change),
        hears=hears(now, me),
    )


def _hearing(change: Fields, key: str, me: Me, now: Fields) -> HearingChanged:
    """Also when hearing stayed as it was: a right to write that came back is told by nothing else."""
    return HearingChanged(
        key=key,
        chat=places.chat_of(change, me.bot),
        sender=people.person(fields.required_part(change, "from")),
        at=fields.moment(change, "date"),
        hears=hears(now, me),
    )


def _removed(change: Fields, key: str, me: Me) -> BotRemoved:
    return BotRemoved(
        key=key,
        chat=places.chat_of(change, me.bot),
        sender=people.person(fields.required_part(change, "from")),
        at=fields.moment(change, "date"),
        is_private=places.is_private(change),
    )
