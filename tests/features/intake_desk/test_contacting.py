"""Calls for the family, and calling back."""

from tests.town import Yucheng


async def started(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/lang zh")


async def test_who_calls_for_the_mother_is_asked_whom_to_contact(here: Yucheng) -> None:
    await started(here)

    await here.wang.says("/report 我妈家3号楼2单元水管漏水")

    assert here.wang.inbox[-1].startswith("#1 替家人报的,记下了。")
    assert here.wang.private[-1].labels == [["联系我", "联系家人", "都行"]]
    await here.wang.presses("联系家人")
    await here.wang.tells_the_bot("我妈 13800001234")
    assert "联系:我妈 13800001234" in here.li.inbox[0]
    assert all("13800001234" not in text for text in here.group.texts)


async def test_a_plain_reply_says_it_too(here: Yucheng) -> None:
    await started(here)
    await here.wang.says("/report 我爸住3号楼,路灯不亮")

    await here.wang.tells_the_bot("联系我就行", to=here.wang.private[-1])

    assert "联系:王芳" in here.li.inbox[0]


async def test_who_calls_from_home_for_the_child_is_not_asked(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/home 4号楼")

    await here.wang.tells_the_bot("/report 我妈住4号楼,路灯不亮")

    assert all("替家人" not in text for text in here.wang.inbox)


async def test_call_me_back_is_a_task_with_a_button(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮,请给我回个电话13800001234")

    assert here.li.inbox[0].endswith("请您回个电话:13800001234")
    assert here.li.private[0].labels[-1] == ["打过了"]
    await here.li.presses("打过了")
    assert "和报事人通过电话了" in here.group.card
    assert all("打过了" not in row for row in here.li.private[0].labels)


async def test_without_a_number_the_worker_reads_that_it_is_to_be_asked(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮,麻烦给我打个电话")

    assert "没留号码" in here.li.inbox[0]


async def test_who_asks_later_to_be_called_is_called(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.says("给我回个电话吧", to=here.group.messages[0])

    assert "没留号码" in here.li.inbox[0]
