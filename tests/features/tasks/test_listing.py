"""The worker's list: a button for each ticket, by time or by building, page after page."""

from tests.town import Yucheng


async def report_lights(here: Yucheng, count: int) -> None:
    for number in range(count):
        await here.wang.says(f"/report 3号楼{number + 1}层路灯不亮")


async def test_the_list_has_a_button_for_each_ticket_and_one_for_the_other_order(here: Yucheng) -> None:
    await report_lights(here, 4)

    await here.li.tells_the_bot("/tasks")

    assert here.li.private[-1].labels == [["#1", "#2", "#3"], ["#4"], ["按楼走"]]


async def test_a_ticket_of_the_list_comes_down_with_its_buttons(here: Yucheng) -> None:
    await report_lights(here, 2)
    await here.li.tells_the_bot("/tasks")

    await here.li.presses("#1")
    await here.li.presses("接单", on=here.li.private[-1])

    assert "李明接单了" in here.group.card
    assert here.li.private[-1].labels[0] == ["到现场", "办好了", "更多"]


async def test_by_building_the_buildings_stand_together(here: Yucheng) -> None:
    for words in ("3号楼路灯不亮", "4号楼路灯不亮", "3号楼垃圾没人收"):
        await here.wang.says(f"/report {words}")
        await here.town.passes(minutes=1)
    await here.li.tells_the_bot("/tasks")
    listed = here.li.private[-1]

    await here.li.presses("按楼走")

    assert [line.split()[0] for line in listed.text.splitlines()[1:]] == ["#1", "#3", "#2"]
    assert listed.labels[-1] == ["按时间"]
    await here.li.presses("按时间")
    assert [line.split()[0] for line in listed.text.splitlines()[1:]] == ["#1", "#2", "#3"]


async def test_a_long_list_has_pages_and_its_head_counts_all(here: Yucheng) -> None:
    """LESSONS 41: a count is never that of a page."""
    await report_lights(here, 11)
    await here.li.tells_the_bot("/tasks")
    listed = here.li.private[-1]

    assert listed.text.splitlines()[0] == "先办这 11 件:"
    await here.li.presses("后面的")

    assert listed.labels == [["#10", "#11"], ["按楼走", "回到开头"]]
