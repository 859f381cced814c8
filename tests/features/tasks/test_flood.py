"""Thirty callers for one cause: one task, one tap, one acceptance."""

from tests.town import Somebody, Yucheng


async def neighbours_call(here: Yucheng, count: int) -> list[Somebody]:
    people = [here.town.resident(f"邻居{number}", here.group) for number in range(count)]
    for number, who in enumerate(people):
        await who.says(f"/report 3号楼{number + 1}层停水了")
    return people


async def test_the_worker_reads_which_are_probably_the_same(here: Yucheng) -> None:
    await neighbours_call(here, 3)

    assert here.li.inbox[0].endswith("可能是同一件:#2 #3。一件接了,大家都听得到。")
    assert here.li.inbox[2].endswith("可能和 #1 是同一件,一共 3 件。")


async def test_one_tap_joins_all_and_one_acceptance_answers_them(here: Yucheng) -> None:
    await neighbours_call(here, 4)

    toast = await here.li.presses("都并进来", on=here.li.private[0])

    assert toast == "#1 并进来 3 件:#2 #3 #4。"
    assert "4 件在说同一件事,已并成一件。" in here.li.inbox[0]
    await here.li.presses("接单", on=here.li.private[0])
    assert "李明接单了" in here.group.card
    assert "#2 和 #1 是同一件" in here.group.texts[1]


async def test_a_wrong_one_is_split_off_with_one_tap(here: Yucheng) -> None:
    await neighbours_call(here, 3)
    await here.li.presses("都并进来", on=here.li.private[0])
    await here.li.presses("要分开", on=here.li.private[0])

    await here.li.presses("#3")

    assert "和 #1 是同一件" not in here.group.texts[2]


async def test_ten_that_are_joined_are_split_page_by_page(here: Yucheng) -> None:
    await neighbours_call(here, 11)
    await here.li.presses("都并进来", on=here.li.private[0])
    await here.li.presses("要分开", on=here.li.private[0])

    await here.li.presses("后面的", on=here.li.private[-1])

    assert here.li.private[-1].labels == [["#11", "后面的"]]


async def test_what_is_private_is_like_nothing(here: Yucheng) -> None:
    await here.wang.says("/report 4号楼停水了")
    await here.town.resident("孙姐").tells_the_bot("/report 4号楼停水了,请保密")

    assert all("可能" not in text for text in here.li.inbox)


async def test_an_hour_later_it_is_another_cause(here: Yucheng) -> None:
    await neighbours_call(here, 1)
    await here.town.passes(minutes=70)
    await here.town.resident("孙姐", here.group).says("/report 3号楼电梯停了")

    assert all("可能" not in text for text in here.li.inbox)


async def test_a_lift_is_not_the_same_as_a_sewer_whatever_the_house_and_the_hour(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼下水道堵了")
    await here.town.resident("孙姐", here.group).says("/report 3号楼电梯坏了")

    assert not any("可能" in words for words in here.li.inbox)


async def test_what_is_put_alike_is_probably_the_same_as_long_as_such_a_matter_lasts(here: Yucheng) -> None:
    await neighbours_call(here, 1)
    await here.town.passes(minutes=70)

    await here.town.resident("孙姐", here.group).says("/report 3号楼怎么又停水了")

    assert here.li.inbox[-1].endswith("可能和 #1 是同一件,一共 2 件。")
