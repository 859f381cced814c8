"""A group is bound to a place, released, and asked to be quiet."""

from datetime import timedelta

from bot.community import Account, Group, PlaceKind, Role
from bot.config import Config
from bot.features.roster.views import IMPORTED
from bot.stores import Facts, Groups
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import GroupChat, Somebody, Town, Yucheng, open_town


async def bound_place(here: Yucheng, chat: GroupChat) -> int | None:
    group: Group | None = await here.town.keep(lambda uow: uow.store(Groups).get(chat.chat))
    return None if group is None else group.place


async def secretary_in(here: Yucheng, title: str = "新群") -> GroupChat:
    """赵敏 is in a group that belongs to no place yet."""
    group = await here.town.group(title)
    here.zhao.group = group
    return group


async def test_bind_answers_with_the_place_and_who_gets_its_calls(here: Yucheng) -> None:
    group = await secretary_in(here)

    message = await here.zhao.says("/bind 第一网格")

    assert group.texts == ["好,这个群就是第一网格。本群的事交给:李明。先试一句,比如“3号楼路灯不亮”。"]
    assert group.messages[0].reply_to == message
    assert group.messages[0].labels == [["每天收日报"]]
    assert await bound_place(here, group) == here.grid.id


async def test_from_then_on_its_place_decides_which_building_is_meant(here: Yucheng) -> None:
    group = await secretary_in(here)
    await here.zhao.says("/bind 御城二区")

    await here.town.resident("刘大爷", group).says("/report 3号楼漏水")

    assert "御城二区3号楼" in group.card


async def test_a_place_without_a_worker_says_who_gets_the_calls_until_then(here: Yucheng) -> None:
    group = await secretary_in(here)

    await here.zhao.says("/bind 御城二区")

    assert group.texts == ["好,这个群就是御城二区。还没有网格员,先都交给赵敏。"]


async def test_a_stranger_does_not_bind(here: Yucheng) -> None:
    group = await here.town.group("新群")
    stranger = here.town.resident("路人", group, is_chat_admin=True)

    await stranger.says("/bind 第一网格")

    assert group.texts == ["这个要社区的管理员来做。"]
    assert await bound_place(here, group) is None


async def test_a_worker_does_not_bind_either(here: Yucheng) -> None:
    group = await here.town.group("新群")
    here.li.group = group

    await here.li.says("/bind 第一网格")

    assert (group.texts, here.li.inbox) == ([], ["这个要社区的管理员来做。"])


async def test_bound_again_it_belongs_to_the_new_place(here: Yucheng) -> None:
    group = await secretary_in(here)
    await here.zhao.says("/bind 第一网格")

    await here.zhao.says("/bind 御城二区")

    assert await bound_place(here, group) == here.second.id


async def test_bind_by_an_alias_and_by_a_building(here: Yucheng) -> None:
    group = await secretary_in(here)

    await here.zhao.says("/bind 锦绣楼")

    assert group.texts[0].startswith("好,这个群就是御城一区4号楼。")


async def test_where_a_name_exists_twice_one_is_chosen_by_a_button(here: Yucheng) -> None:
    group = await secretary_in(here)
    await here.zhao.says("/bind 3号楼")
    assert group.texts == ["“3号楼”有好几处,是哪一处?"]
    assert group.messages[0].labels == [["御城一区3号楼", "御城二区3号楼"]]

    toast = await here.town.resident("路人", group).presses("御城二区3号楼")
    assert toast == "这个要社区的管理员来做。"
    await here.zhao.presses("御城二区3号楼")

    assert await bound_place(here, group) == here.other3.id


async def test_an_unknown_place_is_answered_with_the_nearest(here: Yucheng) -> None:
    await here.town.keep(lambda uow: uow.store(Facts).set(IMPORTED, "2026-11-26"))
    group = await secretary_in(here)

    await here.zhao.says("/bind 御成社区")

    assert here.zhao.inbox[0].startswith("名册里没有“御成社区”。相近的有:御城社区")
    assert (group.texts, await bound_place(here, group)) == ([], None)


async def test_a_street_is_no_place_for_a_group_of_residents(here: Yucheng) -> None:
    await here.town.place(PlaceKind.STREET, "万寿路街道")
    await here.town.keep(lambda uow: uow.store(Facts).set(IMPORTED, "2026-11-26"))
    group = await secretary_in(here)

    await here.zhao.says("/bind 万寿路街道")

    assert here.zhao.inbox[0].startswith("名册里没有“万寿路街道”。")
    assert await bound_place(here, group) is None


async def test_without_a_roster_bind_makes_the_place(database: OpenDatabase) -> None:
    town = open_town(database, Config(admins=(Account(NAME, "boss"),)))
    group = await town.group("新村群")
    boss = Somebody(town=town, name="老板", account=Account(NAME, "boss"), group=group)

    await boss.says("/bind 新村")
    await town.resident("孙姐", group).says("/report 7号楼路灯不亮")

    assert group.texts[0] == "好,这个群就是新村。还没有网格员,先都交给老板。"
    assert "#1 7号楼 · 7号楼路灯不亮" in group.card


async def test_bind_without_a_name_asks_for_it(here: Yucheng) -> None:
    group = await secretary_in(here)

    await here.zhao.says("/bind")
    await here.zhao.says("第一网格")

    assert group.texts[0] == "这个小区叫什么?请管理员回这一条,只写名字。"
    assert await bound_place(here, group) == here.grid.id


async def test_bind_in_private_says_where_it_belongs(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/bind 第一网格")

    assert here.zhao.inbox == ["这个要在群里说。把我加进群,再在群里说。"]


async def test_the_chinese_word_counts_in_a_mention_and_not_in_plain_talk(here: Yucheng) -> None:
    group = await secretary_in(here)
    await here.zhao.says("绑定 第一网格")
    assert await bound_place(here, group) is None

    await here.zhao.says("绑定 第一网格", mention=True)

    assert await bound_place(here, group) == here.grid.id


async def test_unbound_nothing_said_there_is_suggested_any_more(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/unbind")
    assert here.group.texts == ["好,这个群不再归任何小区。"]

    await here.wang.says("3号楼二单元的灯又不亮了,有没有人管")

    assert here.li.inbox == []


async def test_a_call_in_a_group_without_a_place_says_how_the_group_gets_one(here: Yucheng) -> None:
    group = await secretary_in(here)

    await here.town.resident("孙姐", group).says("/report 电梯坏了")
    assert group.card.endswith("管理员回这一条,说“绑定”加小区名就好。")
    await here.zhao.says("绑定 第一网格", to=group.messages[0])

    assert await bound_place(here, group) == here.grid.id


async def test_a_stranger_does_not_unbind(here: Yucheng) -> None:
    await here.wang.says("/unbind")

    assert await bound_place(here, here.group) == here.grid.id


async def test_in_a_quiet_group_nothing_sounds(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/quiet 8")
    assert here.group.texts == ["好,8 小时内这个群不出声,紧急的除外。"]
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert here.group.messages[-1].text.startswith("王芳,#1 办好了")
    assert here.group.messages[-1].silent


async def test_an_emergency_sounds_in_a_quiet_group_too(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/quiet 8")

    await here.wang.says("3号楼一楼有煤气味,很重")

    assert not here.group.messages[-1].silent


async def test_after_the_hours_it_sounds_again(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/quiet 2小时")
    await here.wang.says("/report 3号楼路灯不亮")
    here.town.clock.at += timedelta(hours=2, minutes=1)

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert not here.group.messages[-1].silent


async def test_zero_ends_the_quiet(here: Yucheng) -> None:
    here.zhao.group = here.group
    await here.zhao.says("/quiet 8")

    await here.zhao.says("/quiet 0")

    assert here.group.texts[-1] == "好,恢复出声。"
    assert not here.group.messages[-1].silent


async def test_quiet_for_no_number_of_hours_is_explained(here: Yucheng) -> None:
    here.zhao.group = here.group

    for words in ("/quiet", "/quiet 很久", "/quiet 73", "/quiet ²", "/quiet -1"):
        await here.zhao.says(words)

    assert here.zhao.inbox == ["说几个小时不出声,比如“静音 8”,最多 72;“静音 0”恢复。"] * 5


async def test_a_stranger_does_not_silence_us(here: Yucheng) -> None:
    await here.wang.says("/quiet 8")

    assert here.group.texts == ["这个要社区的管理员来做。"]


async def test_staff_need_no_group_to_be_staff(town: Town) -> None:
    group = await town.group("新村群")
    somebody = town.resident("孙姐", group)

    await somebody.says("/bind 新村")

    assert group.texts == ["这个要社区的管理员来做。"]


async def test_in_english(there: Yucheng) -> None:
    group = await secretary_in(there, "New group")

    await there.zhao.says("/bind 第一网格")
    await there.zhao.says("/quiet 1")

    assert group.texts == [
        "Good: this group is 第一网格. Its calls go to 李明. Try one: “street light out at Building 3”.",
        "Right: no sound here for 1 hour, emergencies excepted.",
    ]


async def test_the_role_that_binds_may_be_any_of_the_desk(here: Yucheng) -> None:
    group = await here.town.group("新群")
    qian = await here.town.official("钱进", Role.STAFF, here.community, group)

    await qian.says("/bind 第一网格")

    assert await bound_place(here, group) == here.grid.id
