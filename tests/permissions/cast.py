"""Everybody who may try something: one community with its people, one beside it, and somebody who left the job."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.community import Account, Duty, PlaceKind, Role
from bot.config import Config
from bot.feature import Who
from bot.ports import UnitOfWork
from bot.stores import People
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import GroupChat, Somebody, Yucheng, open_town, yucheng

ADMIN: Final = Account(NAME, "admin")


class Part(StrEnum):
    """Who somebody is for the ticket that a test is about. The values are the columns of docs/permissions.md."""

    CALLER = "its caller"
    NEIGHBOUR = "a neighbour in its group"
    OUTSIDER = "a resident elsewhere"
    WORKER = "its worker"
    BACKUP = "the backup"
    OTHER_WORKER = "a worker of another grid"
    WORKER_ELSEWHERE = "a worker elsewhere"
    DEPARTMENT = "a department"
    STAFF = "its staff"
    STAFF_ELSEWHERE = "staff elsewhere"
    ADMIN = "the admin"
    FORMER = "a worker who left"


_DESK: Final = frozenset({Part.STAFF, Part.ADMIN})
_HANDLERS: Final = _DESK | {Part.WORKER, Part.BACKUP}
_STAFF: Final = _DESK | {Part.STAFF_ELSEWHERE}

# Who may, by whom a route is for.
MAY: Final[dict[Who, frozenset[Part]]] = {
    Who.ANYONE: frozenset(Part),
    Who.READER: _HANDLERS | {Part.CALLER, Part.NEIGHBOUR},
    Who.CALLER: frozenset({Part.CALLER}),
    Who.CALLER_OR_DESK: _DESK | {Part.CALLER},
    Who.CONCERNED: _HANDLERS | {Part.CALLER},
    Who.PARTY: frozenset({Part.CALLER}),
    Who.HANDLER: _HANDLERS,
    Who.DESK: _DESK,
    Who.CALLED: _HANDLERS | {Part.DEPARTMENT},
    Who.MEMBER: frozenset({Part.DEPARTMENT}),
    Who.HOST: _DESK,
    Who.ADMIN: _DESK,
    Who.WORKER: _STAFF | {Part.WORKER, Part.BACKUP, Part.OTHER_WORKER, Part.WORKER_ELSEWHERE},
    Who.STAFF: _STAFF,
}


@dataclass(kw_only=True)
class Cast:
    """御城社区 with everybody in it, and 湖滨社区 next to it."""

    here: Yucheng
    elsewhere: GroupChat
    people: dict[Part, Somebody]


async def cast(database: OpenDatabase) -> Cast:
    """Everybody, each with a private chat with the bot."""
    here = await yucheng(open_town(database, Config(admins=(ADMIN,))))
    town, group = here.town, here.group
    lakeside = await town.place(PlaceKind.COMMUNITY, "湖滨社区")
    far_grid = await town.place(PlaceKind.GRID, "湖滨第一网格", lakeside)
    next_grid = await town.place(PlaceKind.GRID, "第二网格", here.community)
    elsewhere = await town.group("湖滨邻里群", far_grid)
    people = {
        Part.CALLER: here.wang,
        Part.NEIGHBOUR: town.resident("孙姐", group),
        Part.OUTSIDER: town.resident("路人", elsewhere),
        Part.WORKER: here.li,
        Part.BACKUP: here.chen,
        Part.OTHER_WORKER: await town.official("周强", Role.WORKER, next_grid),
        Part.WORKER_ELSEWHERE: await town.official("吴磊", Role.WORKER, far_grid, elsewhere),
        Part.DEPARTMENT: await town.official("城管郑队", Role.DEPARTMENT, here.community),
        Part.STAFF: here.zhao,
        Part.STAFF_ELSEWHERE: await town.official("钱芳", Role.SECRETARY, lakeside, elsewhere),
        Part.ADMIN: Somebody(town=town, name="管理员", account=ADMIN),
        Part.FORMER: await town.official("老何", Role.WORKER, next_grid),
    }
    await leaves(here, people[Part.FORMER])
    return Cast(here=here, elsewhere=elsewhere, people=people)


async def leaves(here: Yucheng, somebody: Somebody) -> None:
    """The roster's next version has no role at all for this person."""

    async def work(uow: UnitOfWork) -> None:
        people = uow.store(People)
        gone = await people.by_account(somebody.account)
        assert gone is not None
        for place in {duty.place for duty in await people.duties(gone.id) if duty.place is not None}:
            holders = {(role, other.id) for role in Role for other in await people.holders(role, place)}
            stay = [Duty(person=other, role=role, place=place) for role, other in holders if other != gone.id]
            await people.set_duties(stay, within=[place])

    await here.town.keep(work)
