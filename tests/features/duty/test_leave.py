"""Workers go on leave and come back: a ticket never sits with somebody who is not there."""

from bot.community import Account, Role
from tests.features.roster.builders import imports, people, places
from tests.network import NAME
from tests.town import Somebody, Town, Yucheng


async def test_a_new_call_goes_to_the_backup_while_the_worker_is_off(here: Yucheng) -> None:
    """LESSONS 7."""
    await here.li.tells_the_bot("/duty off 3d")

    await here.wang.says("/report 3号楼路灯不亮")

    assert "已交给网格员陈静" in here.group.card
    assert here.li.inbox == ["好,李明休息到周日 10:00"]


async def test_what_was_open_goes_to_the_named_substitute_with_one_list(here: Yucheng) -> None:
    sun = await here.town.official("孙伟", Role.WORKER, here.building4)
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 3号楼楼道灯坏了")
    await here.li.tells_the_bot("/claim 1")

    await here.li.tells_the_bot("值班 休息到明天 孙伟")

    assert here.li.inbox[-1] == "好,李明休息到明天 23:59\n2 件先交给孙伟。"
    lists = [text for text in sun.inbox if "先由您看着" in text]
    assert len(lists) == 1
    assert lists[0].startswith("李明休息,到明天 23:59。2 件先由您看着,最急的:\n#")
    assert "已交给网格员孙伟" in here.group.card


async def test_a_reopened_ticket_does_not_go_to_somebody_off_duty(here: Yucheng) -> None:
    """LESSONS 7."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.li.tells_the_bot("/duty off 3d")
    await here.wang.says("/reopen 1 还是不亮")

    await here.zhao.tells_the_bot("/rule 1 reopen")

    assert "现在由陈静来" in here.group.card


async def test_a_ruling_does_not_give_it_to_somebody_off_duty_either(here: Yucheng) -> None:
    """LESSONS 7."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.li.tells_the_bot("/duty off 3d 陈静")
    await here.wang.says("/reopen 1 还是不亮")

    await here.zhao.tells_the_bot("/rule 1 李明")

    assert "现在由陈静来" in here.group.card


async def test_a_chain_of_substitutes_is_followed_to_whoever_is_there(here: Yucheng) -> None:
    """LESSONS 16: A is away, B stands in and is away, C stands in for B."""
    await here.town.official("孙伟", Role.WORKER, here.building4)
    await here.li.tells_the_bot("/duty off 3d 陈静")
    await here.chen.tells_the_bot("/duty off 1d 孙伟")
    await here.wang.says("/report 3号楼路灯不亮")
    assert "已交给网格员孙伟" in here.group.card

    await here.town.passes(days=1, minutes=1)
    await here.wang.says("/report 3号楼楼道灯坏了")

    assert any("#2" in text and "已交给网格员陈静" in text for text in here.group.texts)


async def test_two_who_stand_in_for_each_other_leave_it_to_the_desk(here: Yucheng) -> None:
    """LESSONS 16: a chain that turns in a circle."""
    await here.li.tells_the_bot("/duty off 3d 陈静")
    await here.chen.tells_the_bot("/duty off 3d 李明")

    await here.wang.says("/report 3号楼路灯不亮")

    assert "已交给社区赵敏" in here.group.card


async def test_when_everybody_is_away_it_still_goes_to_somebody(here: Yucheng) -> None:
    for somebody in (here.li, here.chen, here.zhao):
        await somebody.tells_the_bot("/duty off")

    await here.wang.says("/report 3号楼路灯不亮")

    assert "已交给社区赵敏" in here.group.card


async def test_leave_is_over_when_its_time_is_over(here: Yucheng) -> None:
    """LESSONS 16: an expired absence."""
    await here.li.tells_the_bot("/duty off 2h")
    await here.town.passes(hours=2, minutes=1)

    await here.wang.says("/report 3号楼路灯不亮")

    assert "已交给网格员李明" in here.group.card
    assert here.li.inbox[1].startswith("您在岗了")


async def test_expired_leave_counts_no_more_even_before_anybody_noticed(here: Yucheng) -> None:
    await here.li.tells_the_bot("/duty off 2h")
    here.town.clock.at = here.town.clock.at.replace(hour=5)

    await here.wang.says("/report 3号楼路灯不亮")

    assert "已交给网格员李明" in here.group.card


async def test_leave_may_be_announced_and_begins_by_itself(here: Yucheng) -> None:
    await here.li.tells_the_bot("值班 休息 明天到周日")
    assert here.li.inbox == ["记下了:李明从明天 00:00起休息,到周日 23:59。到时候我把手上的事交出去。"]
    await here.wang.says("/report 3号楼路灯不亮")
    assert "已交给网格员李明" in here.group.card

    await here.town.wakes_up_after(hours=15)

    assert "已交给网格员陈静" in here.group.card
    assert any("1 件先由您看着" in text for text in here.chen.inbox)


async def test_a_worker_who_is_back_has_new_calls_again(here: Yucheng) -> None:
    await here.li.tells_the_bot("/duty off 3d")
    await here.li.tells_the_bot("值班")

    await here.li.presses("我回来了")
    await here.wang.says("/report 3号楼路灯不亮")

    assert "已交给网格员李明" in here.group.card


async def test_leave_is_one_tap(here: Yucheng) -> None:
    await here.li.tells_the_bot("值班")

    await here.li.presses("休息三天")

    assert here.li.inbox[-1] == "好,李明休息到周日 10:00"


async def test_staff_put_somebody_off_duty_who_is_ill_and_see_who_is_away(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.zhao.tells_the_bot("/duty 李明 off 3d")
    await here.zhao.tells_the_bot("/duty")

    assert here.li.inbox[-1] == "社区替您记了休息,到周日 10:00\n1 件先交给陈静。"
    assert "李明休息,到周日 10:00" in here.zhao.inbox[-1]
    assert "已交给网格员陈静" in here.group.card


async def test_a_worker_may_not_put_another_off_duty(here: Yucheng) -> None:
    await here.chen.tells_the_bot("/duty 李明 off 3d")

    await here.wang.says("/report 3号楼路灯不亮")

    assert "已交给网格员李明" in here.group.card


async def test_a_time_that_makes_no_sense_gets_one_line(here: Yucheng) -> None:
    await here.li.tells_the_bot("/duty off 900d")

    assert here.li.inbox[-1].startswith("这个时间没看懂")


async def test_the_admins_hear_that_a_substitute_left_the_roster(town: Town) -> None:
    """LESSONS 17: a rule that points at a user who left."""
    staff = people(
        "王强,expert,柳湖社区,fake:501,",
        "刘敏,expert,柳湖社区,fake:502,",
        "吴芳,secretary,柳湖社区,fake:503,",
    )
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,", "柳湖社区,东院,北网格,2号楼,,刘敏,"), staff)
    wang = Somebody(town=town, name="王强", account=Account(NAME, "501"))
    wu = Somebody(town=town, name="吴芳", account=Account(NAME, "503"))
    await wang.tells_the_bot("/duty off 3d 刘敏")
    resident = town.resident("孙姐")

    fewer = people("王强,expert,柳湖社区,fake:501,", "吴芳,secretary,柳湖社区,fake:503,")
    await imports(town, places("柳湖社区,东院,北网格,1号楼,,王强,", "柳湖社区,东院,北网格,2号楼,,王强,"), fewer)
    await town.settle()
    await resident.tells_the_bot("/report 1号楼路灯不亮")

    assert wu.inbox[0].startswith("代王强的刘敏不在名册里了。")
    assert wu.inbox[-1].startswith("#1 东院1号楼")
