"""How a worker says how it goes and that it is done, and what others see of it."""

from bot.community import Account, Role
from bot.messages import Gesture
from tests.features.roster.builders import imports, people, places
from tests.network import NAME
from tests.town import Somebody, Town, Yucheng


async def accepted(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")


async def test_progress_stands_in_the_group_with_its_time_and_whoever_said_it(here: Yucheng) -> None:
    await accepted(here)

    message = await here.li.tells_the_bot("/progress 1 师傅下午到")

    assert here.group.card == "#1 御城一区3号楼 · 3号楼路灯不亮\n今天 10:00 师傅下午到(李明)"
    assert (message, "heard") in here.town.network.reactions


async def test_in_chinese_no_space_need_follow_the_number(here: Yucheng) -> None:
    await accepted(here)

    await here.li.tells_the_bot("进展1师傅下午到")

    assert here.group.card.endswith("师傅下午到(李明)")


async def test_words_of_the_secretary_stand_under_her_own_name(here: Yucheng) -> None:
    await accepted(here)

    await here.zhao.tells_the_bot("进展 1 物业答应明天来")

    assert here.group.card.endswith("物业答应明天来(赵敏)")
    assert here.li.private[0].labels == [["到现场", "办好了", "更多"]]


async def test_progress_by_the_worker_who_was_given_it_accepts_it_first(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/progress 1 师傅下午到")

    assert here.group.card.endswith("师傅下午到(李明)")
    assert here.li.private[0].labels == [["到现场", "办好了", "更多"]]


async def test_progress_by_the_backup_asks_to_accept_first(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.chen.tells_the_bot("/progress 1 我去看看")

    assert here.chen.inbox == ["#1 还没有人接。先点“接单”或说“接 1”。"]
    assert "已交给网格员李明" in here.group.card


async def test_progress_without_words_says_what_is_missing(here: Yucheng) -> None:
    await accepted(here)

    await here.li.tells_the_bot("/progress 1")

    assert here.li.inbox[-1] == "再说一句办到哪了,比如“进展 1 师傅下午到”。"


async def test_on_site_pressed_twice_is_one_step(here: Yucheng) -> None:
    await accepted(here)

    await here.li.presses("到现场")
    await here.li.presses("到现场")

    assert here.group.card.count("到现场了") == 1


async def test_the_same_words_another_day_are_another_step(here: Yucheng) -> None:
    await accepted(here)
    await here.li.presses("到现场")
    await here.town.passes(hours=24)

    await here.li.presses("到现场")

    assert here.group.card.count("到现场了") == 2


async def test_only_the_last_two_steps_are_shown(here: Yucheng) -> None:
    await accepted(here)

    for words in ("查线路", "买配件", "换灯头"):
        await here.li.tells_the_bot(f"/progress 1 {words}")

    assert [line.split(" ", 2)[2] for line in here.group.card.splitlines()[1:]] == ["买配件(李明)", "换灯头(李明)"]


async def test_a_phone_number_in_the_words_of_the_worker_is_masked_in_the_group(here: Yucheng) -> None:
    await accepted(here)

    await here.li.tells_the_bot("/progress 1 师傅电话13812345678,下午到")

    assert "13812345678" not in here.group.card
    assert "下午到" in here.group.card


async def test_done_before_anybody_knows_the_building_is_refused(here: Yucheng) -> None:
    liu = here.town.resident("刘大爷", here.big_group)
    await liu.says("/report 电梯坏了")

    await here.zhao.tells_the_bot("/done 1")

    assert here.zhao.inbox == ["#1 还不知道是哪栋楼,说了楼号才能往下办。"]
    assert here.zhao.private[0].labels == []


async def test_done_twice_is_refused_the_second_time(here: Yucheng) -> None:
    await accepted(here)
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.li.tells_the_bot("/done 1 又换了一次")

    assert here.li.inbox[-1] == "#1 已经办好了,等报事人看。没好就说“没修好 1”。"
    assert "又换了一次" not in here.group.card


async def test_done_after_it_was_taken_back_is_refused(here: Yucheng) -> None:
    await accepted(here)
    await here.wang.tells_the_bot("/withdraw 1")

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert here.li.inbox[-1] == "#1 报事人撤回了。要再办请重新说一次。"


async def test_done_while_the_desk_has_not_ruled_is_refused(here: Yucheng) -> None:
    await accepted(here)
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.wang.presses("没修好")

    await here.li.tells_the_bot("/done 1 又换了一次")

    assert here.li.inbox[-1] == "#1 有人说没修好,等社区定。社区说“定 1”就行。"


async def test_done_by_a_stranger_changes_nothing(here: Yucheng) -> None:
    await accepted(here)

    await here.wang.tells_the_bot("/done 1 好了")

    assert here.wang.inbox[-1].startswith("接单请")
    assert "李明接单了" in here.group.card


async def test_how_it_was_done_pressed_twice_is_done_once(here: Yucheng) -> None:
    await accepted(here)
    await here.li.presses("办好了")

    await here.li.presses("修好了")
    await here.li.presses("修好了", on=here.li.private[-1])

    assert [text for text in here.group.texts if "您看修好了吗" in text] == [here.group.texts[-1]]


async def test_a_label_said_in_words_is_the_button(here: Yucheng) -> None:
    await accepted(here)
    await here.li.tells_the_bot("办好了")

    await here.li.tells_the_bot("修好了")

    assert "李明说办好了:修好了。" in here.group.card


async def test_a_number_chooses_a_button(here: Yucheng) -> None:
    await accepted(here)
    await here.li.presses("办好了")

    await here.li.tells_the_bot("2")

    assert "清理干净了" in here.group.card


async def test_a_done_sign_asks_how(here: Yucheng) -> None:
    await accepted(here)

    await here.li.reacts(here.li.private[0].id, Gesture.DONE, private=True)

    assert here.li.inbox[-1] == "#1 怎么办好的?点一个或打一句,居民会看到。"


async def test_a_question_taken_back_is_not_answered_by_the_next_line(here: Yucheng) -> None:
    await accepted(here)
    await here.li.presses("办好了")
    await here.li.tells_the_bot("/cancel")

    await here.li.tells_the_bot("谢谢")

    assert "李明接单了" in here.group.card
    assert here.li.inbox[-1] == "好,不问了。"


async def test_a_plain_reply_of_the_worker_is_no_call_but_asks_what_it_shall_be(here: Yucheng) -> None:
    await accepted(here)

    await here.li.tells_the_bot("师傅下午三点到", to=here.li.private[0])
    assert here.li.inbox[-1] == "#1 这句记成什么?居民会看到。不点就不记。"
    await here.li.presses("进展")

    assert here.group.card.endswith("师傅下午三点到(李明)")
    assert len(here.group.messages) == 1


async def test_the_same_reply_may_say_that_it_is_done(here: Yucheng) -> None:
    await accepted(here)
    await here.li.tells_the_bot("线路重新接过了", to=here.li.private[0])

    await here.li.presses("办好了", on=here.li.private[-1])

    assert "李明说办好了:线路重新接过了。" in here.group.card


async def test_a_reply_that_waited_too_long_is_asked_for_again(here: Yucheng) -> None:
    await accepted(here)
    await here.li.tells_the_bot("师傅下午三点到", to=here.li.private[0])
    await here.town.passes(minutes=11)

    toast = await here.li.presses("进展", on=here.li.private[-1])

    assert toast == "#1 要记进展,请说“进展 1”加一句;办好了说“办结 1”加一句。"
    assert "李明接单了" in here.group.card


async def test_a_plain_reply_of_the_worker_in_the_group_is_no_call_either(here: Yucheng) -> None:
    await accepted(here)

    await here.li.says("下午去看", to=here.group.messages[0])

    assert len(here.group.messages) == 1
    assert here.li.inbox[-1].startswith("#1 要记进展")


async def test_tasks_are_listed_by_when_they_are_due_and_late_ones_say_so(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 4号楼停水了")
    await here.li.tells_the_bot("/claim 1 2")
    await here.town.leaps(days=3, hours=1)

    await here.li.tells_the_bot("任务")

    assert here.li.inbox[-1] == (
        "先办这 2 件:\n"
        "#2 御城一区4号楼 · 4号楼停水了,今天 10:00到的时限,已经过了\n"
        "#1 御城一区3号楼 · 3号楼路灯不亮,周四 10:00前"
    )


async def test_without_tasks_the_list_says_so(here: Yucheng) -> None:
    await here.li.tells_the_bot("/tasks")

    assert here.li.inbox == ["手上没有要办的事。"]


async def test_tasks_asked_for_in_the_group_are_told_in_private(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.says("/tasks")

    assert len(here.group.messages) == 1
    assert here.li.inbox[-1].startswith("先办这 1 件:")


async def test_what_the_caller_adds_reaches_the_worker_and_thanks_make_no_sound(here: Yucheng) -> None:
    await accepted(here)

    await here.wang.says("晚上八点以后我在家", to=here.group.messages[0])
    await here.wang.says("谢谢", to=here.group.messages[0])

    assert [(shown.text, shown.silent) for shown in here.li.private[1:]] == [
        ("#1 王芳又说:“晚上八点以后我在家”", False),
        ("#1 王芳又说:“谢谢”", True),
    ]


async def test_a_worker_who_leaves_without_a_successor_keeps_no_buttons(town: Town) -> None:
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,"), people("王强,expert,柳湖社区,fake:501,"))
    worker = Somebody(town=town, name="王强", account=Account(NAME, "501"))
    await town.resident("孙姐").tells_the_bot("/report 1号楼路灯不亮")

    await imports(town, places("柳湖社区,东院,北网格,1号楼,,,"))
    await town.settle()

    assert worker.inbox == ["#1 东院1号楼 · 1号楼路灯不亮\n交回社区安排,您不用管了。"]
    assert worker.private[0].labels == []


async def test_words_done_are_in_the_language_of_the_group(there: Yucheng) -> None:
    await there.wang.says("/report Street light out at Building 3")
    await there.li.presses("Accept")
    await there.li.presses("Done")

    await there.li.tells_the_bot("part replaced")

    assert "李明 says it's done: part replaced, works again" in there.group.card
    assert there.group.messages[-1].labels == [["Yes, fixed"], ["Not fixed"]]


async def test_an_assistant_of_the_grid_may_accept(here: Yucheng) -> None:
    sun = await here.town.official("孙姐", Role.ASSISTANT, here.grid)
    await here.wang.says("/report 3号楼路灯不亮")

    await sun.tells_the_bot("/claim 1")

    assert "孙姐接单了" in here.group.card


async def test_thanks_of_a_worker_under_a_task_are_only_seen(here: Yucheng) -> None:
    await accepted(here)

    message = await here.li.tells_the_bot("收到", to=here.li.private[0])

    assert (message, "heard") in here.town.network.reactions
    assert len(here.li.private) == 1


async def test_how_a_private_matter_was_done_is_said_in_the_callers_language(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/lang en")
    await here.wang.tells_the_bot("/report 锦绣楼楼上太吵了")
    await here.li.presses("接单")
    await here.li.presses("办好了")

    await here.li.presses("说和了")

    assert "settled between them" in here.wang.inbox[-1]


async def test_an_emergency_that_nobody_reached_stays_loud_for_the_others(here: Yucheng) -> None:
    here.town.network.unreachable.add(here.li.address)

    await here.wang.says("3号楼一楼有煤气味,很重")

    assert here.chen.private[0].labels == [["我去"], ["去不了", "打过电话了"]]
    assert any("李明还没打开过呼应" in text for text in here.zhao.inbox)
