"""A worker with forty tickets: one line takes many, and one line says that several are done."""

from tests.town import Yucheng


async def many(here: Yucheng, count: int) -> None:
    for number in range(count):
        await here.wang.says(f"/report {number % 2 + 3}号楼第{number}个灯不亮")


async def test_a_range_takes_what_waits_in_it(here: Yucheng) -> None:
    await many(here, 5)

    await here.li.tells_the_bot("接 2到4")

    assert here.li.inbox[-1] == "#2 #3 #4 您都接了。"


async def test_numbers_and_ranges_stand_in_one_row(here: Yucheng) -> None:
    await many(here, 7)

    await here.li.tells_the_bot("接 1 3-4、６到７")

    assert here.li.inbox[-1] == "#1 #3 #4 #6 #7 您都接了。"


async def test_a_number_behind_a_range_counts_too(here: Yucheng) -> None:
    await many(here, 5)

    await here.li.tells_the_bot("接 1-2 5")

    assert here.li.inbox[-1] == "#1 #2 #5 您都接了。"


async def test_all_takes_all_that_waits(here: Yucheng) -> None:
    await many(here, 4)

    await here.li.tells_the_bot("接 全部")
    await here.li.tells_the_bot("接 全部")

    assert "#1 #2 #3 #4 您都接了。" in here.li.inbox
    assert here.li.inbox[-1] == "手上没有要办的事。"


async def test_one_line_says_that_several_are_done(here: Yucheng) -> None:
    await many(here, 3)
    await here.li.tells_the_bot("接 1 2 3")

    await here.li.tells_the_bot("办结 1,2 都换了灯泡")

    done = [number for number in (1, 2, 3) if any(f"#{number} " in t and "都换了灯泡" in t for t in here.group.texts)]
    assert done == [1, 2]


async def test_a_number_that_counts_something_is_no_ticket(here: Yucheng) -> None:
    await many(here, 3)
    await here.li.tells_the_bot("接 1 2 3")

    await here.li.tells_the_bot("进展 1 2 个灯换好了")

    assert any("2 个灯换好了" in text for text in here.group.texts)


async def test_a_number_of_somebody_elses_ticket_belongs_to_the_words(here: Yucheng) -> None:
    await many(here, 2)
    await here.zhao.tells_the_bot("/assign 2 陈静")
    await here.li.tells_the_bot("/claim 1")

    await here.li.tells_the_bot("进展 1 2 师傅来")

    assert any("2 师傅来" in text for text in here.group.texts)
