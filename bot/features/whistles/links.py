"""One-time links: a department without an account answers on a page. Only the hash of a token is kept."""

import hashlib
import secrets
from datetime import datetime

from bot.features.whistles.deadlines import link_ends
from bot.features.whistles.model import Link
from bot.features.whistles.store import Links, Whistles
from bot.features.whistles.views import Calling, calling
from bot.turn import Turn

PATH = "/whistle"


async def issue(turn: Turn, called: Calling) -> str | None:
    """A new link for this whistle; earlier ones work no more. None: without `[web] public_url` there can be none."""
    web = turn.setup.config.web
    if web is None or web.public_url is None:
        return None
    token = secrets.token_urlsafe(24)
    made = Link(
        token_hash=hash_of(token),
        whistle=called.whistle.id,
        made_at=turn.now,
        ends_at=await link_ends(turn, called),
    )
    await turn.store(Links).add(made)
    return f"{web.public_url}{PATH}/{token}"


async def behind(turn: Turn, token: str) -> Calling | None:
    """The whistle that this token opens, while it lasts."""
    link = await turn.store(Links).at(hash_of(token), turn.now)
    whistle = await turn.store(Whistles).get(link.whistle) if link else None
    return None if whistle is None else await calling(turn, whistle)


async def ends_at(turn: Turn, token: str) -> datetime | None:
    """Until when it works."""
    link = await turn.store(Links).at(hash_of(token), turn.now)
    return None if link is None else link.ends_at


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
