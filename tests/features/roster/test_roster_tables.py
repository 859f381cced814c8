"""What a roster's tables may look like, and what is told about those that are wrong."""

import time

import pytest

from bot.community import Account, PlaceKind, Role
from bot.features.roster.columns import ROLES
from bot.features.roster.model import Fault, Key, Sheet, Table, Wanted
from tests.features.roster.builders import PEOPLE_HEADER, PLACES_HEADER, drafted, people, places, problems, sheet

GRID = Key.of(PlaceKind.GRID, "北网格", community="柳湖社区")
WORKERS = places("柳湖社区,东院,北网格,1号楼,,王强,刘敏", "柳湖社区,东院,北网格,2号楼,,王强,")


def building(name: str, compound: str = "东院") -> Key:
    return Key.of(PlaceKind.BUILDING, name, community="柳湖社区", compound=compound)


# ---- headers ----


def test_the_two_tables_are_told_apart_by_their_header() -> None:
    draft, findings = drafted(people("王强,worker,北网格,telegram:1001,"), WORKERS)

    assert draft.tables == {Table.PLACES, Table.PEOPLE}
    assert findings.problems == ()


def test_a_header_may_be_chinese() -> None:
    chinese = sheet("楼栋.csv", "社区,小区,网格,楼栋,别名,网格员,替补\n柳湖社区,东院,北网格,1号楼,,王强,刘敏")
    persons = sheet("人员.csv", "姓名,角色,地点,账号,电话\n王强,网格员,北网格,telegram:1001,138 0000 0001")

    draft, findings = drafted(chinese, persons)

    assert findings.problems == ()
    assert draft.members[0].accounts == (Account("telegram", "1001"),)
    assert draft.members[0].phone == "138 0000 0001"


@pytest.mark.parametrize(("role", "words"), list(ROLES.items()), ids=list(ROLES))
def test_every_role_has_a_code_and_a_chinese_word(role: Role, words: tuple[str, ...]) -> None:
    place = {Role.WORKER: "北网格", Role.BUILDING_LEAD: "1号楼"}.get(role, "柳湖社区")

    draft, findings = drafted(WORKERS, people(f"甲,{role},{place},,", f"乙,{words[0]},{place},,"))

    assert findings.problems == ()
    assert [want.role for want in draft.wanted[Table.PEOPLE]] == [role, role]


def test_a_title_may_stand_above_the_header() -> None:
    titled = sheet("places.csv", f"柳湖社区楼栋表\n\n{PLACES_HEADER}\n柳湖社区,,北网格,1号楼,,,\n柳湖社区,,,2号楼,,,")

    assert problems(titled) == [
        "places.csv row 5, column grid: is empty (of merged cells only the first has words)",
    ]


def test_the_compound_may_be_missing() -> None:
    draft, findings = drafted(sheet("places.csv", "community,grid,building\n柳湖社区,北网格,1号楼"))

    assert findings.problems == ()
    assert building("1号楼", "") in draft.areas


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("community,grid", "places.csv row 1, column building: is missing (also read as 楼栋)"),
        ("community,grid,building,bakcup", "places.csv row 1, column bakcup: is not known; did you mean backup?"),
        ("community,grid,building,社区", "places.csv row 1, column 社区: stands twice; the other is community"),
        (
            "community,grid,building,phone",
            "places.csv row 1, column phone: belongs into the people table, and this is the places table",
        ),
    ],
)
def test_a_wrong_header_is_named(header: str, problem: str) -> None:
    assert problem in problems(sheet("places.csv", f"{header}\n柳湖社区,北网格,1号楼,x"))


def test_a_table_without_a_header_says_what_a_header_is() -> None:
    (problem,) = problems(sheet("list.csv", "foo,bar\n1,2"))

    assert problem.startswith("list.csv: has no header; places: community,compound,grid,building,aliases,worker,backup")


def test_somebodys_own_column_is_left_alone_and_told() -> None:
    _, findings = drafted(sheet("places.csv", "community,grid,building,户数,worker\n柳湖社区,北网格,1号楼,40,王强"))

    assert findings.problems == ()
    assert findings.warnings == ("places.csv row 1, column 户数: is not read",)


def test_a_sheet_of_explanations_in_a_workbook_is_left_out() -> None:
    table = Sheet(
        file="roster.xlsx", part="楼栋", rows=[PLACES_HEADER.split(","), ["甲社区", "", "一", "1号楼", "", "王强"]]
    )
    notes = Sheet(file="roster.xlsx", part="说明", rows=[["请按格式填写"]])

    _, findings = drafted(table, notes)

    assert findings.problems == ()
    assert findings.warnings == ("roster.xlsx [说明]: is no roster table and was left out",)


# ---- cells ----


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("王强,worker,北网格,1001,", "column account: 1001 is no account; write it like telegram:1001"),
        ("王强,worker,北网格,telegram:@wang,", "column account: telegram:@wang is no telegram account"),
        ("王强,worker,北网格,matrix:wang,", "column account: matrix:wang is no matrix account"),
        ("王强,worker,北网格,wechat:wang,", "column account: wechat:wang: wechat is no network of ours"),
        ("王强,wroker,北网格,,", "column role: wroker is no role; did you mean worker?"),
        ("王强,backup,北网格,,", "column role: backup is no role; a backup stands in the places table"),
        ("王强,,北网格,,", "column role: is empty"),
        (",worker,北网格,,", "column name: is empty"),
        ("王强,worker,南网格,,", "column place: 南网格 is no place of the roster"),
        ("王强,worker,东院,,", "column place: 东院 is a compound; a worker needs a grid or a building"),
        ("王强,worker,北网格,,在家", "column phone: 在家 is no telephone number"),
        ("telegram:5,worker,北网格,,", "column name: telegram:5 is an account"),
    ],
)
def test_a_wrong_cell_of_a_person_is_named_by_row_and_column(row: str, problem: str) -> None:
    found = problems(WORKERS, people("许静,staff,柳湖社区,,", row))

    assert [line for line in found if line.startswith(f"people.csv row 3, {problem}")], found
    assert len(found) == 1


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",东院,北网格,3号楼,,,", "column community: is empty"),
        ("柳湖社区,东院,北网格,,,,", "column building: is empty"),
        ("柳湖社区,东院,北网格,1号楼,,,", "column building: 1号楼 in 东院 is already row 2 of places.csv"),
        ("柳湖社区,东院,北网格,1 号楼,,,", "column building: 1 号楼 in 东院 is already row 2 of places.csv"),
        ("柳湖社区,东院,北网格,锦楼,1号楼,,", "column aliases: 1号楼 in 东院 is already row 2 of places.csv"),
        ("柳湖社区,东院,北网格,3号楼,,telegram:abc,", "column worker: telegram:abc is no telegram account"),
        ("柳湖社区,东院,北网格,3号楼,,王强、刘敏,", "column worker: 王强、刘敏 names several people"),
    ],
)
def test_a_wrong_cell_of_a_place_is_named_by_row_and_column(row: str, problem: str) -> None:
    found = problems(places("柳湖社区,东院,北网格,1号楼,,王强,", row))

    assert [line for line in found if line.startswith(f"places.csv row 3, {problem}")], found
    assert len(found) == 1


def test_all_problems_of_all_files_are_told_at_once_in_their_order() -> None:
    found = problems(
        people("王强,wroker,北网格,,", "许静,staff,月球,,", "丁一,staff,柳湖社区,42,"),
        places("柳湖社区,东院,北网格,1号楼,,,", "柳湖社区,东院,北网格,1号楼,,,", "柳湖社区,东院,,2号楼,,,"),
    )

    assert [line.split(":")[0] for line in found] == [
        "people.csv row 2, column role",
        "people.csv row 3, column place",
        "people.csv row 4, column account",
        "places.csv row 3, column building",
        "places.csv row 4, column grid",
    ]


def test_a_problem_names_the_column_as_its_author_wrote_it() -> None:
    assert problems(sheet("人员.csv", "姓名,角色\n王强,厨师"))[0].startswith(
        "人员.csv row 2, column 角色: 厨师 is no role"
    )


def test_a_date_that_a_spreadsheet_made_is_named() -> None:
    rows = [PLACES_HEADER.split(","), ["柳湖社区", "东院", "北网格", "2026-03-02", "", "", ""]]
    dated = Sheet(file="places.xlsx", rows=rows, faults=[Fault(row=2, column=3, what="is a date")])

    assert problems(dated) == ["places.xlsx row 2, column building: is a date"]


def test_full_width_signs_are_read_as_plain_ones() -> None:
    draft, findings = drafted(places("柳湖社区,东院,北网格,\uff11号楼,,telegram\uff1a1001,"))

    assert findings.problems == ()
    assert building("1号楼") in draft.areas
    assert draft.members[0].accounts == (Account("telegram", "1001"),)


# ---- who is who ----


def test_two_people_of_one_name_must_be_told_apart() -> None:
    (problem,) = problems(WORKERS, people("王强,worker,北网格,telegram:1,", "王强,staff,柳湖社区,telegram:2,"))

    assert problem.startswith(
        "people.csv row 3, column account: 王强 is telegram:2 here and telegram:1 in people.csv row 2"
    )


def test_one_account_cannot_have_two_names() -> None:
    assert problems(WORKERS, people("王强,worker,北网格,telegram:1,", "王刚,staff,柳湖社区,telegram:1,")) == [
        "people.csv row 3, column account: telegram:1 is 王强 in people.csv row 2"
    ]


def test_one_person_may_have_several_roles_and_accounts() -> None:
    draft, findings = drafted(
        WORKERS, people("王强,worker,北网格,,", "王强,building_lead,1号楼,telegram:1|matrix:@wang:example.org,")
    )

    assert findings.problems == ()
    assert [member.name for member in draft.members] == ["王强", "刘敏"]
    assert draft.members[0].accounts == (Account("telegram", "1"), Account("matrix", "@wang:example.org"))


def test_the_same_name_in_two_communities_is_two_people() -> None:
    draft, findings = drafted(places("甲社区,,一,1号楼,,王强,", "乙社区,,一,1号楼,,王强,"))

    assert findings.problems == ()
    assert [member.name for member in draft.members] == ["王强", "王强"]


# ---- duties ----


def test_a_worker_of_all_buildings_of_a_grid_has_the_grid() -> None:
    draft, _ = drafted(WORKERS)

    assert draft.wanted[Table.PLACES] == (
        Wanted(member=0, role=Role.WORKER, place=GRID),
        Wanted(member=1, role=Role.BACKUP, place=GRID),
    )


def test_several_workers_in_a_grid_have_their_buildings() -> None:
    draft, _ = drafted(places("柳湖社区,东院,北网格,1号楼,,王强,", "柳湖社区,东院,北网格,2号楼,,刘敏,"))

    assert draft.wanted[Table.PLACES] == (
        Wanted(member=0, role=Role.WORKER, place=building("1号楼")),
        Wanted(member=1, role=Role.WORKER, place=building("2号楼")),
    )


def test_a_backup_who_is_the_worker_is_a_warning() -> None:
    _, findings = drafted(places("柳湖社区,东院,北网格,1号楼,,王强,王强"))

    assert findings.problems == ()
    assert findings.warnings == ("places.csv row 2, column backup: 王强 is the worker, too; nobody stands in",)


def test_a_grid_without_a_worker_is_a_warning() -> None:
    _, findings = drafted(places("柳湖社区,东院,北网格,1号楼,,,"))

    assert findings.warnings == ("places.csv row 2, column worker: 北网格 has no worker; calls go to the community",)


def test_a_place_in_the_people_table_may_be_written_with_its_compound() -> None:
    town = places("柳湖社区,东院,北网格,1号楼,,王强,", "柳湖社区,西院,北网格,1号楼,,王强,")

    draft, findings = drafted(town, people("赵姐,building_lead,西院1号楼,,", "钱叔,building_lead,东院/1号楼,,"))

    assert findings.problems == ()
    assert [want.place for want in draft.wanted[Table.PEOPLE]] == [building("1号楼", "西院"), building("1号楼", "东院")]


def test_a_building_that_exists_twice_must_be_written_with_its_compound() -> None:
    town = places("柳湖社区,东院,北网格,1号楼,,王强,", "柳湖社区,西院,北网格,1号楼,,王强,")

    assert problems(town, people("赵姐,building_lead,1号楼,,")) == [
        "people.csv row 2, column place: 1号楼 may be 东院/1号楼 or 西院/1号楼; write it like that"
    ]


def test_names_that_run_together_may_be_kept_apart() -> None:
    town = places("社区4,,11网格,1号楼,,王强,", "社区41,,1网格,1号楼,,刘敏,")
    row = "孙工,assistant,{},,"

    assert problems(town, people(row.format("社区411网格"))) == [
        "people.csv row 2, column place: 社区411网格 may be 社区4/11网格 or 社区41/1网格; write it like that"
    ]
    assert problems(town, people(row.format("社区41/1网格"))) == []


def test_an_empty_place_is_the_community_where_there_is_only_one() -> None:
    draft, findings = drafted(WORKERS, people("许静,staff,,,"))

    assert findings.problems == ()
    assert draft.wanted[Table.PEOPLE][0].place == Key.of(PlaceKind.COMMUNITY, "柳湖社区")


def test_an_empty_place_is_not_guessed_among_several_communities() -> None:
    two = places("甲社区,,一,1号楼,,王强,", "乙社区,,一,1号楼,,刘敏,")

    assert problems(two, people("许静,staff,,,", "供水站,department,,,")) == [
        "people.csv row 2, column place: is empty; write the community, for it is not clear which"
    ]


def test_a_street_is_named_by_its_people_and_stands_above_the_communities() -> None:
    draft, findings = drafted(WORKERS, people("孙科长,street,湖滨街道,,", "周主任,district,城东区,,"))

    street = Key.of(PlaceKind.STREET, "湖滨街道")
    assert findings.problems == ()
    assert draft.areas[Key.of(PlaceKind.COMMUNITY, "柳湖社区")].parent == street
    assert draft.areas[street].parent == Key.of(PlaceKind.DISTRICT, "城东区")
    assert {want.place.kind for want in draft.wanted[Table.PEOPLE]} == {PlaceKind.COMMUNITY}


def test_a_community_of_sixty_buildings_takes_no_time() -> None:
    rows = [f"柳湖社区,{n % 9}院,{n % 12}网格,{n}号楼,,工{n % 12},工{(n + 1) % 12}" for n in range(60)]
    persons = [f"工{n},worker,{n}网格,telegram:{n + 1},1380000{n:04}" for n in range(12)]
    begin = time.perf_counter()

    _, findings = drafted(places(*rows), people(*persons))

    assert findings.problems == ()
    assert time.perf_counter() - begin < 0.3


def test_a_header_with_nothing_below_imports_nothing() -> None:
    assert problems(sheet("people.csv", PEOPLE_HEADER)) == ["people.csv: has a header and no rows"]
