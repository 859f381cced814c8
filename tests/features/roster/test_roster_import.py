"""Importing a roster into a town that may know some of it already."""

from functools import partial

import pytest

from bot.community import Account, Home, Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.features.roster import views
from bot.features.roster.model import RosterProblems
from bot.features.roster.service import describe
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Tickets
from bot.features.tickets.views import Ticket
from bot.ports import UnitOfWork
from bot.stores import Facts, Groups, People, Places
from bot.turn import Turn
from tests.features.roster.builders import imports, people, places
from tests.network import NAME
from tests.town import Town

LIU, OLD_WANG = Account(NAME, "501"), Account(NAME, "502")
TOWN = (
    places(
        "柳湖社区,东院,北网格,1号楼,红楼|老楼,王强,刘敏",
        "柳湖社区,东院,北网格,2号楼,,王强,刘敏",
        "柳湖社区,西院,南网格,1号楼,,刘敏,王强",
    ),
    people("王强,worker,北网格,fake:501,555 0101", "刘敏,worker,南网格,,", "许静,staff,柳湖社区,fake:503,555 0100"),
)


async def one(town: Town, kind: PlaceKind, name: str) -> Place:
    found = await town.keep(lambda uow: uow.store(Places).of_kind(kind))
    (place,) = [place for place in found if place.name == name]
    assert isinstance(place, Place)
    return place


async def holders(town: Town, role: Role, place: Place) -> list[str]:
    found = await town.keep(lambda uow: uow.store(People).holders(role, place.id))
    return [person.name for person in found]


async def person(town: Town, account: Account) -> Person:
    found = await town.keep(lambda uow: uow.store(People).by_account(account))
    assert isinstance(found, Person)
    return found


def names(changes: object) -> list[str]:
    assert isinstance(changes, tuple)
    return [f"{change.kind} {change.name}" for change in changes]


async def test_a_roster_makes_the_tree_of_places(town: Town) -> None:
    await imports(town, *TOWN)

    community = await one(town, PlaceKind.COMMUNITY, "柳湖社区")
    east, north = await one(town, PlaceKind.COMPOUND, "东院"), await one(town, PlaceKind.GRID, "北网格")
    building = await one(town, PlaceKind.BUILDING, "2号楼")
    assert building == Place(
        id=building.id,
        kind=PlaceKind.BUILDING,
        name="2号楼",
        parent=east.id,
        community=community.id,
        compound=east.id,
        grid=north.id,
    )


async def test_a_roster_says_who_looks_after_what(town: Town) -> None:
    await imports(town, *TOWN)

    north, south = await one(town, PlaceKind.GRID, "北网格"), await one(town, PlaceKind.GRID, "南网格")
    assert await holders(town, Role.WORKER, north) == ["王强"]
    assert await holders(town, Role.BACKUP, north) == ["刘敏"]
    assert await holders(town, Role.WORKER, south) == ["刘敏"]
    assert await holders(town, Role.STAFF, await one(town, PlaceKind.COMMUNITY, "柳湖社区")) == ["许静"]


async def test_a_call_after_the_import_goes_to_the_worker_of_the_building(town: Town) -> None:
    await imports(town, *TOWN)
    group = await town.group("东院邻里群", await one(town, PlaceKind.COMPOUND, "东院"))

    await town.resident("王芳", group).says("/report 老楼路灯不亮")

    assert group.card.startswith("#1 东院1号楼 · 老楼路灯不亮\n已交给网格员王强")


async def test_the_import_is_remembered(town: Town) -> None:
    await imports(town, *TOWN)

    assert await town.keep(lambda uow: uow.store(Facts).get(views.IMPORTED)) is not None


async def test_a_dry_run_says_the_same_and_changes_nothing(town: Town) -> None:
    dry = await imports(town, *TOWN, dry_run=True)
    assert await town.keep(lambda uow: uow.store(Places).of_kind(PlaceKind.COMMUNITY)) == []

    real = await imports(town, *TOWN)

    assert (dry.new, dry.changed, dry.retired, dry.counts) == (real.new, real.changed, real.retired, real.counts)
    assert [(one.name, one.code) for one in dry.invitations] == [("刘敏", None)]
    assert [one.name for one in real.invitations] == ["刘敏"]


async def test_the_same_roster_again_changes_nothing(town: Town) -> None:
    first = await imports(town, *TOWN)

    again = await imports(town, *TOWN)

    assert (again.new, again.changed, again.retired) == ((), (), ())
    assert again.invitations == first.invitations


async def test_one_problem_keeps_everything_out(town: Town) -> None:
    with pytest.raises(RosterProblems) as told:
        await imports(town, TOWN[0], people("王强,chef,北网格,,"))

    assert told.value.problems[0].startswith("people.csv row 2, column role: chef is no role")
    assert await town.keep(lambda uow: uow.store(Places).of_kind(PlaceKind.COMMUNITY)) == []


# ---- changes ----


async def test_what_a_roster_lacks_is_retired_and_comes_back_as_the_same(town: Town) -> None:
    await imports(town, *TOWN)
    before = await one(town, PlaceKind.BUILDING, "2号楼")

    without = await imports(
        town, places("柳湖社区,东院,北网格,1号楼,红楼|老楼,王强,刘敏", "柳湖社区,西院,南网格,1号楼,,刘敏,王强")
    )
    again = await imports(town, TOWN[0])

    assert names(without.retired) == ["building 2号楼"]
    assert names(again.new) == ["building 2号楼"]
    assert await one(town, PlaceKind.BUILDING, "2号楼") == before


async def test_a_building_that_moves_to_another_grid_stays_the_same_building(town: Town) -> None:
    await imports(town, *TOWN)
    before = await one(town, PlaceKind.BUILDING, "2号楼")

    report = await imports(
        town,
        places(
            "柳湖社区,东院,北网格,1号楼,红楼,王强,刘敏",
            "柳湖社区,东院,南网格,2号楼,,刘敏,王强",
            "柳湖社区,西院,南网格,1号楼,,刘敏,王强",
        ),
    )

    after = await one(town, PlaceKind.BUILDING, "2号楼")
    assert (after.id, after.grid) == (before.id, (await one(town, PlaceKind.GRID, "南网格")).id)
    assert [(change.name, change.detail) for change in report.changed] == [
        ("1号楼", "also called 红楼"),
        ("2号楼", "grid 南网格, was 北网格"),
    ]


async def test_another_community_is_left_alone(town: Town) -> None:
    await imports(town, *TOWN)

    report = await imports(town, places("槐树社区,,一网格,1号楼,,王强,"))

    assert report.communities == ("槐树社区",)
    assert report.retired == ()
    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "北网格")) == ["王强"]
    assert (await person(town, LIU)).name == "王强"
    assert [invited.name for invited in report.invitations] == ["王强"]


async def test_each_table_is_the_truth_about_what_it_says_alone(town: Town) -> None:
    await imports(town, *TOWN)

    await imports(town, TOWN[0])
    report = await imports(town, people("刘敏,worker,南网格,,", "孟凡,staff,柳湖社区,fake:504,"))

    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "北网格")) == ["王强"]
    assert await holders(town, Role.STAFF, await one(town, PlaceKind.COMMUNITY, "柳湖社区")) == ["孟凡"]
    assert names(report.retired) == ["person 许静"]


async def test_a_places_table_alone_says_who_works_in_its_grids(town: Town) -> None:
    await imports(town, *TOWN)

    report = await imports(
        town,
        places(
            "柳湖社区,东院,北网格,1号楼,,刘敏,", "柳湖社区,东院,北网格,2号楼,,刘敏,", "柳湖社区,西院,南网格,1号楼,,,"
        ),
    )

    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "北网格")) == ["刘敏"]
    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "南网格")) == ["刘敏"]
    assert names(report.retired) == ["person 王强"]


async def test_a_people_table_alone_retires_whom_it_had_and_has_no_more(town: Town) -> None:
    await imports(town, *TOWN)

    report = await imports(town, people("刘敏,worker,,,", "许静,staff,柳湖社区,fake:503,"))

    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "北网格")) == []
    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "南网格")) == ["刘敏"]
    assert names(report.retired) == ["person 王强"]


async def test_a_group_of_a_retired_place_is_told(town: Town) -> None:
    await imports(town, *TOWN)
    await town.group("西院群", await one(town, PlaceKind.COMPOUND, "西院"))

    report = await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,刘敏"))

    assert "the group 西院群 is bound to 西院, which is retired; bind it again" in report.warnings
    assert len(await town.keep(lambda uow: uow.store(Groups).all())) == 1


async def test_a_building_that_residents_named_before_the_roster_is_taken_over(town: Town) -> None:
    community = await town.place(PlaceKind.COMMUNITY, "柳湖社区")
    named = await town.place(PlaceKind.BUILDING, "2号楼", community)

    await imports(town, *TOWN)

    taken_over = await one(town, PlaceKind.BUILDING, "2号楼")
    assert taken_over.id == named.id
    assert taken_over.compound == (await one(town, PlaceKind.COMPOUND, "东院")).id


# ---- people ----


async def test_somebody_met_in_a_chat_gets_the_rosters_name_and_keeps_the_home(town: Town) -> None:
    await imports(town, TOWN[0])
    home = Home(building=(await one(town, PlaceKind.BUILDING, "2号楼")).id, unit="2", room="501")
    met = Person(id=PersonId(0), name="强哥", accounts=(LIU,), home=home)
    await town.keep(lambda uow: uow.store(People).add(met))

    report = await imports(town, *TOWN)

    known = await person(town, LIU)
    assert (known.name, known.phone, known.home, known.in_roster) == ("王强", "555 0101", home, True)
    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "北网格")) == ["王强"]
    assert names(report.retired) == []


async def _meet(met: Person, uow: UnitOfWork) -> Person:
    return await uow.store(People).add(met)


async def test_two_met_accounts_of_one_name_become_one_person(town: Town) -> None:
    for account, name in ((LIU, "强哥"), (OLD_WANG, "阿强")):
        met = Person(id=PersonId(0), name=name, accounts=(account,))
        await town.keep(partial(_meet, met))

    await imports(town, TOWN[0], people("王强,worker,北网格,fake:501|fake:502,"))

    assert await person(town, LIU) == await person(town, OLD_WANG)
    assert (await person(town, LIU)).accounts == (LIU, OLD_WANG)


async def test_a_worker_written_as_an_account_is_called_as_the_network_says(town: Town) -> None:
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,fake:501,"))
    wang = town.resident("王强")
    wang.account = LIU

    await wang.tells_the_bot("/tasks")

    assert await holders(town, Role.WORKER, await one(town, PlaceKind.GRID, "北网格")) == ["王强"]


async def test_another_account_of_the_same_name_is_another_person(town: Town) -> None:
    await imports(town, *TOWN)

    report = await imports(town, TOWN[0], people("王强,worker,北网格,fake:502,", "许静,staff,柳湖社区,fake:503,"))

    assert names(report.new) == ["person 王强"]
    assert names(report.retired) == ["person 王强"]
    assert (await person(town, LIU)).in_roster is False
    assert (await person(town, OLD_WANG)).in_roster is True


async def test_a_person_without_a_duty_is_a_resident_again(town: Town) -> None:
    await imports(town, *TOWN)

    await imports(town, places("柳湖社区,东院,北网格,1号楼,,刘敏,"), people("刘敏,worker,北网格,,"))

    assert (await person(town, LIU)).in_roster is False


async def test_a_worker_of_no_place_is_left_out_and_told(town: Town) -> None:
    report = await imports(town, TOWN[0], people("丁一,worker,,fake:9,"))

    assert "people.csv row 2, column place: 丁一 has no place in either table and was left out" in report.warnings
    assert await town.keep(lambda uow: uow.store(People).by_account(Account(NAME, "9"))) is None


# ---- tickets ----


async def test_open_tickets_of_a_retired_worker_are_listed(town: Town) -> None:
    await imports(town, *TOWN)
    group = await town.group("东院邻里群", await one(town, PlaceKind.COMPOUND, "东院"))
    await town.resident("王芳", group).says("/report 2号楼路灯不亮")
    without = (
        places("柳湖社区,东院,北网格,1号楼,,刘敏,", "柳湖社区,东院,北网格,2号楼,,刘敏,"),
        people("刘敏,worker,北网格,fake:502,"),
    )

    dry = await imports(town, *without, dry_run=True)
    real = await imports(town, *without)

    assert [(left.number, left.place, left.worker) for left in real.left] == [(1, "东院2号楼", "王强")]
    assert dry.left == real.left
    assert "  #1 东院2号楼 · 2号楼路灯不亮 (王强)" in describe(real, {})


async def test_tickets_stay_with_a_worker_who_stays(town: Town) -> None:
    await imports(town, *TOWN)
    group = await town.group("东院邻里群", await one(town, PlaceKind.COMPOUND, "东院"))
    await town.resident("王芳", group).says("/report 2号楼路灯不亮")

    report = await imports(town, TOWN[0], people("王强,staff,柳湖社区,fake:501,"))

    assert report.left == ()
    ticket = await town.keep(lambda uow: uow.store(Tickets).get(TicketId(1)))
    assert isinstance(ticket, Ticket)
    assert ticket.assignee == (await person(town, LIU)).id


async def test_the_gazetteer_knows_the_new_buildings_at_once(town: Town) -> None:
    await imports(town, *TOWN)
    found: list[PlaceId] = []

    async def look(turn: Turn) -> None:
        located = await views.named_building(turn, "红楼")
        found.extend([located.building.id] if located.building else [])

    await town.acts(look)
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,", "柳湖社区,东院,北网格,2号楼,红楼,王强,"))
    await town.acts(look)

    assert len(set(found)) == 2


async def test_a_report_for_the_terminal(town: Town) -> None:
    report = await imports(town, *TOWN)
    (invited,) = report.invitations

    lines = describe(report, {"telegram": "https://t.me/bot?start={code}", "matrix": "!join {code}"})

    assert lines[0] == "柳湖社区: 2 compounds, 2 grids, 3 buildings, 3 people"
    assert "  buildings in 东院: 1号楼, 2号楼" in lines
    assert "  person 王强: worker 北网格, backup 南网格" in lines
    assert lines[-2:] == [
        "invitations, one for each name without an account:",
        f"  刘敏, worker, 南网格: https://t.me/bot?start={invited.code}  or  !join {invited.code}",
    ]
