"""It is not fixed: nobody reopens it silently, the desk rules, and the caller reads how."""

from bot.community import Role
from bot.features.tickets.model import Closing, State
from tests.features.ratings.test_after_done import done, ticket
from tests.town import Yucheng

ASKED = "好,#1 没修好,记下了。还有哪里不对?说一句就行,不说也照办。社区明天 10:00前答复您。"


async def test_not_fixed_by_button_asks_what_is_wrong_and_the_desk_must_rule(here: Yucheng) -> None:
    await done(here)

    await here.wang.presses("没修好")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED
    assert "报事人说还没好。社区明天 10:00前给答复。" in here.group.card
    assert here.group.texts[1:] == [ASKED]
    assert here.zhao.inbox == [
        "#1 御城一区3号楼 · 3号楼路灯不亮\n报事人说没修好。上次是李明办的。怎么定?请明天 10:00前定。"
    ]
    assert here.zhao.private[0].labels == [["重新办", "不重办"]]


async def test_what_the_caller_says_then_stands_in_the_desks_question(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    await here.wang.says("楼道里还是黑的")

    assert "报事人说没修好:“楼道里还是黑的”" in here.zhao.inbox[0]
    assert here.li.inbox[-1] == "#1 王芳又说:“楼道里还是黑的”"
    assert len(here.zhao.inbox) == 1


async def test_not_fixed_as_a_plain_reply_to_the_post(here: Yucheng) -> None:
    await done(here)

    await here.wang.says("没修好", to=here.group.messages[-1])

    assert (await ticket(here)).state is State.REOPEN_REQUESTED


async def test_not_fixed_as_a_plain_reply_to_the_card_with_a_building_in_the_words(here: Yucheng) -> None:
    await done(here)

    await here.wang.says("没修好,3号楼二层还是黑的", to=here.group.messages[0])

    assert (await ticket(here)).state is State.REOPEN_REQUESTED
    assert "“3号楼二层还是黑的”" in here.zhao.inbox[0]


async def test_not_fixed_by_command_with_a_reason_asks_no_more(here: Yucheng) -> None:
    await done(here)

    await here.wang.tells_the_bot("/reopen 1 楼道里还是黑的")

    assert here.wang.inbox == ["#1 报事人说还没好,记下了。社区明天 10:00前答复。"]
    assert here.group.texts[1:] == ["#1 报事人说还没好,记下了。社区明天 10:00前答复。"]
    await here.wang.says("今天天气不错")
    assert "天气" not in here.zhao.inbox[0]


async def test_said_in_private_it_is_asked_about_in_private(here: Yucheng) -> None:
    await done(here)

    await here.wang.tells_the_bot("没修好 1")
    assert here.wang.inbox == [ASKED]
    await here.wang.tells_the_bot("楼道里还是黑的")

    assert "“楼道里还是黑的”" in here.zhao.inbox[0]
    assert here.group.texts[1:] == ["#1 报事人说还没好,记下了。社区明天 10:00前答复。"]


async def test_said_in_private_without_a_number_it_is_the_only_one_that_was_asked_about(here: Yucheng) -> None:
    await done(here)
    await here.wang.tells_the_bot("/report 4号楼太吵了")

    await here.wang.tells_the_bot("没修好,楼道里还是黑的")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED
    assert "“楼道里还是黑的”" in here.zhao.inbox[0]


async def test_fixed_in_private_without_a_number_is_heard_too(here: Yucheng) -> None:
    await done(here)

    await here.wang.tells_the_bot("修好了")

    assert (await ticket(here)).state is State.CLOSED


async def test_of_two_that_were_asked_about_the_number_is_asked_for(here: Yucheng) -> None:
    await done(here)
    await here.wang.says("/report 3号楼楼道太脏了")
    await here.li.tells_the_bot("/done 2 扫过了")

    await here.wang.tells_the_bot("没修好")

    assert here.wang.inbox[-1] == "是哪一件?加上号码,比如“12”,或直接回那一条。"
    assert (await ticket(here)).state is State.RESOLVED


async def test_not_fixed_pressed_twice_asks_the_desk_once(here: Yucheng) -> None:
    await done(here)
    post = here.group.messages[-1]

    await here.wang.presses("没修好")
    await here.wang.presses("没修好", on=post.before("没修好"))

    assert len(here.zhao.inbox) == 1


async def test_a_neighbour_does_not_reopen_it(here: Yucheng) -> None:
    await done(here)

    await here.town.resident("孙姐", here.group).says("/reopen 1 还是黑的")

    assert (await ticket(here)).state is State.RESOLVED


async def test_not_fixed_before_it_is_done_is_refused(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")

    await here.wang.tells_the_bot("没修好 1")

    assert here.wang.inbox == ["#1 已经有人接了,正在办。有新情况,回它那一条就行。"]


async def test_the_secretary_opens_it_again(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    await here.zhao.presses("重新办")

    kept = await ticket(here)
    assert (kept.state, kept.reopened, kept.closing) == (State.ASSIGNED, 1, None)
    assert "重新办,现在由李明来,明天 10:00前答复。" in here.group.card
    assert here.group.texts[1:] == ["#1 社区定了:重新办,由李明来,明天 10:00前答复您。"]
    assert here.zhao.inbox == ["#1 御城一区3号楼 · 3号楼路灯不亮\n定过了:等接单。"]
    assert here.li.private[0].labels == [["接单", "不归我管", "更多"]]


async def test_done_again_asks_the_caller_again_in_a_new_post(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")
    await here.zhao.presses("重新办")

    await here.li.tells_the_bot("/done 1 换了整条线")

    assert len(here.group.messages) == 3
    assert here.group.messages[-1].text.startswith("王芳,#1 办好了:换了整条线(李明)。")
    assert not here.group.messages[-1].silent


async def test_the_second_time_somebody_else_gets_it_and_the_desk_is_asked_in_a_new_message(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")
    await here.zhao.presses("重新办")
    await here.li.tells_the_bot("/done 1 换了整条线")

    await here.wang.presses("没修好")
    assert [shown.labels for shown in here.zhao.private] == [[], [["重新办", "不重办"]]]
    await here.zhao.presses("重新办")

    assert "重新办,现在由陈静来" in here.group.card
    assert here.li.private[0].labels == []


async def test_the_secretary_keeps_it_closed_and_says_why(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    await here.zhao.presses("不重办")
    assert here.zhao.inbox[-1] == "#1 不重办的原因?说一句,居民会看到。"
    await here.zhao.tells_the_bot("物业已经报了整栋改造")

    kept = await ticket(here)
    assert (kept.state, kept.closing) == (State.CLOSED, Closing.KEPT)
    assert "没有重办:物业已经报了整栋改造。" in here.group.card
    assert here.group.texts[1:] == ["#1 社区定了,不重办:物业已经报了整栋改造。又坏了随时回一句“又坏了”。"]


async def test_the_ruling_by_command(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    await here.zhao.tells_the_bot("定 1 不重办,物业已经报了整栋改造")

    assert "没有重办:物业已经报了整栋改造。" in here.group.card
    assert here.zhao.inbox[-1] == "#1 定好了。"


async def test_the_ruling_by_command_in_english(there: Yucheng) -> None:
    await there.wang.says("/report Street light out at Building 3")
    await there.li.tells_the_bot("/done 1 new bulb")
    await there.wang.presses("Not fixed")

    await there.zhao.tells_the_bot("/rule 1 keep the whole house is renewed in May")

    assert "Not reopened: the whole house is renewed in May." in there.group.card


async def test_a_ruling_may_name_who_goes(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    await here.zhao.tells_the_bot("/rule 1 陈静")

    assert "重新办,现在由陈静来" in here.group.card


async def test_a_ruling_that_is_none_is_explained(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    for words in ("/rule 1", "/rule 1 keep", "定 1 再说吧"):
        await here.zhao.tells_the_bot(words)

    assert here.zhao.inbox[1:] == ["请说“定 1 重办”,“定 1”加人名,或“定 1 不重办”加原因。"] * 3
    assert (await ticket(here)).state is State.REOPEN_REQUESTED


async def test_nobody_but_the_desk_rules(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    for person in (here.wang, here.li, here.chen):
        await person.tells_the_bot("/rule 1 keep 没坏")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED
    assert here.chen.inbox == ["这个要社区的管理员来做。"]


async def test_nothing_is_ruled_that_nobody_disputes(here: Yucheng) -> None:
    await done(here)

    await here.zhao.tells_the_bot("/rule 1 reopen")

    assert here.zhao.inbox[-1] == "#1 已经办好了,等报事人看。没好就说“没修好 1”。"


async def test_whoever_handled_it_does_not_rule_on_it(here: Yucheng) -> None:
    qian = await here.town.official("钱进", Role.STAFF, here.community)
    await here.wang.says("/report 3号楼路灯不亮")
    await here.zhao.tells_the_bot("/claim 1")
    await here.zhao.tells_the_bot("/done 1 换了灯泡")
    await here.wang.presses("没修好")

    toast = await here.zhao.presses("重新办")
    assert toast == "#1 是您办的,请社区另一位来定。"
    await qian.presses("重新办")

    assert (await ticket(here)).state is State.ASSIGNED


async def test_where_nobody_else_sits_at_the_desk_it_does_not_stand_still(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.zhao.tells_the_bot("/claim 1")
    await here.zhao.tells_the_bot("/done 1 换了灯泡")
    await here.wang.presses("没修好")

    await here.zhao.presses("重新办")

    assert (await ticket(here)).state is State.ASSIGNED


async def test_giving_it_to_somebody_is_a_ruling_too(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    await here.zhao.tells_the_bot("/assign 1 陈静")

    assert here.zhao.private[0].labels == []
    assert here.group.texts[1] == "#1 社区定了:重新办,由陈静来,明天 10:00前答复您。"


async def test_a_wrong_tap_on_fixed_can_be_undone(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")

    await here.wang.presses("点错了")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED
    assert (await ticket(here)).closing is None


async def test_it_is_back_after_it_was_closed(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")

    await here.wang.presses("又坏了")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED
    assert here.zhao.private[0].labels == [["重新办", "不重办"]]


async def test_more_words_while_the_desk_has_not_ruled_are_added(here: Yucheng) -> None:
    await done(here)
    await here.wang.tells_the_bot("/reopen 1 楼道里还是黑的")

    await here.wang.tells_the_bot("/reopen 1 二层也是")

    assert "“楼道里还是黑的\n二层也是”" in here.zhao.inbox[0]
    assert len(here.zhao.inbox) == 1


async def test_the_desk_opens_it_again_by_command(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("没修好")

    await here.zhao.tells_the_bot("定 1 重办")

    assert (await ticket(here)).state is State.ASSIGNED


async def test_a_reply_to_something_else_is_no_explanation(here: Yucheng) -> None:
    await here.wang.says("/report 4号楼漏水")
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 2 换了灯泡")
    await here.wang.presses("没修好")

    await here.wang.says("下午我在家", to=here.group.messages[0])

    assert "#1 王芳又说:“下午我在家”" in here.li.inbox
    assert "下午" not in here.zhao.inbox[0]
