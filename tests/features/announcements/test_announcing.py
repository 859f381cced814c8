"""One post in each group, after whoever says it has seen it."""

from datetime import timedelta

from tests.town import Yucheng

POST = "社区公告\n明天停水,请备水。\n赵敏"


async def test_the_preview_shows_it_and_a_tap_sends_one_post_to_each_group(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/announce 明天停水,请备水。")
    seen, before = here.zhao.inbox[-1], [*here.group.texts]

    await here.zhao.presses("全部 2 个群")

    assert POST in seen
    assert before == []
    assert (here.group.texts, here.big_group.texts) == ([POST], [POST])
    assert here.zhao.private[-1].labels == [["全部 2 个群"], ["御城一区邻里群"], ["御城社区大群"], ["不发"]]


async def test_a_group_without_a_name_is_called_by_its_place(here: Yucheng) -> None:
    await here.town.group("", here.first)

    await here.zhao.tells_the_bot("/announce 明天停水,请备水。")

    assert ["御城一区"] in here.zhao.private[-1].labels


async def test_it_may_go_to_one_group_or_to_none(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/announce 明天停水,请备水。")
    await here.zhao.presses("不发")
    await here.zhao.tells_the_bot("公告")
    await here.zhao.tells_the_bot("明天停水,请备水。")

    await here.zhao.presses("御城一区邻里群")

    assert (here.group.texts, here.big_group.texts) == ([POST], [])


async def test_a_tap_sends_it_once_and_an_old_draft_not_at_all(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/announce 明天停水,请备水。")
    await here.zhao.presses("御城一区邻里群")
    await here.zhao.presses("御城一区邻里群")
    await here.zhao.tells_the_bot("/announce 后天停电。")
    here.town.clock.at += timedelta(minutes=31)

    toast = await here.zhao.presses("全部 2 个群")

    assert here.group.texts == [POST]
    assert toast == "这份公告放得太久,没有发。请再说一次。"


async def test_at_night_it_makes_no_sound(here: Yucheng) -> None:
    here.town.clock.at += timedelta(hours=13)
    await here.zhao.tells_the_bot("/announce 明天停水,请备水。")

    await here.zhao.presses("御城一区邻里群")

    assert [message.silent for message in here.group.messages] == [True]


async def test_a_group_hears_three_a_day_at_most(here: Yucheng) -> None:
    for number in range(4):
        await here.zhao.tells_the_bot(f"/announce 通知 {number}")
        await here.zhao.presses("御城一区邻里群")

    assert len(here.group.messages) == 3


async def test_only_staff_announce_and_only_in_private(here: Yucheng) -> None:
    await here.li.tells_the_bot("/announce 明天停水")
    here.zhao.group = here.group
    await here.zhao.says("/announce 明天停水")

    assert all("明天停水" not in text for text in [*here.group.texts, *here.li.inbox])
