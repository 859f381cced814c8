import pytest

from bot.understanding import read
from tests.understanding.lists import labelled


@pytest.mark.parametrize("language", ["zh", "en"])
def test_most_listed_calls_are_recognised(language: str) -> None:
    calls = [text for label, text in labelled(f"lines_{language}") if label != "talk"]

    missed = [text for text in calls if not read(text).is_call]

    assert len(missed) <= len(calls) * 0.12, missed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_listed_talk_news_and_ads_are_seldom_taken_for_calls(language: str) -> None:
    talk = [text for label, text in labelled(f"lines_{language}") if label == "talk"]

    taken = [text for text in talk if read(text).is_call]

    assert len(taken) <= len(talk) * 0.08, taken


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_category_of_listed_calls_is_mostly_right(language: str) -> None:
    calls = [(label, text) for label, text in labelled(f"lines_{language}") if label != "talk"]

    wrong = [text for label, text in calls if label not in ((found := read(text)).category, *found.alternatives)]

    assert len(wrong) <= len(calls) * 0.15, wrong


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("3号楼电梯又停了", "facility"),
        ("谁管管楼下的垃圾", "environment"),
        ("楼上天天半夜拖椅子", "dispute"),
        ("老年证在哪里办理,要带什么材料", "service"),
        ("有人在楼道给电动车充电,飞线拉到三楼", "safety"),
        ("工地半夜还在施工,吵得没法睡", "environment"),
        ("No hot water in block 4 since morning", "facility"),
        ("rats near the bins behind block 2", "environment"),
        ("neighbour upstairs plays loud music every night", "dispute"),
    ],
)
def test_short_calls_of_a_group_are_calls_with_their_category(text: str, category: str) -> None:
    reading = read(text)

    assert reading.is_call
    assert reading.category == category
    assert reading.why


@pytest.mark.parametrize(
    "text",
    [
        "哈哈哈",
        "收到",
        "好的,谢谢",
        "谢谢师傅,灯修好了",
        "",
        "   ",
        "???",
        "👍",
        "ok thanks",
        "lol",
        "#12",
        "嗯嗯,明天上午在家",
    ],
)
def test_thanks_answers_and_noise_are_no_calls(text: str) -> None:
    assert not read(text).is_call


def test_confidence_is_a_share_and_agrees_with_the_decision() -> None:
    readings = [read(text) for text in ("电梯坏了没人修", "哈哈", "停水了吗")]

    assert all(0 <= reading.confidence <= 1 for reading in readings)
    assert all(reading.is_call == (reading.confidence >= 0.5) for reading in readings)
