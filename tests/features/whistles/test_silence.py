"""Silence is told one rung higher, for the silent department alone; what cannot be delivered says so at once."""

import pytest

from bot.community import Role
from bot.config import Config
from bot.config_channels import Web
from storage.engine import OpenDatabase
from tests.features.whistles.builders import Called, with_departments
from tests.town import Yucheng, open_town, yucheng


@pytest.fixture
async def called(here: Yucheng) -> Called:
    return await with_departments(here)


async def test_silence_escalates_the_silent_one_only(called: Called) -> None:
    """LESSONS, "What people would love" 16: lead and helpers have a clock each."""
    street = await called.here.town.official("街道韩主任", Role.STREET, called.here.community)
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.li.tells_the_bot("吹哨 1 城管中队 请围一下路面")
    await called.water.presses("我来")

    await called.here.town.passes(hours=9)

    assert called.patrol.inbox[1].startswith("#1 御城一区3号楼2单元 · 3号楼2单元漏水\n御城社区还在等城管中队回一句。")
    assert street.inbox == ["#1 御城一区3号楼2单元 · 3号楼2单元漏水\n御城社区请了城管中队,到时没有报到。请您问一声。"]
    assert not any("还在等供水站" in line or "供水站没有回音" in line for line in called.water.inbox)
    assert called.here.li.inbox[-1] == "#1 城管中队没有回音,告诉了街道韩主任。"


async def test_the_superior_of_a_department_hears_before_the_street(called: Called) -> None:
    street = await called.here.town.official("街道韩主任", Role.STREET, called.here.community)
    bureau = await called.here.town.official("水务局", Role.DEPARTMENT, called.here.community)
    await called.here.zhao.tells_the_bot("单位 供水站 上级 水务局")
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await called.here.town.passes(hours=9)

    assert bureau.inbox[-1].endswith("御城社区请了供水站,到时没有报到。请您问一声。")
    assert street.inbox == []


async def test_the_end_of_the_ladder_is_told_again_and_again(called: Called) -> None:
    """LESSONS 11: rungs without a person are skipped, and the last one is never the end."""
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await called.here.town.passes(days=2)

    asked = [line for line in called.here.zhao.inbox if line.endswith("到时没有报到。请您问一声。")]
    assert len(asked) >= 3


async def test_one_tap_on_the_reminder_ends_the_silence(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.town.passes(hours=4, minutes=10)

    await called.water.presses("我来", on=called.water.private[-1])
    await called.here.town.passes(hours=8)

    assert "供水站来了" in called.card
    assert not any("供水站" in line and "没有报到" in line for line in called.here.zhao.inbox)


async def test_whoever_reported_in_and_never_finished_is_asked_too(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.water.presses("我来")

    await called.here.town.passes(days=9)

    assert any("供水站的部分办得怎么样了?" in line for line in called.water.inbox)
    assert any(line.endswith("自己那部分到时没有说办完。请您问一声。") for line in called.here.zhao.inbox)


async def test_a_word_in_between_moves_no_clock(called: Called) -> None:
    """LESSONS 8: a comment never resets the clock."""
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.town.passes(hours=3)

    await called.water.tells_the_bot("在路上", to=called.water.private[0])
    await called.water.presses("转告社区")
    await called.here.town.passes(hours=1, minutes=30)

    assert any("还在等供水站回一句" in line for line in called.water.inbox)


async def test_what_cannot_be_delivered_says_so_at_once_and_what_to_do_without_a_public_address(here: Yucheng) -> None:
    called = await with_departments(here, started=False)

    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    assert any(line.startswith("#1 供水站还没打开过呼应,信送不到;没有设公网地址") for line in here.li.inbox)
    assert "记下了,但供水站还没收到" in here.li.inbox[-1]
    assert called.card.splitlines()[-1] == "已请供水站,等对方收到。"


async def test_the_clock_begins_when_it_is_delivered(here: Yucheng) -> None:
    called = await with_departments(here, started=False)
    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await here.town.passes(hours=3)

    await called.water.tells_the_bot("/start")

    assert any("请今天 17:00前点“我来”" in line for line in called.water.inbox)
    assert called.card.splitlines()[-1] == "已请供水站到场,今天 17:00前报到。"


async def test_who_called_is_asked_again_while_nobody_has_received_it(here: Yucheng) -> None:
    await with_departments(here, started=False)
    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    await here.town.passes(hours=5)

    assert here.li.inbox[-1].endswith("供水站还是没收到。要不要重发链接,或者不请了?不点,过些时候再问。")
    await here.li.presses("不请了")
    assert "供水站" not in here.group.card


async def test_a_department_that_the_network_cannot_reach_stops_its_clock(called: Called) -> None:
    called.here.town.network.unreachable.add(called.water.address)

    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    assert called.card.splitlines()[-1] == "已请供水站,等对方收到。"
    assert any(line.startswith("#1 供水站还没打开过呼应") for line in called.here.li.inbox)


async def test_with_a_public_address_there_is_a_link_to_send(database: OpenDatabase) -> None:
    here = await yucheng(open_town(database, Config(web=Web(public_url="https://huying.example.org"))))
    await with_departments(here, started=False)

    await here.li.tells_the_bot("吹哨 1 供水站 请来关阀")

    told = next(line for line in here.li.inbox if "点开就算收到" in line)
    assert "\nhttps://huying.example.org/whistle/" in told


async def test_somebody_outside_the_roster_is_called_by_name(database: OpenDatabase) -> None:
    here = await yucheng(open_town(database, Config(web=Web(public_url="https://huying.example.org"))))
    await with_departments(here)

    await here.li.tells_the_bot("吹哨 1 外请 恒通电梯 请来看看电梯井")

    assert any(line.startswith("#1 恒通电梯还没打开过呼应") and "/whistle/" in line for line in here.li.inbox)
    assert here.group.card.splitlines()[-1] == "已请恒通电梯,等对方收到。"


async def test_a_unit_in_the_area_is_reached_through_the_area_lead(called: Called) -> None:
    """DOMAIN 38: the area lead brings in the units of the area."""
    school = await called.here.town.official("中心小学", Role.EXPERT, called.here.community)
    for order in ("单位 中心小学后勤 加 中心小学", "单位 中心小学后勤 作为 驻区单位", "单位 中心小学后勤 牵头 赵敏"):
        await called.here.zhao.tells_the_bot(order)

    await called.here.li.tells_the_bot("吹哨 1 中心小学后勤 请借抽水机")
    assert school.inbox == []
    assert any(line.startswith("御城社区请中心小学后勤到场") for line in called.here.zhao.inbox)

    await called.here.zhao.presses("我来")

    assert "中心小学后勤报到了" in school.inbox[0]


async def test_a_task_force_ends_and_must_have_finished_by_then(called: Called) -> None:
    for order in ("单位 漏水专班 牵头 陈静", "单位 漏水专班 作为 专班", "单位 漏水专班 到 11月27日"):
        await called.here.zhao.tells_the_bot(order)
    await called.here.li.tells_the_bot("吹哨 1 漏水专班 请会诊")

    await called.here.chen.presses("我来")

    assert any("明天 18:00前办完自己那部分。" in line for line in called.here.chen.inbox)


async def test_the_digest_names_who_is_silent_and_what_waits_for_a_ruling(called: Called) -> None:
    await called.here.li.tells_the_bot("吹哨 1 供水站 请来关阀")
    await called.here.li.tells_the_bot("吹哨 1 城管中队 请围一下路面")
    await called.patrol.tells_the_bot("不归我 1 供水站 归他们管")
    await called.here.town.passes(hours=4, minutes=10)

    await called.here.zhao.tells_the_bot("/digest")

    assert "请了没有回音的 1 件:#1 供水站" in called.here.zhao.inbox[-1]
    assert "说不归自己、等着定的 1 件:#1 城管中队" in called.here.zhao.inbox[-1]
