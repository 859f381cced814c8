from bot.understanding import PlaceParts, read

HOME = PlaceParts(compound="锦绣花园", building="3", unit="2", room="501")


def test_a_call_without_a_place_comes_from_the_callers_building() -> None:
    place = read("楼道灯坏了", home=HOME).place

    assert (place.building, place.unit, place.room) == ("3", "2", None)


def test_the_room_is_told_only_when_the_caller_speaks_of_his_own_flat() -> None:
    assert read("我家漏水", home=HOME).place.room == "501"
    assert read("my flat has no heat", home=HOME).place.room == "501"


def test_the_text_wins_over_home() -> None:
    place = read("5号楼电梯坏了", home=HOME).place

    assert (place.building, place.unit) == ("5", None)


def test_common_ground_is_not_the_callers_building() -> None:
    place = read("小区大门的栏杆坏了", home=HOME).place

    assert (place.compound, place.building) == ("锦绣花园", None)


def test_the_groups_place_wins_over_home() -> None:
    place = read("楼道灯坏了", home=HOME, place="锦绣花园7号楼").place

    assert (place.building, place.unit) == ("7", None)


def test_a_mixed_line_is_read_in_both_languages() -> None:
    reading = read("3号楼 there is a fire in the garage please help")

    assert reading.danger == "fire"
    assert reading.place.building == "3"
