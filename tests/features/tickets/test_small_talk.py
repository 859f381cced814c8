"""Lines that are no call yet, no call after all, or ask how a call goes: nobody has to know commands or type well."""

import pytest

from bot.features.tickets.small_talk import asked_about, is_announced, is_never_mind
from tests.town import Yucheng


@pytest.mark.parametrize(
    "line",
    ["我要报修", "您好,我要报修", "报修!", "投诉", "我想反映个问题", "帮个忙", "4", "I want to report a problem"],
)
def test_an_announcement_is_known_as_a_whole_line(line: str) -> None:
    assert is_announced(line)
    assert not is_announced(f"{line},4号楼灯不亮")


@pytest.mark.parametrize("line", ["没事了", "不报了", "算了", "点错了", "never mind"])
def test_nothing_after_all_is_known_as_a_whole_line(line: str) -> None:
    assert is_never_mind(line)
    assert not is_never_mind(f"{line}吧物业不修灯")


@pytest.mark.parametrize(
    ("line", "number"), [("1怎么样了", 1), ("#12 怎么样了", 12), ("三号修好了吗?", 3), ("催一下", None)]
)
def test_who_asks_how_it_goes_may_name_a_number(line: str, number: int | None) -> None:
    assert asked_about(line) == number


def test_a_call_that_ends_in_a_question_is_a_call() -> None:
    assert asked_about("3号楼漏水有人管吗") is None


async def test_who_wants_to_report_is_asked_what_and_the_next_line_is_the_call(here: Yucheng) -> None:
    await here.wang.tells_the_bot("我要报修")
    assert here.wang.inbox[-1] == "您说,我记。哪里、什么事?"

    await here.wang.tells_the_bot("锦绣楼的灯坏了")

    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼 · 锦绣楼的灯坏了")


async def test_who_changes_their_mind_leaves_no_ticket(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report")

    await here.wang.tells_the_bot("没事了")
    await here.wang.tells_the_bot("我的")

    assert here.wang.inbox[-1].startswith("您还没有")


async def test_nothing_after_all_in_answer_to_which_building_takes_that_call_back(here: Yucheng) -> None:
    await here.wang.tells_the_bot("那个灯又不亮了")

    await here.wang.tells_the_bot("算了")

    assert here.wang.inbox[-1] == "#1 撤回了。"


async def test_a_question_with_a_number_is_answered_in_between(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report 锦绣楼的灯坏了")
    await here.li.tells_the_bot("/claim 1")
    await here.wang.tells_the_bot("/report 那边门口有积水")

    await here.wang.tells_the_bot("1怎么样了")

    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼 · 锦绣楼的灯坏了")


async def test_another_ones_number_tells_nothing(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report 锦绣楼楼上太吵了")

    sun = here.town.resident("孙姐")
    await sun.tells_the_bot("1怎么样了")

    assert sun.inbox == ["没有 #1。您报的事在“我的”里。"]
    assert not any("怎么样" in text for text in here.li.inbox)


@pytest.mark.parametrize("line", ["查一号", "查第1件", "查 １", "/查 1", "\uff0fstatus 1", "状态 1"])
async def test_numbers_and_slashes_as_thumbs_write_them(here: Yucheng, line: str) -> None:
    await here.wang.tells_the_bot("/report 锦绣楼的灯坏了")

    await here.wang.tells_the_bot(line)

    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼 · 锦绣楼的灯坏了")


@pytest.mark.parametrize("score", ["5", "5分", "五", "五星", "\uff15"])
async def test_a_score_is_read_as_people_write_one(here: Yucheng, score: str) -> None:
    await here.wang.tells_the_bot("/report 锦绣楼的灯坏了")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.wang.tells_the_bot(f"评 1 {score}")
    await here.wang.tells_the_bot("查 1")

    assert "收起" in here.wang.inbox[-1]


async def test_a_call_that_nobody_has_says_who_finds_somebody(here: Yucheng) -> None:
    await here.town.resident("孙姐").tells_the_bot("/report 路灯不亮")
    sun = next(iter([here.town.resident("何声")]))
    await sun.tells_the_bot("/report 垃圾没人收")
    await here.town.passes(minutes=31)

    await sun.tells_the_bot("查 2")

    assert "已经交给社区安排人" in sun.inbox[-1]


@pytest.mark.parametrize("line", ["+1", "我家也这样"])
async def test_plus_one_under_a_card_counts_the_neighbour_in(here: Yucheng, line: str) -> None:
    await here.wang.says("/report 锦绣楼的灯坏了")
    sun = here.town.resident("孙姐", here.group)

    await sun.says(line, to=here.group.messages[0])

    assert "一共 2 家" in here.group.card


async def test_what_is_said_under_a_card_is_about_that_ticket(here: Yucheng) -> None:
    await here.wang.says("/report 锦绣楼的灯坏了")

    await here.wang.says("没事了", to=here.group.messages[0])

    assert here.li.inbox[-1] == "#1 王芳又说:“没事了”"


@pytest.mark.parametrize("line", ["3", "不用了"])
async def test_the_answer_to_a_question_of_the_worker_stays_an_answer(here: Yucheng, line: str) -> None:
    await here.wang.tells_the_bot("/report 锦绣楼的灯坏了")
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/ask 1 几楼?要换整盏吗?")

    await here.wang.tells_the_bot(line)

    assert here.li.inbox[-1].startswith(f"#1 王芳回了:“{line}”")
