"""Coming into a group, not hearing it, being removed, moving on with it."""

from bot.community import Account, ChatRef, Group
from bot.config import Config, EmergencyNumbers
from bot.messages import BotAdded, BotRemoved, ChatMoved, HearingChanged, IncomingMessage, MessageSealed
from bot.stores import Groups, People
from storage.engine import OpenDatabase
from tests.network import BOT, NAME
from tests.town import GroupChat, Somebody, Town, Yucheng, open_town, yucheng

DEAF = (
    "大家好,我是呼应。我现在还听不到群里的话(这是默认设置)。\n"
    "管理员请把我设为管理员,只留“删除消息”一项,我就能听到了。在那之前,报事请先点我或回我的话。"
)


async def hearing_changes(town: Town, group: GroupChat, by: Somebody, *, hears: bool) -> None:
    key = f"u:{next(town.numbers)}"
    await town.happens(HearingChanged(key=key, chat=group.chat, sender=by.sender, at=town.clock.now(), hears=hears))


async def removed_from(town: Town, chat: ChatRef, by: Somebody, *, is_private: bool = False) -> None:
    key = f"u:{next(town.numbers)}"
    await town.happens(BotRemoved(key=key, chat=chat, sender=by.sender, at=town.clock.now(), is_private=is_private))


async def moved(town: Town, group: GroupChat, to: ChatRef, by: Somebody) -> GroupChat:
    key = f"u:{next(town.numbers)}"
    await town.happens(ChatMoved(key=key, chat=group.chat, sender=by.sender, at=town.clock.now(), to=to))
    return GroupChat(town=town, chat=to)


async def kept(town: Town, chat: ChatRef) -> Group | None:
    return await town.keep(lambda uow: uow.store(Groups).get(chat))


async def test_coming_into_a_group_we_say_who_we_are_in_one_message(here: Yucheng) -> None:
    group = await here.town.bot_comes_into("新群", here.wang)

    assert len(group.messages) == 1
    assert group.texts[0].startswith("大家好,我是呼应。灯不亮、漏水、吵闹,在群里照常说一句")
    assert group.texts[0].endswith("管理员点“绑定”,或回这一条说“绑定”加小区名,我就开始。")
    assert group.messages[0].labels == [["绑定"]]


async def test_the_emergency_numbers_are_named_where_the_config_has_them(database: OpenDatabase) -> None:
    here = await yucheng(open_town(database, Config(emergency=EmergencyNumbers(fire="119", police="110"))))

    group = await here.town.bot_comes_into("新群", here.wang)

    assert "要命的事先打 110 / 119。" in group.texts[0]


async def test_a_reply_to_the_greeting_binds_it(here: Yucheng) -> None:
    group = await here.town.bot_comes_into("新群", here.zhao)

    await here.zhao.says("绑定 第一网格", to=group.messages[0])

    assert group.texts[-1].startswith("好,这个群就是第一网格。")


async def test_a_deaf_group_is_told_so_and_the_words_change_when_it_hears(here: Yucheng) -> None:
    group = await here.town.bot_comes_into("新群", here.wang, hears=False)
    assert group.texts == [DEAF]

    await hearing_changes(here.town, group, here.wang, hears=True)

    assert len(group.messages) == 1
    assert group.texts[0].startswith("大家好,我是呼应。灯不亮、漏水、吵闹")


async def test_a_bound_group_that_goes_deaf_is_an_alarm_for_the_desk(here: Yucheng) -> None:
    await hearing_changes(here.town, here.group, here.wang, hears=False)

    assert here.group.texts == [DEAF]
    assert here.zhao.inbox == ["“御城一区邻里群”里我听不到大家说话。请把我设为群管理员,只留“删除消息”一项。"]


async def test_told_twice_that_it_is_deaf_we_say_it_once(here: Yucheng) -> None:
    await hearing_changes(here.town, here.group, here.wang, hears=False)
    await hearing_changes(here.town, here.group, here.wang, hears=False)

    assert len(here.group.messages) == 1
    assert len(here.zhao.inbox) == 1


async def test_binding_a_deaf_group_says_what_is_missing(here: Yucheng) -> None:
    group = await here.town.bot_comes_into("新群", here.zhao, hears=False)

    await here.zhao.says("/bind 第一网格")

    assert [DEAF in group.texts, group.texts[-1].startswith("好,这个群就是第一网格。")] == [True, True]
    assert here.zhao.inbox == ["“新群”里我听不到大家说话。请把我设为群管理员,只留“删除消息”一项。"]


async def test_where_the_network_does_not_say_whether_we_hear_there_is_no_alarm(here: Yucheng) -> None:
    group = await here.town.bot_comes_into("新群", here.wang, hears=None)

    assert group.texts[0].startswith("大家好,我是呼应。灯不亮、漏水、吵闹")


async def test_removed_from_a_group_the_desk_is_told_once(here: Yucheng) -> None:
    await removed_from(here.town, here.group.chat, here.wang)
    await removed_from(here.town, here.group.chat, here.wang)

    assert here.zhao.inbox == ["“御城一区邻里群”把我移出去了,那里的事收不到了。请加回来。"]
    group = await kept(here.town, here.group.chat)
    assert group is not None
    assert group.suspended


async def test_back_in_the_group_it_still_belongs_to_its_place(here: Yucheng) -> None:
    await removed_from(here.town, here.group.chat, here.wang)
    back = BotAdded(
        key="u:back",
        chat=here.group.chat,
        sender=here.wang.sender,
        at=here.town.clock.now(),
        chat_title="御城一区邻里群",
        hears=True,
    )

    await here.town.happens(back)
    await here.wang.says("/report 3号楼路灯不亮")

    group = await kept(here.town, here.group.chat)
    assert group is not None
    assert (group.suspended, group.place) == (False, here.grid.id)
    assert "#1 御城一区3号楼" in here.group.card
    assert "绑定" not in here.group.texts[0]


async def test_blocked_in_private_we_know_it_and_tell_in_the_group_instead(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/help")

    await removed_from(here.town, ChatRef(NAME, BOT, here.wang.account.id), here.wang, is_private=True)

    person = await here.town.keep(lambda uow: uow.store(People).by_account(here.wang.account))
    assert person is not None
    assert person.reachable == frozenset()
    await here.wang.says("/mine")
    assert here.group.texts == ["您还没有报过事。有事直接说就行。"]


async def test_a_chat_that_moves_takes_its_place_and_its_tickets_along(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    there = await moved(here.town, here.group, ChatRef(NAME, BOT, "-1009"), here.wang)

    await here.li.presses("接单")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert len(there.messages) == 2
    assert there.card.endswith("李明说办好了:换了灯泡。请报事人看一眼。")
    # The old number of the caller's message names nothing, or something else, in the new chat.
    assert [shown.reply_to for shown in there.messages] == [None, None]
    assert await kept(here.town, here.group.chat) is None
    group = await kept(here.town, there.chat)
    assert group is not None
    assert (group.place, group.title) == (here.grid.id, "御城一区邻里群")


async def test_a_message_with_an_old_number_in_the_new_chat_is_a_call_of_its_own(here: Yucheng) -> None:
    number = await here.wang.says("/report 3号楼路灯不亮")
    there = await moved(here.town, here.group, ChatRef(NAME, BOT, "-1009"), here.wang)

    said = IncomingMessage(
        key="m:-1009:1",
        chat=there.chat,
        id=number,
        sender=here.wang.sender,
        at=here.town.clock.now(),
        text="4号楼漏水",
        mentions_bot=True,
    )
    await here.town.happens(said)

    assert any("#2 御城一区4号楼" in text for text in there.texts)


async def test_the_network_tells_of_the_move_when_we_write_there(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    there = GroupChat(town=here.town, chat=ChatRef(NAME, BOT, "-1009"))
    here.town.network.moved[here.group.chat] = there.chat

    await here.li.presses("接单")

    assert "李明接单了" in there.card
    await here.li.tells_the_bot("/done 1 换了灯泡")
    assert there.card.endswith("李明说办好了:换了灯泡。请报事人看一眼。")


async def test_a_line_that_was_suggested_is_asked_about_in_the_new_chat(here: Yucheng) -> None:
    await here.wang.says("3号楼二单元的灯又不亮了,有没有人管")
    there = await moved(here.town, here.group, ChatRef(NAME, BOT, "-1009"), here.wang)

    await here.town.passes(minutes=11)
    assert there.texts == ["要我帮您报上去吗?不点就当闲聊。"]
    here.wang.group = there
    await here.wang.presses("帮我报", quoted="3号楼二单元的灯又不亮了")

    assert there.card.startswith("#1 御城一区3号楼2单元")


async def test_told_twice_that_it_moved_nothing_changes(here: Yucheng) -> None:
    to = ChatRef(NAME, BOT, "-1009")

    await moved(here.town, here.group, to, here.wang)
    there = await moved(here.town, here.group, to, here.wang)

    group = await kept(here.town, there.chat)
    assert group is not None
    assert group.place == here.grid.id


async def test_in_the_new_chat_the_bound_place_goes_on_deciding(here: Yucheng) -> None:
    there = await moved(here.town, here.group, ChatRef(NAME, BOT, "-1009"), here.wang)

    await here.town.resident("孙姐", there).says("/report 3号楼路灯不亮")

    assert "#1 御城一区3号楼" in there.card


async def test_a_group_that_we_never_met_is_remembered_by_its_title(here: Yucheng) -> None:
    chat = ChatRef(NAME, BOT, "-77")
    said = IncomingMessage(
        key="m:77",
        chat=chat,
        id="1",
        sender=here.wang.sender,
        at=here.town.clock.now(),
        text="3号楼路灯不亮",
        chat_title="老邻居群",
        mentions_bot=True,
    )

    await here.town.happens(said)

    group = await kept(here.town, chat)
    assert group is not None
    assert (group.title, group.place) == ("老邻居群", None)


async def test_in_english(there: Yucheng) -> None:
    group = await there.town.bot_comes_into("New group", there.wang, hears=False)

    assert group.texts[0].startswith("Hello, I'm Huying. I can't hear this group yet")


async def test_the_configured_admin_is_told_where_there_is_no_desk(database: OpenDatabase) -> None:
    town = open_town(database, Config(admins=(Account(NAME, "boss"),)))
    boss = Somebody(town=town, name="老板", account=Account(NAME, "boss"))
    await boss.tells_the_bot("/help")
    group = await town.bot_comes_into("新群", town.resident("孙姐"))

    await removed_from(town, group.chat, boss)

    assert boss.inbox[-1] == "“新群”把我移出去了,那里的事收不到了。请加回来。"


async def test_a_group_that_the_network_says_we_left_is_suspended(here: Yucheng) -> None:
    here.town.network.removed.add(here.group.chat)

    await here.wang.says("/report 3号楼路灯不亮")

    group = await kept(here.town, here.group.chat)
    assert group is not None
    assert group.suspended
    assert here.li.inbox[0].startswith("#1 御城一区3号楼")


async def test_a_group_with_a_new_title_is_called_by_it(here: Yucheng) -> None:
    said = IncomingMessage(
        key="m:t",
        chat=here.group.chat,
        id="1",
        sender=here.wang.sender,
        at=here.town.clock.now(),
        text="3号楼路灯不亮",
        chat_title="一区老邻居",
        mentions_bot=True,
    )

    await here.town.happens(said)

    group = await kept(here.town, here.group.chat)
    assert group is not None
    assert group.title == "一区老邻居"


async def test_whoever_wrote_what_cannot_be_opened_learns_it_once_a_day(here: Yucheng) -> None:
    """PLATFORMS 38: the key of an encrypted message has not come."""
    for message in ("m900", "m901"):
        await here.town.happens(
            MessageSealed(
                key=f"sealed:{message}",
                chat=here.group.chat,
                message=message,
                sender=here.wang.sender,
                at=here.town.clock.now(),
            )
        )

    assert sum(words.startswith("这条我打不开") for words in here.group.texts) == 1
