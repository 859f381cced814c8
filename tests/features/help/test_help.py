"""What one can say here, who the bot takes one for, in which language, and what is kept."""

from bot.community import Account, Role
from bot.config import Config
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import Somebody, Yucheng, open_town


async def test_a_resident_reads_four_words_to_say(here: Yucheng) -> None:
    await here.wang.tells_the_bot("帮助")

    assert here.wang.inbox == [
        "直接说事就行。还能说:\n我的 看我报的事\n找谁 谁管我这栋楼\n没修好 请再来\n隐私 我的资料"
    ]


async def test_a_worker_and_the_secretary_read_theirs_too(here: Yucheng) -> None:
    await here.li.tells_the_bot("/help")
    await here.zhao.tells_the_bot("/help")

    assert [len(here.li.inbox), len(here.zhao.inbox)] == [2, 3]
    assert here.li.inbox[-1].startswith("您是网格员,还能说:")
    assert here.zhao.inbox[-1].startswith("您是管理员,还能说:")


async def test_in_a_group_everybody_reads_only_what_is_for_all(here: Yucheng) -> None:
    await here.li.says("/help")

    assert len(here.group.messages) == 1
    assert here.group.texts[0].startswith("直接说事就行,带上楼号")


async def test_whoami_names_roles_and_account_in_private(here: Yucheng) -> None:
    await here.li.says("/whoami")

    assert here.group.messages == []
    assert here.li.inbox == [f"您是李明:第一网格 网格员。账号 {here.li.account}"]


async def test_whoever_has_several_roles_reads_them_all(here: Yucheng) -> None:
    qian = await here.town.official("钱进", Role.STAFF, here.community)

    await qian.tells_the_bot("我是谁")
    await here.wang.tells_the_bot("我是谁")

    assert qian.inbox[0].startswith("您是钱进:御城社区 社区工作者。")
    assert here.wang.inbox[0].startswith("您是王芳:居民。")


async def test_a_configured_admin_is_called_one(database: OpenDatabase) -> None:
    town = open_town(database, Config(admins=(Account(NAME, "boss"),)))
    boss = Somebody(town=town, name="老板", account=Account(NAME, "boss"))

    await boss.tells_the_bot("/whoami")

    assert boss.inbox == ["您是老板:管理员。账号 fake:boss"]


async def test_a_persons_own_language_is_spoken_in_private_and_the_groups_in_the_group(here: Yucheng) -> None:
    await here.li.tells_the_bot("/lang en")
    assert here.li.inbox == ["Right, English from now on."]

    await here.wang.says("/report 3号楼2单元路灯不亮")

    assert here.li.private[-1].labels == [["Accept", "Not mine", "More"]]
    assert here.li.inbox[-1].startswith("#1 御城一区3号楼 unit 2\n“3号楼2单元路灯不亮”")
    assert here.group.card.startswith("#1 御城一区3号楼2单元 · ")


async def test_what_a_worker_says_by_button_is_in_the_language_of_the_group(here: Yucheng) -> None:
    await here.li.tells_the_bot("/lang en")
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("Accept")

    await here.li.presses("On site")

    assert here.group.card.endswith("到现场了(李明)")


async def test_a_language_may_be_called_by_its_name(here: Yucheng) -> None:
    for words in ("语言 英文", "语言 英语", "/lang English", "/lang EN"):
        await here.wang.tells_the_bot("/lang zh")
        await here.wang.tells_the_bot(words)
        assert here.wang.inbox[-1] == "Right, English from now on."

    await here.wang.tells_the_bot("/lang Chinese")

    assert here.wang.inbox[-1] == "好,以后跟您说中文。"


async def test_a_language_that_we_do_not_speak_is_answered_with_ours(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/lang 法语")

    assert here.wang.inbox == ["会说的语言:English、中文。"]


async def test_privacy_says_what_is_kept(here: Yucheng) -> None:
    await here.wang.tells_the_bot("隐私")

    assert here.wang.inbox[0].startswith("没报事的闲聊我不存。")


async def test_cancel_takes_an_open_question_back(here: Yucheng) -> None:
    await here.wang.says("/report")
    await here.wang.says("/cancel")

    await here.wang.says("3号楼门口有积水")

    assert here.group.texts[-1] == "好,不问了。"


async def test_a_slip_of_the_pen_is_told_what_was_probably_meant(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/reprot 3号楼路灯不亮")
    await here.wang.tells_the_bot("/xyzzy")

    assert here.wang.inbox == [
        "没听懂“reprot”,您是要“report”吗?有事直接说也行。",
        "没听懂“xyzzy”。有事直接说就行,或说“帮助”。",
    ]


async def test_an_unknown_command_in_a_group_is_none_of_ours(here: Yucheng) -> None:
    await here.wang.says("/weather")

    assert here.group.messages == []


async def test_a_greeting_asks_what_is_the_matter_and_the_next_line_is_the_call(here: Yucheng) -> None:
    await here.wang.tells_the_bot("你好")
    assert here.wang.inbox == ["您说,我记。哪里、什么事?"]

    await here.wang.tells_the_bot("锦绣楼门口有积水")

    assert here.li.inbox[0].startswith("#1 御城一区4号楼")


async def test_thanks_in_private_are_no_call(here: Yucheng) -> None:
    message = await here.wang.tells_the_bot("好的,谢谢您!")

    assert here.wang.inbox == []
    assert (message, "heard") in here.town.network.reactions


async def test_in_english(there: Yucheng) -> None:
    await there.wang.tells_the_bot("/help")
    await there.wang.tells_the_bot("Thanks a lot!")

    assert [text.splitlines()[0] for text in there.wang.inbox] == [
        "Just say what's the matter. You can also say:",
    ]


async def test_a_department_reads_what_it_can_answer(here: Yucheng) -> None:
    zheng = await here.town.official("城管郑队", Role.DEPARTMENT, here.community)

    await zheng.tells_the_bot("/help")

    assert zheng.inbox[-1].startswith("您是被叫来帮忙的单位,还能说:\n哨单")


async def test_a_slip_of_the_thumb_is_answered_with_what_was_meant_and_may_be_used(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/reprot 3号楼路灯不亮")
    await here.wang.tells_the_bot("/asign 1")
    await here.zhao.tells_the_bot("/asign 1")

    assert here.wang.inbox[0] == "没听懂“reprot”,您是要“report”吗?有事直接说也行。"
    assert "assign" not in here.wang.inbox[1]
    assert here.zhao.inbox[0] == "没听懂“asign”,您是要“assign”吗?有事直接说也行。"
