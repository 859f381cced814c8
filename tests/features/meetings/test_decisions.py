"""After the meeting: what was decided on each ticket, said once, read by everybody it concerns."""

from datetime import UTC, datetime

import pytest

from tests.town import Yucheng

CALL = "/report 3号楼老人食堂的补贴怎么办理"


@pytest.fixture
async def after(here: Yucheng) -> Yucheng:
    """Ticket 1 was on the agenda of November 27th, 15:00, a Friday. It is 17:00 on that day."""
    await here.zhao.tells_the_bot("/meeting 11月27日15:00")
    await here.wang.says(CALL)
    await here.li.presses("接单")
    await here.li.presses("上例会")
    here.town.clock.at = datetime(2026, 11, 27, 8, 59, tzinfo=UTC)
    await here.town.passes(minutes=2)
    return here


async def decides(here: Yucheng, label: str, words: str) -> None:
    await here.zhao.presses(label)
    await here.zhao.tells_the_bot(words)


async def test_the_desk_is_asked_for_each_ticket_with_what_happens_otherwise(after: Yucheng) -> None:
    asked = after.zhao.private[-1]

    assert asked.labels == [["办好了"], ["下次再议"], ["分几轮办"], ["请部门来"]]
    assert "周一 17:00前没记,就由李明照常办。" in asked.text


async def test_what_is_done_asks_the_caller(after: Yucheng) -> None:
    await decides(after, "办好了", "补贴下月起按月发")

    assert "王芳,#1 办好了:社区例会定了:补贴下月起按月发" in after.group.texts[-1]
    assert after.li.inbox[-1] == "#1 例会定了,办好了:补贴下月起按月发"


async def test_rounds_go_on_with_the_worker_and_the_group_reads_the_result(after: Yucheng) -> None:
    await decides(after, "分几轮办", "先登记,月底前分三批")

    assert "社区例会定了:先登记,月底前分三批" in after.group.card
    assert after.li.inbox[-1].startswith("#1 例会定了,分几轮办:先登记,月底前分三批\n每办一轮说")


async def test_a_department_is_called_by_the_worker(after: Yucheng) -> None:
    await decides(after, "请部门来", "请民政科来核对名单")

    assert "请民政科来核对名单" in after.group.card
    assert "说“吹哨 1”加部门和一句话" in after.li.inbox[-1]
    assert after.li.private[-1].labels == [["吹哨"]]


async def test_what_comes_again_waits_for_the_following_meeting(after: Yucheng) -> None:
    await after.zhao.tells_the_bot("/meeting 12月11日15:00")

    await decides(after, "下次再议", "名单还没齐")

    assert "排在12月11日 15:00的议事会上" in after.group.card
    await after.zhao.tells_the_bot("/meeting")
    assert "1 件" in after.zhao.inbox[-1]


async def test_what_comes_again_needs_a_next_meeting(after: Yucheng) -> None:
    await decides(after, "下次再议", "名单还没齐")

    assert after.zhao.inbox[-1].startswith("#1 还没定下次例会的时间。")
    await decides(after, "分几轮办", "先登记")
    assert "先登记" in after.group.card


async def test_a_decision_is_recorded_once(after: Yucheng) -> None:
    asked = after.zhao.private[-1]
    await decides(after, "分几轮办", "先登记")

    toast = await after.zhao.presses("办好了", on=asked.before("办好了"))

    assert toast == "#1 已经定过了,或者不在例会上。"


async def test_without_a_record_it_is_back_with_the_worker_either_way(after: Yucheng) -> None:
    await after.town.passes(days=3)

    assert after.li.inbox[-1] == "#1 例会没有记下结果,请照常办。要再上会,点“上例会”。"
    assert "议事会" not in after.group.card
    assert any("的例会没有记下结果" in line for line in after.zhao.inbox)


async def test_workers_do_not_record_what_was_decided(after: Yucheng) -> None:
    asked = after.zhao.private[-1]

    await after.li.presses("办好了", on=asked)

    assert "议事会" not in after.group.card
    assert all("社区例会定了" not in text for text in after.group.texts)


async def test_what_was_solved_in_the_meantime_is_not_asked_about(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/meeting 11月27日15:00")
    await here.wang.says(CALL)
    await here.li.presses("接单")
    await here.li.presses("上例会")
    await here.li.tells_the_bot("/done 1 代办好了")

    await here.town.passes(days=2)

    assert [message.labels for message in here.zhao.private if "怎么定的" in message.text] == []
