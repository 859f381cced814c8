"""What nobody accepts, finishes or rules on goes up, rung by rung, until somebody acts."""

from datetime import timedelta

import pytest

from bot.community import Account, PlaceKind, Role
from bot.config import Config
from storage.engine import OpenDatabase
from tests.network import NAME
from tests.town import Somebody, Yucheng, open_town, yucheng

# The first working day after the town's Thursday ends at 10:00 on Friday; each rung has as long again.


@pytest.fixture
async def staffed(database: OpenDatabase) -> Yucheng:
    """御城社区 with a configured admin, beside its worker, backup and secretary."""
    town = open_town(database, Config(admins=(Account(NAME, "900"),)))
    here = await yucheng(town)
    admin = Somebody(town=town, name="钱理", account=Account(NAME, "900"))
    await admin.tells_the_bot("/start")
    return here


def admin_of(here: Yucheng) -> Somebody:
    return Somebody(town=here.town, name="钱理", account=Account(NAME, "900"))


async def test_what_nobody_accepts_goes_to_the_backup(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.leaps(days=1)

    assert any("还没有人接,现在请您来办,周一 10:00前答复" in words for words in here.chen.inbox)
    assert "已交给网格员陈静" in here.group.card
    assert here.li.private[0].text.endswith("现在由陈静来办,您不用管了。")


async def test_the_backup_reads_what_has_happened(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.leaps(days=1)

    told = next(words for words in here.chen.inbox if "请您来办" in words)
    assert told.splitlines()[2:] == ["昨天 10:00 王芳报的", "昨天 10:00 交给李明", "今天 10:00 交给陈静"]


async def test_each_rung_is_told_once_and_a_rung_without_a_person_is_passed_over(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.leaps(days=7)

    assert sum("请您来办" in words for words in here.chen.inbox) == 1
    assert sum("请您来办" in words for words in here.zhao.inbox) == 1


async def test_the_card_shows_the_level_and_the_caller_hears_that_it_moved_up(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.leaps(days=5)

    assert "这件事升到社区了。" in here.group.card
    assert any("王芳,#1 没有忘:现在由社区的赵敏接手" in words for words in here.group.texts)


async def test_street_and_district_come_after_the_community(here: Yucheng) -> None:
    town = here.town
    district = await town.place(PlaceKind.DISTRICT, "东区")
    street = await town.place(PlaceKind.STREET, "新港街道", district)
    await town.put_under(here.community, street)
    sun = await town.official("孙雷", Role.STREET, street)
    zhou = await town.official("周岚", Role.DISTRICT, district)
    await here.wang.says("/report 3号楼路灯不亮")

    await town.leaps(days=8)

    assert any("请您来办" in words for words in sun.inbox)
    assert any("请您来办" in words for words in zhou.inbox)
    assert "这件事升到区里了。" in here.group.card


async def test_the_end_of_the_ladder_is_loud_and_told_again_each_working_day(staffed: Yucheng) -> None:
    await staffed.wang.says("/report 3号楼路灯不亮")

    await staffed.town.leaps(days=12)
    await staffed.town.wakes_up_after(hours=9)

    told = [words for words in admin_of(staffed).inbox if "各级都问过了" in words]
    assert len(told) >= 3
    assert "各级都已经知道,每个工作日再催,直到有人办。" in staffed.group.card
    assert any("各级都问过、还没人办的 1 件:#1" in words for words in staffed.zhao.inbox)


async def test_work_in_hand_stays_with_its_worker_while_the_rungs_are_told(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")

    await here.town.leaps(days=8)

    assert any("李明在办,原定今天 10:00前办好,还没有办完" in words for words in here.chen.inbox)
    assert "李明" in here.group.card


async def test_somebody_who_acts_stops_the_ladder(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.town.leaps(days=1)
    await here.chen.presses("接单")
    seen = len(here.zhao.inbox)

    await here.town.leaps(days=2)

    assert not any("请您来办" in words for words in here.zhao.inbox[seen:])


async def test_a_comment_moves_no_clock(here: Yucheng) -> None:
    """LESSONS 8: a comment resets the escalation clock."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.town.leaps(hours=20)
    await here.wang.says("还是不亮", to=here.group.messages[0])

    await here.town.leaps(hours=4)

    assert any("请您来办" in words for words in here.chen.inbox)


async def test_what_has_no_worker_goes_up_too(staffed: Yucheng) -> None:
    """LESSONS 9: unassigned tickets never escalate."""
    nobody = await staffed.town.place(PlaceKind.COMMUNITY, "无人社区")
    group = await staffed.town.group("无人群", nobody)
    resident = staffed.town.resident("何声", group)

    await resident.says("/report 1号楼路灯不亮")
    await staffed.town.leaps(days=3)

    assert any("各级都问过了" in words for words in admin_of(staffed).inbox)


async def test_a_reopening_on_which_nobody_rules_goes_up(staffed: Yucheng) -> None:
    await staffed.wang.says("/report 3号楼路灯不亮")
    await staffed.li.tells_the_bot("/done 1 换了灯泡")
    await staffed.wang.presses("没修好")

    await staffed.town.leaps(days=1, minutes=1)

    assert any("原定今天 10:00前答复,还没有定" in words for words in admin_of(staffed).inbox)


async def test_nothing_is_late_over_the_weekend(here: Yucheng) -> None:
    """LESSONS 13: weekend, holiday, night."""
    await here.town.leaps(days=1)
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.leaps(days=2, hours=23)

    assert not any("请您来办" in words for words in here.chen.inbox)
    await here.town.leaps(hours=1)
    assert any("请您来办" in words for words in here.chen.inbox)


async def test_an_hour_before_a_deadline_all_that_is_near_comes_in_one_message(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    here.town.clock.at += timedelta(minutes=20)
    await here.wang.says("/report 4号楼电梯门响")

    await here.town.leaps(hours=23, minutes=20)

    warned = [words for words in here.li.inbox if words.startswith("快到时限")]
    assert len(warned) == 1
    assert "快到时限 2 件" in warned[0]


async def test_a_rung_at_night_makes_no_sound_and_the_next_one_comes_with_the_morning(here: Yucheng) -> None:
    # 20:15: two hours to accept an urgent call end in the quiet hours, and its clock stops at 23:00.
    here.town.clock.at = here.town.clock.at.replace(hour=12, minute=15)
    await here.wang.says("/report 3号楼停水了")

    await here.town.leaps(hours=2, minutes=1)
    told = [message for message in here.chen.private if "请您来办" in message.text]
    await here.town.leaps(hours=10)

    assert [message.silent for message in told] == [True]
    assert [message.silent for message in here.zhao.private if "请您来办" in message.text] == [False]
