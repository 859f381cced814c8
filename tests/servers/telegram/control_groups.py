"""Orders about groups: making them, who is in with which rights, topics, migration."""

from typing import Any

from tests.servers.telegram.control import Desk, order
from tests.servers.telegram.people import Account

Json = dict[str, Any]


def _accounts(desk: Desk, name: str) -> list[Account]:
    return [_account(desk, one) for one in desk.get(name, [])]


def _account(desk: Desk, number: int) -> Account:
    account = desk.server.world.account(number)
    assert account is not None, f"nobody has the id {number}"
    return account


@order
def group(desk: Desk) -> Json:
    """A group: id, title, members, bots, admins (ids), creator, forum."""
    creator = desk.get("creator")
    made = desk.server.group(
        desk.get("id"),
        desk.get("title"),
        members=[*_accounts(desk, "members"), *_accounts(desk, "bots")],
        admins=_accounts(desk, "admins"),
        creator=_account(desk, creator) if creator is not None else None,
        forum=desk.get("forum", False),
    )
    return made.json()


async def _moved(desk: Desk, verb: str, **more: Any) -> bool:
    by = {"by": _account(desk, desk.get("by"))} if "by" in desk.facts else {}
    await getattr(desk.group, verb)(_account(desk, desk.get("account")), **by, **more)
    return True


@order
async def adds(desk: Desk) -> bool:
    """chat, account, by: somebody is added; `admin` makes a bot administrator at once."""
    return await _moved(desk, "adds", admin=desk.get("admin", False))


@order
async def promotes(desk: Desk) -> bool:
    return await _moved(desk, "promotes", **desk.get("rights", {}))


@order
async def demotes(desk: Desk) -> bool:
    return await _moved(desk, "demotes")


@order
async def restricts(desk: Desk) -> bool:
    return await _moved(desk, "restricts", **desk.get("permissions", {}))


@order
async def kicks(desk: Desk) -> bool:
    return await _moved(desk, "kicks")


@order
async def joins(desk: Desk) -> bool:
    await desk.group.joins(_account(desk, desk.get("account")))
    return True


@order
async def leaves(desk: Desk) -> bool:
    await desk.group.leaves(_account(desk, desk.get("account")))
    return True


@order
async def migrates(desk: Desk) -> int:
    """The group becomes a supergroup; answers the new id."""
    return (await desk.group.migrates(to=desk.get("to"))).id


@order
async def opens_topic(desk: Desk) -> int:
    """user opens a topic; answers its id."""
    return (await desk.user.opens_topic(desk.group, desk.get("name"))).id


@order
async def closes_topic(desk: Desk) -> bool:
    await desk.user.closes_topic(desk.group, desk.group.topics[desk.get("topic")])
    return True


@order
async def deletes_topic(desk: Desk) -> bool:
    await desk.user.deletes_topic(desk.group, desk.group.topics[desk.get("topic")])
    return True
