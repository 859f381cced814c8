from bot.understanding import BuildingRow, Gazetteer, find_places, read, read_place


def town() -> Gazetteer:
    return Gazetteer(
        [
            BuildingRow(
                building_id=1, building="3号楼", aliases=("老三栋",), compound="锦绣花园", community="御城社区"
            ),
            BuildingRow(building_id=2, building="13号楼", compound="锦绣花园", community="御城社区"),
            BuildingRow(building_id=3, building="三号楼", compound="翠湖苑", community="御城社区"),
            BuildingRow(building_id=4, building="望江楼", aliases=("江景楼",), compound="翠湖苑"),
            BuildingRow(building_id=5, building="B座", aliases=("Building B",), compound="翠湖苑"),
        ]
    )


def test_a_number_meets_its_own_building_and_never_one_that_looks_like_it() -> None:
    found = find_places("锦绣花园3号楼电梯坏了", town())

    assert [match.building_id for match in found] == [1]


def test_a_number_that_exists_in_two_compounds_gives_both() -> None:
    found = find_places("3号楼没水", town())

    assert {match.building_id for match in found} == {1, 3}
    assert all(match.score < 1 for match in found)


def test_the_compound_in_the_text_decides() -> None:
    found = find_places("翠湖苑三号楼没水", town())

    assert [match.building_id for match in found] == [3]


def test_an_alias_and_a_name_without_a_number_are_found() -> None:
    assert [match.building_id for match in find_places("老三栋门口的灯灭了", town())] == [1]
    assert [match.building_id for match in find_places("望江楼停电", town())] == [4]


def test_a_typing_error_in_a_compound_still_finds_the_building() -> None:
    found = find_places("锦锈花园13号楼漏水", town())

    assert [match.building_id for match in found] == [2]


def test_a_line_without_a_place_finds_nothing() -> None:
    assert find_places("晚上好", town()) == ()


def test_the_rosters_name_completes_the_reading() -> None:
    assert read_place("望江楼停电", town()).building == "望江楼"
    assert read("Building B has no power", gazetteer=town()).place.building == "B"
