"""Signing in: a link that the bot sends in private, used once, within minutes, by one browser."""

from typing import Final

from bot.community import Person
from bot.errors import Refused
from bot.features.desk.model import LINK_LIVES, VISIT_LIVES, Link, Visit, fresh_token, hash_of
from bot.features.desk.store import Entries
from bot.stores import People
from bot.turn import STAFF_ROLES, Turn

PATH: Final = "/desk"


async def issue(turn: Turn) -> str:
    """A new link for the actor; earlier ones work no more.

    Raises:
        Refused: without `[web] public_url` there can be none.
    """
    web = turn.setup.config.web
    if web is None or web.public_url is None:
        raise Refused("desk.no_address")
    token = fresh_token()
    link = Link(token_hash=hash_of(token), person=turn.person.id, ends_at=turn.now + LINK_LIVES)
    await turn.store(Entries).add(link)
    return f"{web.public_url}{PATH}/enter?token={token}"


async def is_good(turn: Turn, token: str) -> bool:
    """May this link still be used? Chat apps open links to preview them, so looking uses nothing up."""
    return await turn.store(Entries).look(hash_of(token), turn.now) is not None


async def enter(turn: Turn, token: str, browser: str) -> str | None:
    """Use the link up. Answers what this browser keeps from now on; None: the link is over, or the job is."""
    link = await turn.store(Entries).use(hash_of(token), turn.now)
    if link is None or not await is_staff(turn, await turn.store(People).get(link.person)):
        return None
    kept = fresh_token()
    visit = Visit(
        token_hash=hash_of(kept), person=link.person, browser=hash_of(browser), ends_at=turn.now + VISIT_LIVES
    )
    await turn.store(Entries).begin(visit)
    return kept


async def whose(turn: Turn, token: str, browser: str) -> Person | None:
    """Who is signed in with this, in this browser; whoever has left the job is not. The turn is theirs from now on."""
    visit = await turn.store(Entries).visit(hash_of(token), turn.now)
    if visit is None or visit.browser != hash_of(browser):
        return None
    person = await turn.store(People).get(visit.person)
    return person if await is_staff(turn, person) else None


async def leave(turn: Turn, token: str) -> None:
    """Nobody is signed in with this any more."""
    await turn.store(Entries).end(hash_of(token))


async def is_staff(turn: Turn, person: Person) -> bool:
    """Does the person work for a community, or look after the service?"""
    if not turn.admins.isdisjoint(person.accounts):
        return True
    return any(duty.role in STAFF_ROLES for duty in await turn.store(People).duties(person.id))
