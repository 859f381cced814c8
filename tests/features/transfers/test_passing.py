"""A ticket goes from hand to hand: with a reason, with a name, and never in circles."""

import pytest

from bot.community import Role
from tests.town import Yucheng


@pytest.fixture
async def one(here: Yucheng) -> Yucheng:
    """A call that 李明 has been given."""
    await here.wang.says("/report 3号楼路灯不亮")
    return here


async def test_a_worker_hands_it_on_with_a_reason_and_the_other_accepts(one: Yucheng) -> None:
    await one.li.tells_the_bot("转 1 陈静 在她那一侧")

    assert one.li.inbox[-1] == "#1 现在由陈静来办。"
    assert "已交给网格员陈静" in one.group.card
    assert any(text.startswith("#1 李明转给您:在她那一侧") for text in one.chen.inbox)
    await one.chen.presses("接单")
    assert "陈静接单了" in one.group.card


async def test_a_decline_names_a_better_owner_who_gets_it(one: Yucheng) -> None:
    """LESSONS 44: nobody may give a ticket back into the air."""
    await one.li.tells_the_bot("/decline 1 陈静 是她的片区")

    assert "已交给网格员陈静" in one.group.card
    assert one.li.private[0].labels == []


async def test_declining_takes_three_taps(one: Yucheng) -> None:
    await one.li.presses("不归我管")
    assert one.li.private[-1].labels[0][0] == "陈静"
    await one.li.presses("陈静")

    await one.li.presses("不在我片区")

    assert "已交给网格员陈静" in one.group.card
    assert any("不在我的片区" in text for text in one.chen.inbox)


async def test_owner_and_reason_may_be_written_instead_of_tapped(one: Yucheng) -> None:
    await one.li.presses("不归我管")

    await one.li.tells_the_bot("陈静 在她那一侧")

    assert "已交给网格员陈静" in one.group.card


async def test_a_tapped_owner_and_a_written_reason(one: Yucheng) -> None:
    await one.li.presses("不归我管")
    await one.li.presses("陈静")

    await one.li.tells_the_bot("灯杆在她那一侧")

    assert any("灯杆在她那一侧" in text for text in one.chen.inbox)


async def test_handing_over_stands_behind_more(one: Yucheng) -> None:
    await one.li.presses("接单")
    await one.li.presses("更多")
    await one.li.presses("转给别人")
    await one.li.presses("陈静")

    await one.li.presses("忙不过来")

    assert "已交给网格员陈静" in one.group.card


async def test_without_a_reason_it_is_asked_for(one: Yucheng) -> None:
    await one.li.tells_the_bot("/transfer 1 陈静")

    assert one.li.inbox[-1] == "#1 为什么转给陈静?点一个或打一句。"
    assert "已交给网格员李明" in one.group.card


async def test_the_third_hand_over_is_a_ruling_with_the_history_on_one_screen(one: Yucheng) -> None:
    """LESSONS 44: the ping-pong ends after two hand-overs."""
    await one.li.tells_the_bot("/transfer 1 陈静 在她那一侧")
    await one.chen.tells_the_bot("/decline 1 李明 灯杆在他那一侧")

    await one.li.tells_the_bot("/decline 1 陈静 量过了,在她那一侧")

    screen = one.zhao.private[-1]
    assert screen.text == (
        "#1 御城一区3号楼 · 3号楼路灯不亮\n"
        "要您定归谁:\n"
        "今天 10:00 交给李明\n"
        "今天 10:00 李明到陈静:在她那一侧\n"
        "今天 10:00 陈静到李明:灯杆在他那一侧\n"
        "李明说归陈静管:量过了,在她那一侧\n"
        "定之前由赵敏看着,明天 10:00前。点一位,或说“定 1”加名字。"
    )
    assert screen.labels == [["陈静", "李明"]]
    assert "已交给社区赵敏" in one.group.card


async def test_the_ruling_is_one_tap_and_binds(one: Yucheng) -> None:
    await one.li.tells_the_bot("/transfer 1 陈静 在她那一侧")
    await one.chen.tells_the_bot("/decline 1 李明 灯杆在他那一侧")
    await one.li.tells_the_bot("/decline 1 陈静 量过了")

    await one.zhao.presses("陈静")

    assert "已交给网格员陈静" in one.group.card
    assert one.zhao.private[-1].labels == []
    assert any("定了:由陈静来办" in text for text in one.zhao.inbox)
    # Whoever hands it on once more gets no further: it is decided again.
    await one.chen.tells_the_bot("/decline 1 李明 还是他的")
    assert "已交给社区赵敏" in one.group.card


async def test_the_ruling_may_be_said_in_words(one: Yucheng) -> None:
    await one.li.tells_the_bot("/transfer 1 陈静 在她那一侧")
    await one.chen.tells_the_bot("/decline 1 李明 灯杆在他那一侧")
    await one.li.tells_the_bot("/decline 1 陈静 量过了")

    await one.zhao.tells_the_bot("定 1 李明")

    assert "已交给网格员李明" in one.group.card


async def test_an_owner_outside_the_roster_is_for_staff_to_decide(one: Yucheng) -> None:
    await one.li.tells_the_bot("/decline 1 供水公司 总管归他们")

    assert "李明说归供水公司管:总管归他们" in one.zhao.inbox[-1]
    assert one.zhao.private[-1].labels[0] == ["已经转告"]
    assert "已交给社区赵敏" in one.group.card


async def test_the_resident_hears_by_name_whose_it_is(one: Yucheng) -> None:
    """LESSONS 20: "not responsible" names who is."""
    await one.li.tells_the_bot("/decline 1 供水公司 总管归他们")

    await one.zhao.presses("已经转告")

    assert "这事归供水公司管:总管归他们。已经转告。" in one.group.card
    assert one.group.texts[-1] == "王芳,#1 归供水公司管:总管归他们。已经转告他们。"
    assert one.zhao.private[-1].labels == []


async def test_staff_who_have_told_the_owner_decline_in_one_line(one: Yucheng) -> None:
    await one.zhao.tells_the_bot("/decline 1 供水公司 总管归他们")

    assert "这事归供水公司管" in one.group.card


async def test_whoever_knows_no_owner_lets_the_community_decide(one: Yucheng) -> None:
    await one.li.presses("不归我管")
    await one.li.presses("请社区定")

    await one.li.presses("不是我的事")

    assert "李明说不归自己管:不是我的职责" in one.zhao.inbox[-1]


async def test_nothing_is_handed_to_somebody_off_duty(one: Yucheng) -> None:
    sun = await one.town.official("孙伟", Role.WORKER, one.building4)
    await one.chen.tells_the_bot("/duty off 3d 孙伟")

    await one.li.tells_the_bot("/transfer 1 陈静 在她那一侧")

    assert one.li.inbox[-1] == "#1 现在由孙伟来办。"
    assert any(text.startswith("#1 李明转给您") for text in sun.inbox)


async def test_staff_do_not_assign_to_somebody_off_duty_either(one: Yucheng) -> None:
    await one.chen.tells_the_bot("/duty off 3d")

    await one.zhao.tells_the_bot("/assign 1 陈静")

    assert one.zhao.inbox[-1] == "#1 陈静在休息,也没有人代。请另选一位。"
    assert "已交给网格员李明" in one.group.card


async def test_only_whoever_has_it_hands_it_on(one: Yucheng) -> None:
    await one.chen.tells_the_bot("/transfer 1 赵敏 太忙")

    assert one.chen.inbox[-1] == "#1 李明先接了,谢谢。"
    assert "已交给网格员李明" in one.group.card


async def test_an_unknown_name_gets_the_nearest_and_an_outsider_needs_a_reason(one: Yucheng) -> None:
    await one.li.tells_the_bot("/transfer 1 陈金 在她那一侧")
    await one.li.tells_the_bot("/decline 1 供水公司")

    assert one.li.inbox[-2].startswith("#1 名册里没有“陈金”。相近的有:陈静")
    assert one.li.inbox[-1].startswith("#1 名册里没有“供水公司”。名册外的要加一句为什么")
