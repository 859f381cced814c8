"""A roster that comes after `/bind` had made places of its own."""

import pytest

from bot.checking import check
from bot.community import Account, Group, Home, Place, PlaceKind
from bot.config import Config
from bot.features.roster.service import describe
from bot.features.tickets.model import Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.stores import Groups, People, Places
from storage.engine import OpenDatabase
from tests.features.roster.builders import imports, people, places
from tests.network import NAME
from tests.town import GroupChat, Somebody, Town, open_town

ROSTER = (
    places(
        "柳湖社区,东院,北网格,3栋,,王强,",
        "柳湖社区,东院,北网格,4栋,,王强,",
        "柳湖社区,西院,南网格,3栋,,刘敏,",
    ),
    people("王强,worker,东院/3栋,fake:501,", "刘敏,worker,南网格,fake:502,", "许静,secretary,东院,fake:503,"),
)


@pytest.fixture
def fresh(database: OpenDatabase) -> Town:
    """An empty town with an admin, as it is before its first roster."""
    return open_town(database, Config(admins=(Account(NAME, "boss"),)))


async def bound(fresh: Town, name: str) -> GroupChat:
    group = await fresh.group(f"{name}邻里群")
    boss = Somebody(town=fresh, name="老板", account=Account(NAME, "boss"), group=group)
    await boss.says(f"/bind {name}")
    return group


async def place_of(fresh: Town, group: GroupChat) -> Place:
    found = await fresh.keep(lambda uow: uow.store(Groups).get(group.chat))
    assert isinstance(found, Group)
    number = found.place
    assert number is not None
    place = await fresh.keep(lambda uow: uow.store(Places).get(number))
    assert isinstance(place, Place)
    return place


async def names(fresh: Town, kind: PlaceKind) -> list[str]:
    return [place.name for place in await fresh.keep(lambda uow: uow.store(Places).of_kind(kind))]


async def ticket(fresh: Town, number: int) -> Ticket:
    found = await fresh.keep(lambda uow: uow.store(Tickets).get(TicketId(number)))
    assert isinstance(found, Ticket)
    return found


async def test_a_group_that_was_bound_first_belongs_to_the_compound_of_the_roster(fresh: Town) -> None:
    group = await bound(fresh, "东院")

    report = await imports(fresh, *ROSTER)

    place = await place_of(fresh, group)
    assert (place.kind, place.name) == (PlaceKind.COMPOUND, "东院")
    assert report.taken == ("group 东院邻里群: now bound to compound 东院",)
    assert await names(fresh, PlaceKind.COMMUNITY) == ["柳湖社区"]
    assert "  community: 东院" in describe(report, {})


async def test_the_worker_is_asked_about_the_next_call_there(fresh: Town) -> None:
    group = await bound(fresh, "东院")
    await imports(fresh, *ROSTER)

    await fresh.resident("孙姐", group).says("/report 4号楼路灯不亮")

    assert group.card.startswith("#1 东院4栋 · 4号楼路灯不亮\n已交给网格员王强")


async def test_a_dry_run_tells_the_same_and_binds_nothing(fresh: Town) -> None:
    group = await bound(fresh, "东院")
    await fresh.resident("孙姐", group).says("/report 3号楼路灯不亮")

    dry = await imports(fresh, *ROSTER, dry_run=True)
    assert (await place_of(fresh, group)).kind is PlaceKind.COMMUNITY
    real = await imports(fresh, *ROSTER)

    assert (dry.taken, dry.retired, dry.warnings) == (real.taken, real.retired, real.warnings)


async def test_open_tickets_go_to_the_building_of_the_same_number_and_its_worker(fresh: Town) -> None:
    group = await bound(fresh, "东院")
    await fresh.resident("孙姐", group).says("/report 3号楼路灯不亮")
    await fresh.resident("孙姐", group).says("/report 9号楼漏水")

    report = await imports(fresh, *ROSTER)

    worker = await fresh.keep(lambda uow: uow.store(People).by_account(Account(NAME, "501")))
    moved, left = await ticket(fresh, 1), await ticket(fresh, 2)
    assert worker is not None
    assert moved.assignee == worker.id
    assert moved.spot.compound == (await place_of(fresh, group)).id
    assert left.assignee != worker.id
    assert report.taken[1:] == (
        "#1 3号楼 · 3号楼路灯不亮: now at 3栋 of compound 东院",
        "#2 9号楼 · 9号楼漏水: stays with 东院, for its building is not known; please see to it",
    )
    assert await names(fresh, PlaceKind.BUILDING) == ["3栋", "4栋", "3栋"]


async def test_homes_go_over_with_their_buildings(fresh: Town) -> None:
    group = await bound(fresh, "东院")
    sun = fresh.resident("孙姐", group)
    await sun.says("/report 3号楼路灯不亮")
    await sun.tells_the_bot("/home 3号楼2单元501")

    await imports(fresh, *ROSTER)

    person = await fresh.keep(lambda uow: uow.store(People).by_account(sun.account))
    building = (await ticket(fresh, 1)).spot.building
    assert person is not None
    assert building is not None
    assert person.home == Home(building=building, unit="2", room="501")


async def test_a_community_of_the_same_name_goes_on_as_it_is(fresh: Town) -> None:
    group = await bound(fresh, "柳湖社区")
    before = await place_of(fresh, group)

    report = await imports(fresh, *ROSTER)

    assert (await place_of(fresh, group)).id == before.id
    assert (report.taken, report.retired) == ((), ())


async def test_a_group_of_a_community_that_no_roster_names_is_told_to_bind_again(fresh: Town) -> None:
    await bound(fresh, "桃园")
    before = await check(fresh.service)

    report = await imports(fresh, *ROSTER)

    line = "group 桃园邻里群 belongs to 桃园, which no roster names; say /bind there again"
    assert line in report.warnings
    assert line not in before
    assert line in await check(fresh.service)


async def test_a_name_that_means_two_places_is_left_and_told(fresh: Town) -> None:
    group = await bound(fresh, "3栋")

    report = await imports(fresh, *ROSTER)

    assert (await place_of(fresh, group)).kind is PlaceKind.COMMUNITY
    assert report.warnings[-1] == "group 3栋邻里群 belongs to 3栋, which no roster names; say /bind there again"


async def test_a_later_import_of_people_alone_still_tells_of_it(fresh: Town) -> None:
    await bound(fresh, "桃园")
    await imports(fresh, *ROSTER)

    report = await imports(fresh, people("许静,secretary,柳湖社区,fake:503,"))

    assert report.warnings[-1] == "group 桃园邻里群 belongs to 桃园, which no roster names; say /bind there again"


async def test_where_no_roster_names_the_community_buildings_are_still_learned(fresh: Town) -> None:
    stray = await bound(fresh, "桃园")
    await imports(fresh, *ROSTER)

    await fresh.resident("孙姐", stray).says("/report 7号楼路灯不亮")

    assert (await ticket(fresh, 1)).spot.building is not None


async def test_in_a_community_of_the_roster_no_building_is_learned(fresh: Town) -> None:
    group = await bound(fresh, "东院")
    await imports(fresh, *ROSTER)

    await fresh.resident("孙姐", group).says("/report 7号楼路灯不亮")

    assert (await ticket(fresh, 1)).spot.building is None


# ---- binding where a name means several places ----


async def test_two_places_of_one_name_have_two_different_buttons(fresh: Town) -> None:
    await imports(fresh, places("柳湖社区,东院,东院,3栋,,,", "桃园社区,南院,东院,5栋,,,"))
    group = await bound(fresh, "东院")
    assert group.messages[0].labels == [["东院(小区)", "柳湖社区 东院(网格)", "桃园社区 东院(网格)"]]

    boss = Somebody(town=fresh, name="老板", account=Account(NAME, "boss"), group=group)
    await boss.presses("桃园社区 东院(网格)")

    assert (await place_of(fresh, group)).kind is PlaceKind.GRID
