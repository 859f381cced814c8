"""A cry for help is heard, whatever else was being talked about."""

from tests.town import Yucheng

FIRE = "4号楼楼道着火了,好大的烟"


def alarms(here: Yucheng) -> list[str]:
    return [text for text in here.li.inbox if text.startswith("紧急")]


async def test_it_is_no_answer_to_the_question_for_the_building(here: Yucheng) -> None:
    await here.wang.says("/report 路灯不亮")

    await here.wang.says(FIRE)

    assert here.group.card.startswith("#1 第一网格 · 路灯不亮")
    assert alarms(here)[0].startswith("紧急 #2 御城一区4号楼")


async def test_it_is_no_explanation_of_what_is_still_wrong(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.wang.presses("没修好")

    await here.wang.says(FIRE)

    assert alarms(here)[0].startswith("紧急 #2 御城一区4号楼")
    assert "着火" not in here.zhao.inbox[0]


async def test_it_is_no_remark_to_another_ticket(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.says(FIRE, to=here.group.messages[0])

    assert alarms(here)[0].startswith("紧急 #2 御城一区4号楼")


async def test_it_is_not_how_a_worker_finished_something(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    await here.li.presses("办好了")

    await here.li.tells_the_bot("锦绣楼楼道着火了,好大的烟")

    assert "李明接单了" in here.group.card
    assert alarms(here)[0].startswith("紧急 #2 御城一区4号楼")


async def test_a_workers_reply_to_a_task_may_be_one(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("锦绣楼楼道着火了,好大的烟", to=here.li.private[0])

    assert alarms(here)[0].startswith("紧急 #2 御城一区4号楼")


async def test_a_reason_to_keep_it_closed_is_not_one_either(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.wang.presses("没修好")
    await here.zhao.presses("不重办")

    await here.zhao.tells_the_bot("锦绣楼楼道着火了,好大的烟")

    assert "报事人说还没好" in here.group.card
    assert alarms(here)[0].startswith("紧急 #2 御城一区4号楼")


async def test_more_about_the_same_danger_is_a_remark(here: Yucheng) -> None:
    await here.wang.says(FIRE)

    await here.wang.says("火更大了,三楼也着火了", to=here.group.messages[0])

    assert len(alarms(here)) == 1
    assert here.li.inbox[-1] == "#1 王芳又说:“火更大了,三楼也着火了”"


async def test_a_danger_to_all_that_comes_to_a_persons_is_a_call_of_its_own(here: Yucheng) -> None:
    await here.wang.tells_the_bot("我老伴晕倒了")

    await here.wang.tells_the_bot("锦绣楼煤气味好大")

    assert any(text.startswith("紧急 #2 御城一区4号楼") for text in here.li.inbox)
    assert any(text.startswith("紧急 #2 ") and "开窗" in text for text in here.wang.inbox)


async def test_alone_with_us_words_that_answer_nothing_belong_to_the_open_call(here: Yucheng) -> None:
    await here.wang.tells_the_bot("电梯坏了")

    await here.wang.tells_the_bot("就在我们那栋")
    await here.wang.tells_the_bot("锦绣楼")

    assert [text.split(" ")[0] for text in here.li.inbox] == ["#1"]
    assert here.li.inbox[0].startswith("#1 御城一区4号楼")


async def test_an_answer_that_says_the_matter_once_more_is_an_answer_and_reaches_the_worker_whole(
    here: Yucheng,
) -> None:
    await here.wang.tells_the_bot("电梯坏了")

    await here.wang.tells_the_bot("锦绣楼的电梯又坏了,没人修")

    assert "#1 王芳又说:“锦绣楼的电梯又坏了,没人修”" in here.li.inbox
    assert any(text.startswith("#1 御城一区4号楼\n“电梯坏了”") for text in here.li.inbox)


async def test_a_matter_of_another_kind_is_a_call_of_its_own(here: Yucheng) -> None:
    await here.wang.tells_the_bot("电梯坏了")

    await here.wang.tells_the_bot("锦绣楼门口垃圾没人收,臭死了")

    assert [text.splitlines()[0] for text in here.li.inbox] == ["#2 御城一区4号楼"]


async def test_a_photo_alone_is_a_call_whose_words_may_come_later(here: Yucheng) -> None:
    await here.wang.sends_the_bot()
    assert any(text.startswith("#1 记下了,会有人看、有人听。") for text in here.wang.inbox)

    await here.wang.tells_the_bot("锦绣楼门口有积水")

    assert any(text.startswith("#1 御城一区4号楼\n“锦绣楼门口有积水”") for text in here.li.inbox)


async def test_a_thank_you_after_the_question_ends_the_talk(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report")
    await here.wang.tells_the_bot("谢谢")

    await here.wang.tells_the_bot("谢谢啦")

    assert here.wang.inbox == ["您说,我记。哪里、什么事?"]
