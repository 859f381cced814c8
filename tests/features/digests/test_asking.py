"""A digest at once, and for whoever asks for that of a place: who may, and what they read."""

from bot.community import PlaceKind, Role
from tests.features.digests.test_daily import shanghai
from tests.town import Yucheng


async def test_the_digest_on_demand_does_not_use_up_the_days(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("日报")
    assert len(here.zhao.inbox) == 1

    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    assert len(here.zhao.inbox) == 2


async def test_the_digest_asked_for_in_a_group_comes_in_private(here: Yucheng) -> None:
    here.zhao.group = here.big_group

    message = await here.zhao.says("/digest")

    assert here.big_group.messages == []
    assert here.zhao.inbox[0].startswith("御城社区")
    assert (message, "heard") in here.town.network.reactions


async def test_a_resident_gets_no_digest(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/digest")

    assert here.wang.inbox == ["这个要社区的管理员来做。"]


async def test_staff_of_another_community_get_theirs_alone(here: Yucheng) -> None:
    other = await here.town.place(PlaceKind.COMMUNITY, "西山社区")
    ma = await here.town.official("马兰", Role.STAFF, other)

    await ma.tells_the_bot("/digest")

    assert [text.partition(":")[0] for text in ma.inbox] == ["西山社区 11月26日周四"]


async def test_staff_of_a_grid_are_told_that_there_is_none_for_them(here: Yucheng) -> None:
    sun = await here.town.official("孙科", Role.STREET, here.grid)

    await sun.tells_the_bot("/digest")

    assert sun.inbox == ["您这里没有社区的日报。想看哪个群的,在那个群里点“每天收日报”。"]


async def test_somebody_who_never_started_is_told_to_start(here: Yucheng) -> None:
    ma = await here.town.official("马兰", Role.STAFF, here.community, here.big_group, started=False)

    await ma.says("/digest")

    assert here.big_group.texts == ["马兰,我还不能私信您。点一下这里,再点“开始”。"]


async def test_a_chat_admin_who_asked_gets_the_digest_of_the_groups_place(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")
    boss = here.town.resident("群主", here.group, is_chat_admin=True)
    await boss.tells_the_bot("/help")

    toast = await boss.presses("每天收日报")
    assert toast == "好,第一网格的日报每天 18:00 发给您。"
    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    assert boss.inbox[-1].startswith("第一网格 11月26日周四")


async def test_asking_twice_brings_it_once(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")
    boss = here.town.resident("群主", here.group, is_chat_admin=True)
    await boss.tells_the_bot("/help")

    toasts = [await boss.presses("每天收日报") for _ in range(2)]
    here.town.clock.at = shanghai(18)
    await here.town.passes(minutes=1)

    assert toasts == ["好,第一网格的日报每天 18:00 发给您。"] * 2
    assert sum(text.startswith("第一网格") for text in boss.inbox) == 1


async def test_who_asked_for_a_digest_can_stop_it_under_each_one(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")
    boss = here.town.resident("群主", here.group, is_chat_admin=True)
    await boss.tells_the_bot("/help")
    await boss.presses("每天收日报")
    await here.town.wakes_up_after(hours=8)
    assert here.zhao.private[-1].labels == []

    toast = await boss.presses("不用再发")
    await here.town.wakes_up_after(days=1)

    assert toast == "好,第一网格的日报不再发了。要再收,到群里点“每天收日报”。"
    assert sum(text.startswith("第一网格") for text in boss.inbox) == 1


async def test_a_member_of_the_group_cannot_ask_for_its_digest(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")

    toast = await here.wang.presses("每天收日报")

    assert toast == "这个要社区的管理员来做。"


async def test_a_chat_admin_who_never_started_is_told_to_start(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")

    toast = await here.town.resident("群主", here.group, is_chat_admin=True).presses("每天收日报")

    assert toast == "群主,我还不能私信您。点一下这里,再点“开始”。"


async def test_what_is_private_is_not_told_to_a_chat_admin(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/bind 第一网格")
    boss = here.town.resident("群主", here.group, is_chat_admin=True)
    await boss.tells_the_bot("/help")
    await boss.presses("每天收日报")
    await here.wang.tells_the_bot("/report 锦绣楼停水了,家里有病人")
    here.town.clock.at = shanghai(18)

    await here.town.passes(minutes=1)

    assert "#1 私下办的,陈静,今天 12:00到的时限" in boss.inbox[-1]
    assert "停水" not in boss.inbox[-1]
    assert "#1 御城一区4号楼 · 锦绣楼停水了,家里有病人,陈静" in here.zhao.inbox[-1]
