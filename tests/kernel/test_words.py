"""How people write numbers of tickets and command words."""

import pytest

from bot.words import begins_with_command, leading_number, nearest, shortened

WORDS = ("接", "接单", "没修好", "报", "not fixed", "claim", "done")


@pytest.mark.parametrize(
    ("words", "number", "rest"),
    [
        ("12", 12, ""),
        ("#12", 12, ""),
        ("\uff03\uff11\uff12", 12, ""),
        ("12 换了灯泡", 12, "换了灯泡"),
        ("12,换了灯泡", 12, "换了灯泡"),
        ("12:换了灯泡", 12, "换了灯泡"),
        ("12 - new bulb", 12, "new bulb"),
        ("12师傅到了", 12, "师傅到了"),
        ("1 楼道里还是黑的", 1, "楼道里还是黑的"),
        ("1 -1", 1, "-1"),
        ("#3个灯", 3, "个灯"),
        ("3号楼还漏", None, "3号楼还漏"),
        ("3:00来", None, "3:00来"),
        ("1234567890", None, "1234567890"),
        ("换了灯泡", None, "换了灯泡"),
        ("一号", 1, ""),
        ("第2件 换了灯泡", 2, "换了灯泡"),
        ("3号,换了灯泡", 3, "换了灯泡"),
        ("十二", 12, ""),
        ("一 楼的灯", None, "一 楼的灯"),
        ("", None, ""),
    ],
)
def test_a_number_that_begins_the_words_is_a_ticket(words: str, number: int | None, rest: str) -> None:
    assert leading_number(words) == (number, rest)


@pytest.mark.parametrize(
    ("words", "number", "rest"),
    [
        ("3 个灯还不亮", None, "3 个灯还不亮"),
        ("3层还是黑的", None, "3层还是黑的"),
        ("8师傅没来", None, "8师傅没来"),
        ("8 师傅没来", 8, "师傅没来"),
        ("#8师傅没来", 8, "师傅没来"),
        ("7师傅没来", 7, "师傅没来"),
        ("7 楼道里还是黑的", 7, "楼道里还是黑的"),
    ],
)
def test_in_an_answer_about_seven_a_number_may_belong_to_the_words(words: str, number: int | None, rest: str) -> None:
    assert leading_number(words, here=7) == (number, rest)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("接", ("接", "")),
        ("接12", ("接", "12")),
        ("接#12", ("接", "#12")),
        ("接 12", ("接", "12")),
        ("接单 12", ("接单", "12")),
        ("没修好,还漏", ("没修好", "还漏")),
        ("报\n3号楼漏水", ("报", "3号楼漏水")),
        ("接口坏了", None),
        ("报纸没送到", None),
        ("没修好呢", None),
        ("接十二", ("接", "十二")),
        ("接第3件", ("接", "第3件")),
        ("接一个电话", None),
        ("不接", None),
    ],
)
def test_a_chinese_command_word_counts_only_where_it_ends(line: str, found: tuple[str, str] | None) -> None:
    assert begins_with_command(line, WORDS) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("not fixed", ("not fixed", "")),
        ("Not fixed, still dark", ("not fixed", "still dark")),
        ("CLAIM #12", ("claim", "#12")),
        ("done 12 new bulb", ("done", "12 new bulb")),
        ("not fixed yet, they say", None),
        ("claim12", None),
        ("claims 12", None),
        ("done it is, then", None),
    ],
)
def test_an_english_command_word_takes_more_than_a_space(line: str, found: tuple[str, str] | None) -> None:
    assert begins_with_command(line, WORDS) == found


def test_the_nearest_word_is_found_if_any_comes_close() -> None:
    assert nearest("reprot", ("report", "status")) == "report"
    assert nearest("xyz", ("report", "status")) is None


def test_words_for_a_card_are_one_short_line() -> None:
    assert shortened("3号楼\n路灯 不亮") == "3号楼 路灯 不亮"
    assert shortened("一" * 30) == "一" * 19 + "…"
