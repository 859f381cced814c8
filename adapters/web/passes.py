"""One-time links into the page for staff: the bot sends one in chat, it works once and for ten minutes."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from adapters.web.rooms import Pass, Passes
from bot.ports import UnitOfWork

LIVES: Final = timedelta(minutes=10)


async def issue(uow: UnitOfWork, account: str, name: str, now: datetime) -> str:
    """Make a pass for this account of ours, in the turn that sends it. Answers the token; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    new = Pass(token_hash=hash_of(token), account=account, name=name, ends_at=now + LIVES)
    await uow.store(Passes).add(new)
    return token


async def is_good(uow: UnitOfWork, token: str, now: datetime) -> bool:
    """May this token still be used? Looking does not use it: chat apps open links to show a preview."""
    return await uow.store(Passes).look(hash_of(token), now) is not None


async def redeem(uow: UnitOfWork, token: str, now: datetime) -> Pass | None:
    """Use the token up. None: unknown, used or too old."""
    return await uow.store(Passes).use(hash_of(token), now)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
