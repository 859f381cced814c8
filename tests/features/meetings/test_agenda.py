"""The regular meeting: what goes to it, when it is, who reads the agenda."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.community import Role
from bot.config import CommunityOverrides, Config
from bot.rhythm import Rhythm
from storage.engine import OpenDatabase
from tests.town import Yucheng, open_town, yucheng

CALL = "/report 3号楼老人食堂的补贴怎么办理"


@pytest.fixture
async def meeting_weekly(database: OpenDatabase) -> Yucheng:
    """御城社区 meets every Wednesday at 19:00: the next one is on December 2nd."""
    rhythm: Mapping[str, CommunityOverrides] = {"御城社区": CommunityOverrides(meeting=Rhythm.parse("wed 19:00"))}
    return await yucheng(open_town(database, Config(community=rhythm)))


async def on_the_agenda(here: Yucheng) -> None:
    await here.wang.says(CALL)
    await here.li.presses("接单")
    await here.li.presses("上例会")


async def test_a_ticket_waits_for_the_next_meeting_and_the_group_reads_when_it_is(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)

    assert meeting_weekly.group.card.splitlines()[1] == "这事要大家商量,排在周三 19:00的议事会上。"
    assert any("排在周三 19:00的社区例会上" in line for line in meeting_weekly.li.inbox)


async def test_without_a_meeting_the_worker_reads_what_to_do(here: Yucheng) -> None:
    await here.wang.says(CALL)

    await here.li.tells_the_bot("/agenda 1")

    assert here.li.inbox[-1].startswith("#1 还没定下次例会的时间。请社区说“例会”加日期和时间")
    assert "已交给网格员李明" in here.group.card


async def test_staff_say_when_the_next_meeting_is(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/meeting 12月3日19:00")
    assert here.zhao.inbox[-1] == "御城社区下次例会:12月3日 19:00。"

    await on_the_agenda(here)

    assert "排在12月3日 19:00的议事会上" in here.group.card


@pytest.mark.parametrize("words", ["下回", "11月20日", "2026-11-20 19:00"])
async def test_a_time_that_is_none_or_over_is_asked_for_again(here: Yucheng, words: str) -> None:
    await here.zhao.tells_the_bot(f"/meeting {words}")

    assert here.zhao.inbox[-1].startswith("没看懂是什么时候,要写以后的日期和时间")


async def test_workers_do_not_set_the_meeting(here: Yucheng) -> None:
    await here.li.tells_the_bot("/meeting 12月3日19:00")

    assert here.li.inbox[-1] == "这个要社区的管理员来做。"


async def test_a_meeting_that_is_moved_takes_its_agenda_along(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)

    await meeting_weekly.zhao.tells_the_bot("/meeting 12月4日15:00")

    assert "排在12月4日 15:00的议事会上" in meeting_weekly.group.card
    await meeting_weekly.town.passes(days=7)
    assert "议事会" in meeting_weekly.group.card


async def test_the_day_before_the_desk_reads_the_agenda(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)
    await meeting_weekly.wang.says("/report 4号楼社保卡去哪儿补办")
    await meeting_weekly.li.tells_the_bot("/claim 2")
    await meeting_weekly.li.tells_the_bot("/agenda 2")

    meeting_weekly.town.clock.at = datetime(2026, 12, 1, 10, 59, tzinfo=UTC)
    await meeting_weekly.town.passes(minutes=2)

    agenda = next(line for line in meeting_weekly.zhao.inbox if "社区例会,2 件" in line)
    assert agenda.splitlines() == [
        "明天 19:00社区例会,2 件:",
        "#1 御城一区3号楼 · 3号楼老人食堂的补贴怎么办理,李明",
        "#2 御城一区4号楼 · 4号楼社保卡去哪儿补办,李明",
    ]


async def test_a_meeting_without_anything_on_it_is_not_announced(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/meeting 12月3日19:00")

    await here.town.passes(days=8)

    assert [line for line in here.zhao.inbox if "社区例会" in line] == []


async def test_what_comes_on_late_changes_the_agenda_that_was_read(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)
    meeting_weekly.town.clock.at = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
    await meeting_weekly.town.passes(minutes=1)

    await meeting_weekly.wang.says("/report 4号楼社保卡去哪儿补办")
    await meeting_weekly.li.tells_the_bot("/claim 2")
    await meeting_weekly.li.tells_the_bot("/agenda 2")

    assert len([line for line in meeting_weekly.zhao.inbox if "社区例会,2 件" in line]) == 1


async def test_anybody_at_work_may_ask_what_is_on_the_agenda(meeting_weekly: Yucheng) -> None:
    await meeting_weekly.chen.tells_the_bot("/agenda")
    assert meeting_weekly.chen.inbox[-1] == "周三 19:00社区例会,还没有要议的事。"
    await on_the_agenda(meeting_weekly)

    await meeting_weekly.zhao.tells_the_bot("/meeting")

    assert meeting_weekly.zhao.inbox[-1].startswith("周三 19:00社区例会,1 件:\n#1 ")


async def test_a_resident_reads_no_agenda(meeting_weekly: Yucheng) -> None:
    await meeting_weekly.wang.tells_the_bot("/agenda")

    assert meeting_weekly.wang.inbox[-1] == "这一步请网格员来。您有事直接说就行。"


async def test_a_private_matter_on_the_agenda_is_read_only_by_those_who_work_on_it(meeting_weekly: Yucheng) -> None:
    property_company = await meeting_weekly.town.official("安居物业", Role.PROPERTY, meeting_weekly.community)
    await meeting_weekly.wang.tells_the_bot("/report 御城一区3号楼低保怎么办理,别告诉别人")
    await meeting_weekly.li.tells_the_bot("/claim 1")
    await meeting_weekly.li.tells_the_bot("/agenda 1")

    await property_company.tells_the_bot("/agenda")
    await meeting_weekly.zhao.tells_the_bot("/agenda")

    assert property_company.inbox[-1] == "周三 19:00社区例会,还没有要议的事。"
    assert "#1 御城一区3号楼 · " in meeting_weekly.zhao.inbox[-1]


async def test_an_agenda_with_a_private_matter_is_never_posted_in_the_group(meeting_weekly: Yucheng) -> None:
    ma = await meeting_weekly.town.official(
        "马兰", Role.STAFF, meeting_weekly.community, meeting_weekly.group, started=False
    )
    await meeting_weekly.wang.tells_the_bot("/report 御城一区3号楼低保怎么办理,别告诉别人")
    await meeting_weekly.li.tells_the_bot("/claim 1")
    await meeting_weekly.li.tells_the_bot("/agenda 1")

    for command in ("/agenda", "/supervise", "/supervise 1", "/why 1"):
        await ma.says(command)

    assert meeting_weekly.group.texts[-1] == "这个请私下跟我说,群里不方便。"
    assert not any("低保" in text or "3号楼" in text for text in meeting_weekly.group.texts)


async def test_a_ticket_is_taken_off_again(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)

    await meeting_weekly.li.presses("不上会了")

    assert "议事会" not in meeting_weekly.group.card
    assert any("不上例会了,照常办" in line for line in meeting_weekly.li.inbox)


async def test_putting_it_on_twice_is_once(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)

    await meeting_weekly.li.tells_the_bot("/agenda 1")

    assert meeting_weekly.li.inbox[-1] == "#1 排在周三 19:00的例会上。"
    await meeting_weekly.zhao.tells_the_bot("/meeting")
    assert "1 件" in meeting_weekly.zhao.inbox[-1]


async def test_what_is_over_before_the_meeting_is_on_no_agenda(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)

    await meeting_weekly.li.tells_the_bot("/done 1 社区代办好了")

    await meeting_weekly.zhao.tells_the_bot("/meeting")
    assert meeting_weekly.zhao.inbox[-1] == "周三 19:00社区例会,还没有要议的事。"


async def test_a_danger_waits_for_no_meeting(meeting_weekly: Yucheng) -> None:
    await meeting_weekly.wang.says("/report 3号楼楼道有煤气味")

    await meeting_weekly.li.tells_the_bot("/agenda 1")

    assert meeting_weekly.li.inbox[-1] == "#1 是急事,先马上办。"


async def test_the_digest_says_when_the_meeting_is_and_how_much_waits_for_it(meeting_weekly: Yucheng) -> None:
    await on_the_agenda(meeting_weekly)

    await meeting_weekly.zhao.tells_the_bot("/digest")

    assert "周三 19:00社区例会,要议 1 件" in meeting_weekly.zhao.inbox[-1]


async def test_what_is_being_talked_over_in_private_waits_for_no_meeting(meeting_weekly: Yucheng) -> None:
    await meeting_weekly.wang.tells_the_bot("/report 御城一区3号楼2单元楼上半夜总吵架,劝了也不听")
    await meeting_weekly.li.presses("接单")
    await meeting_weekly.li.presses("请双方谈")
    await meeting_weekly.li.tells_the_bot("老张头 漏水")
    await meeting_weekly.li.presses("替对方说")

    await meeting_weekly.li.tells_the_bot("/agenda 1")

    assert meeting_weekly.li.inbox[-1] == "#1 双方正在私下谈,先不上例会。要上会,先点“没谈成”。"


async def test_after_a_talk_that_failed_the_meeting_is_one_tap_away(meeting_weekly: Yucheng) -> None:
    await meeting_weekly.wang.tells_the_bot("/report 御城一区3号楼2单元楼上半夜总吵架,劝了也不听")
    await meeting_weekly.li.presses("接单")
    await meeting_weekly.li.presses("请双方谈")
    await meeting_weekly.li.tells_the_bot("老张头 漏水")
    await meeting_weekly.li.presses("替对方说")
    await meeting_weekly.li.presses("不谈了")

    board = next(message for message in meeting_weekly.li.private if "没有谈成" in message.text and message.labels)
    await meeting_weekly.li.presses("上例会", on=board)

    assert any("排在周三 19:00的社区例会上" in line for line in meeting_weekly.li.inbox)
