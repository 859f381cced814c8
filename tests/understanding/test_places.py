import pytest

from bot.understanding import PlaceParts, read_place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三号楼电梯坏了", PlaceParts(building="3")),
        ("3号楼2单元501漏水", PlaceParts(building="3", unit="2", room="501")),
        ("3-2-501 暖气不热", PlaceParts(building="3", unit="2", room="501")),
        ("3#-2-501没水", PlaceParts(building="3", unit="2", room="501")),
        ("我住A3区12栋,楼道灯不亮", PlaceParts(building="12")),
        ("三栋门口的灯灭了", PlaceParts(building="3")),
        ("B懂楼下有人吵架", PlaceParts(building="B")),
        ("B栋大厅漏水", PlaceParts(building="B")),
        ("A座负一楼太黑", PlaceParts(building="A", floor="-1")),
        ("十二号楼二单元三楼的窗户碎了", PlaceParts(building="12", unit="2", floor="3")),
        ("7号楼二十一层漏水", PlaceParts(building="7", floor="21")),
        ("5#楼顶楼渗水", PlaceParts(building="5", floor="TOP")),
        ("1、2号楼停水了", PlaceParts(building="1")),
        ("2单元楼道灯坏了", PlaceParts(unit="2")),
        ("地下室积水", PlaceParts(floor="-1")),
        ("3號樓2單元電梯壞了", PlaceParts(building="3", unit="2")),
        ("３号楼２单元５０１", PlaceParts(building="3", unit="2", room="501")),
        ("我家8-1203漏水", PlaceParts(building="8", room="1203")),
        ("3 号 楼电梯坏了", PlaceParts(building="3")),
        ("3号楼 2 单元", PlaceParts(building="3", unit="2")),
        ("3 号 楼 2 单 元 501 室漏水", PlaceParts(building="3", unit="2", room="501")),
        ("三 栋 一 单元", PlaceParts(building="3", unit="1")),
        ("五〇一住户反映噪音", PlaceParts(room="501")),
    ],
)
def test_a_chinese_place_is_read_in_the_ways_people_write_it(text: str, expected: PlaceParts) -> None:
    place = read_place(text)

    assert (place.building, place.unit, place.floor, place.room) == (
        expected.building,
        expected.unit,
        expected.floor,
        expected.room,
    )


@pytest.mark.parametrize(
    "text",
    [
        "小区有12栋楼",
        "那边还有4栋没拆",
        "河边5栋别墅一直空着",
        "我们小区的垃圾没人收",
        "文三路477号门口有个坑",
        "2024-11-26晚上8点停水",
        "电话13812345678",
        "电费从100-200涨到500",
        "#12 修好了吗",
        "下午3-4点师傅来",
        "他很懂电梯",
        "一楼盘开盘了",
        "什么时候修",
    ],
)
def test_no_building_is_read_where_there_is_none(text: str) -> None:
    assert read_place(text).building is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Building 3, unit 2: no light", PlaceParts(building="3", unit="2")),
        ("Bldg 3 Apt 2B has no heat", PlaceParts(building="3", room="2B")),
        ("unit 5, 3rd floor, water on the stairs", PlaceParts(unit="5", floor="3")),
        ("No hot water in block 4 since morning", PlaceParts(building="4")),
        ("Tower B lobby door is stuck", PlaceParts(building="B")),
        ("smoke on the second floor", PlaceParts(floor="2")),
        ("flat 12 leaks into ours", PlaceParts(room="12")),
        ("room 501, please send someone", PlaceParts(room="501")),
        ("90 State St., Ste 700", PlaceParts(room="700")),
        ("12 Elm Street #5B", PlaceParts(room="5B")),
        ("basement is dark", PlaceParts(floor="-1")),
        ("The unit is broken", PlaceParts()),
        ("light on pole #3 is out", PlaceParts()),
        ("what about #12?", PlaceParts()),
    ],
)
def test_an_english_place_is_read_in_the_ways_people_write_it(text: str, expected: PlaceParts) -> None:
    place = read_place(text)

    assert (place.building, place.unit, place.floor, place.room) == (
        expected.building,
        expected.unit,
        expected.floor,
        expected.room,
    )


@pytest.mark.parametrize(
    ("text", "building", "unit", "floor", "room"),
    [
        ("青山市云溪区柳岸花园89-11-338", "89", "11", None, "338"),
        ("柳岸路477号8栋835室", "8", None, None, "835"),
        ("云溪路1218号禾木广场A座18楼1876室", "A", None, "18", "1876"),
        ("柳岸小区24号", "24", None, None, None),
        ("云溪路120号", None, None, None, None),
        ("禾木大厦637", None, None, None, "637"),
        ("柳岸新村七栋九单元403-405", "7", "9", None, "403-405"),
        ("云溪路1293号7栋898", "7", None, None, "898"),
        ("禾木汽配城48栋68号", "48", None, None, "68"),
        ("柳岸路16幢6号7楼", "16", "6", "7", None),
        ("柳岸村三区191号", "191", None, None, None),
    ],
)
def test_in_an_address_every_number_has_its_place(
    text: str, building: str | None, unit: str | None, floor: str | None, room: str | None
) -> None:
    place = read_place(text)

    assert (place.building, place.unit, place.floor, place.room) == (building, unit, floor, room)


def test_the_compound_is_named_without_the_words_around_it() -> None:
    assert read_place("我住在锦绣花园3号楼").compound == "锦绣花园"
    assert read_place("我们小区3号楼没水").compound is None
