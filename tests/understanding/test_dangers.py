import pytest

from bot.understanding import read
from tests.understanding.lists import labelled

PERSONAL = {"person", "health"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_the_listed_emergencies_one_in_a_hundred_is_missed_at_most(language: str) -> None:
    emergencies = [text for label, text in labelled(f"emergencies_{language}") if label != "calm"]

    missed = [text for text in emergencies if read(text).urgency != "emergency"]

    assert len(missed) <= len(emergencies) * 0.01, missed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_the_calm_lines_one_in_fifty_is_an_alarm_at_most(language: str) -> None:
    calm = [text for label, text in labelled(f"emergencies_{language}") if label == "calm"]

    alarms = [text for text in calm if read(text).danger]

    assert len(alarms) <= len(calm) * 0.02, alarms


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_danger_to_a_person_is_told_apart_from_one_to_all(language: str) -> None:
    emergencies = [(label, text) for label, text in labelled(f"emergencies_{language}") if label != "calm"]

    confused = [
        text
        for label, text in emergencies
        if (danger := read(text).danger) and (label in PERSONAL) != (danger in PERSONAL)
    ]

    assert len(confused) <= len(emergencies) * 0.01, confused


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_body_that_needs_help_is_told_apart_from_what_the_police_come_for(language: str) -> None:
    personal = [(label, text) for label, text in labelled(f"emergencies_{language}") if label in PERSONAL]

    confused = [text for label, text in personal if read(text).danger in PERSONAL - {label}]

    assert len(confused) <= len(personal) * 0.01, confused


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("3号楼有人晕倒了", "health"),
        ("心脏病发作快叫救护车", "health"),
        ("老人摔倒了起不来", "health"),
        ("孩子烫伤了", "health"),
        ("someone fainted in building 3", "health"),
        ("他被打晕了,流了好多血", "person"),
        ("独居的李大爷敲门没反应,怕是晕倒了", "person"),
        ("my neighbour beat his wife, she is unconscious", "person"),
        ("外墙瓷砖掉下来砸晕了人", "falling"),
    ],
)
def test_the_danger_says_who_has_to_come(text: str, danger: str) -> None:
    assert read(text).danger == danger


@pytest.mark.parametrize(
    "text", ["我家没气了", "没气了,做不了饭", "燃气停了", "李奶奶没气了,做不了饭", "gas is off in block 5"]
)
def test_gas_that_is_cut_off_is_urgent_and_no_danger(text: str) -> None:
    reading = read(text)

    assert (reading.danger, reading.urgency) == (None, "urgent")


@pytest.mark.parametrize("text", ["他没气了", "老人没呼吸了", "奶奶好像没气了"])
def test_a_person_without_breath_is_no_gas_cut(text: str) -> None:
    assert read(text).danger == "health"


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("3號樓著火了", "fire"),
        ("有煤氣味,很濃", "gas"),
        ("電梯困人了", "lift"),
        ("有人觸電了", "wire"),
        ("配電房漏電", "wire"),
        ("有人暈倒了", "health"),
        ("救命", "person"),
    ],
)
def test_an_emergency_in_traditional_characters_is_read_as_in_simplified_ones(text: str, danger: str) -> None:
    assert read(text).danger == danger


def test_an_emergency_is_a_call_for_safety_and_says_why() -> None:
    reading = read("3号楼电梯困人了")

    assert reading.is_call
    assert reading.category == "safety"
    assert reading.danger == "lift"
    assert reading.why[0].startswith("lift:")


@pytest.mark.parametrize(
    "text",
    [
        "上周的火已经灭了",
        "没有着火",
        "如果着火了怎么跑",
        "明天消防演练",
        "昨晚那场火早灭了",
        "灭了,没事了",
        "3号楼着火了,已经灭了,没事了",
        "孩子找到了,谢谢大家",
        "the fire last week is out",
        "no fire, just toast",
        "what should we do if there is a fire?",
    ],
)
def test_negation_question_drill_and_past_are_no_emergencies(text: str) -> None:
    assert read(text).danger is None


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("电梯坏了", "urgent"),
        ("停水了", "urgent"),
        ("no hot water in 4B", "urgent"),
        ("the lift is out of order", "urgent"),
        ("花坛里的草该剪了", "normal"),
        ("graffiti on the wall", "normal"),
        ("电梯里有人被困", "emergency"),
        ("someone is trapped in the lift", "emergency"),
    ],
)
def test_out_of_order_is_urgent_and_danger_is_an_emergency(text: str, urgency: str) -> None:
    assert read(text).urgency == urgency


def test_a_word_of_danger_in_the_middle_of_a_long_letter_is_no_emergency() -> None:
    letter = "我们小区的绿化很久没有人管了,草长得很高。" * 8 + "三年间电梯里困过人。" + "请物业派人来修剪。" * 10

    assert read(letter).danger is None


@pytest.mark.parametrize("words", ["扶手断了", "3号楼楼梯扶手断了", "栏杆断了一根", "厨房水龙头断了"])
def test_what_is_broken_and_no_wire_is_a_repair(words: str) -> None:
    assert read(words).danger is None


@pytest.mark.parametrize("words", ["扶手漏电", "摸栏杆麻手", "水龙头带电", "电线断了掉在扶手上", "铁门漏电,电到人了"])
def test_what_is_live_is_a_danger_whatever_it_is_made_of(words: str) -> None:
    assert read(words).danger == "wire"


@pytest.mark.parametrize(
    "words",
    [
        "门禁坏了，刷卡没反应",
        "3号楼门禁坏了，业主刷卡没反应",
        "老人刷卡没反应,进不了门",
        "大爷按电梯没反应",
        "电梯按钮没反应",
        "楼道开关没反应",
        "门铃没反应,老人听不见",
    ],
)
def test_a_thing_that_does_not_answer_is_nobody_in_danger(words: str) -> None:
    assert read(words).danger is None


@pytest.mark.parametrize(
    "words",
    [
        "老人没反应了",
        "刷卡进去发现老人没反应",
        "爷爷在电梯里没反应了",
        "电梯里的老人没反应",
        "敲门没反应,独居老人",
        "按了半天门铃没反应,老人一个人住",
        "按门禁没反应,担心老人出事",
    ],
)
def test_a_person_who_does_not_answer_is_in_danger_also_beside_a_thing(words: str) -> None:
    assert read(words).danger in {*PERSONAL, "lift"}
