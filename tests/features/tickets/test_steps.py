"""Steps that other features ask for: what the group, the caller and the worker see of them."""

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.features.tickets import service, views
from bot.features.tickets.model import State, Ticket, WaitsOn
from bot.stores import Places
from bot.turn import Turn
from tests.town import Yucheng


async def now(here: Yucheng, number: int) -> Ticket:
    found: list[Ticket] = []

    async def work(turn: Turn) -> None:
        found.append(await views.ticket(turn, number))

    await here.town.acts(work)
    return found[0]


async def test_a_merged_ticket_has_no_card_of_its_own_and_its_caller_is_told(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    he = here.town.resident("何声", here.group)
    await he.tells_the_bot("/start")
    await he.says("/report 3号楼的灯坏了")

    async def work(turn: Turn) -> None:
        await service.merge(turn, await views.ticket(turn, 2), await views.ticket(turn, 1))

    await here.town.acts(work)

    assert here.group.messages[1].text == "#2 和 #1 是同一件事,一起办。结果都会告诉您。"
    assert he.inbox[-1] == "#2 和 #1 是同一件事,一起办。结果都会告诉您。"
    assert (await now(here, 2)).next_due is None
    assert (await now(here, 2)).merged_into == 1


async def test_a_split_gives_a_ticket_its_own_state_back(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 3号楼的灯坏了")
    await here.li.tells_the_bot("/progress 2 在看")

    async def merge(turn: Turn) -> None:
        await service.merge(turn, await views.ticket(turn, 2), await views.ticket(turn, 1))

    async def split(turn: Turn) -> None:
        await service.split(turn, await views.ticket(turn, 2))

    await here.town.acts(merge)
    await here.town.acts(split)

    assert (await now(here, 2)).state is State.IN_PROGRESS
    assert "在看(李明)" in here.group.messages[1].text


async def test_nothing_is_joined_to_what_is_over_or_to_itself(here: Yucheng) -> None:
    """LESSONS 5: merging into a closed one is refused in words; nothing is opened again unseen."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 3号楼的灯坏了")
    await here.wang.tells_the_bot("/withdraw 1")
    refusals: list[str] = []

    async def work(turn: Turn) -> None:
        for into in (1, 2):
            with pytest.raises(Refused) as refused:
                await service.merge(turn, await views.ticket(turn, 2), await views.ticket(turn, into))
            refusals.append(refused.value.key)

    await here.town.acts(work)

    assert refusals == ["merge.closed", "merge.itself"]
    assert (await now(here, 2)).state is State.ASSIGNED


async def test_what_follows_a_follower_follows_its_lead(here: Yucheng) -> None:
    for words in ("/report 3号楼路灯不亮", "/report 3号楼的灯坏了", "/report 3号楼没灯"):
        await here.wang.says(words)

    async def work(turn: Turn) -> None:
        await service.merge(turn, await views.ticket(turn, 2), await views.ticket(turn, 1))
        await service.merge(turn, await views.ticket(turn, 3), await views.ticket(turn, 2))
        assert [ticket.id for ticket in await views.joined_to(turn, (await views.ticket(turn, 1)).id)] == [2, 3]

    await here.town.acts(work)

    assert (await now(here, 3)).merged_into == 1


async def test_what_is_made_private_leaves_the_group_at_once(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/start")
    await here.wang.says("/report 3号楼邻居总吵架")

    async def hide(turn: Turn) -> None:
        await service.make_private(turn, await views.ticket(turn, 1))

    await here.town.acts(hide)

    assert here.group.card == "#1 这件事私下办,已经有人负责。"
    assert "吵架" in here.wang.inbox[-1]


async def test_another_building_may_have_another_worker_who_is_named(here: Yucheng) -> None:
    """LESSONS 18: re-routing after an edit of the place gives a surprising owner."""
    await here.wang.says("/report 3号楼路灯不亮")

    async def work(turn: Turn) -> None:
        before = await views.ticket(turn, 1)
        other = await turn.store(Places).get(here.other3.id)
        after = await service.correct(turn, before, building=other)
        assert after.assignee != before.assignee

    await here.town.acts(work)

    assert here.group.card.startswith("#1 御城二区3号楼")
    assert "已交给社区赵敏" in here.group.card
    assert here.li.private[0].text.endswith("现在由赵敏来办,您不用管了。")


async def test_the_same_building_again_changes_nothing(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    before = await now(here, 1)

    async def work(turn: Turn) -> None:
        await service.correct(turn, await views.ticket(turn, 1), urgency="normal", building=here.building3)

    await here.town.acts(work)

    assert await now(here, 1) == before


async def test_a_wait_without_an_answer_comes_back_and_both_are_told(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/start")
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")

    async def wait(turn: Turn) -> None:
        ticket = await views.ticket(turn, 1)
        worker = (await views.names(turn, ticket)).assignee
        assert worker is not None
        until = turn.now + timedelta(days=2)
        await service.wait(turn, ticket, worker, on=WaitsOn.REPORTER, words="哪一盏?", until=until)

    await here.town.acts(wait)
    assert "李明在等报事人回一句话" in here.group.card
    assert "哪一盏" not in here.group.card

    await here.town.leaps(days=2)

    assert (await now(here, 1)).state is State.IN_PROGRESS
    assert any("没等到回音" in words for words in here.li.inbox)
    assert any("没等到您的回音" in words for words in here.wang.inbox)


async def test_what_staff_decline_names_its_owner_and_can_be_opened_again(here: Yucheng) -> None:
    """LESSONS 20: "not responsible" feels like being fobbed off; name who is."""
    await here.wang.says("/report 3号楼水管总阀坏了")

    async def work(turn: Turn) -> None:
        await service.decline(turn, await views.ticket(turn, 1), "总管归他们", owner="供水公司")

    await here.town.acts(work)
    assert "这事归供水公司管:总管归他们。已经转告。" in here.group.card

    await here.zhao.tells_the_bot("/assign 1 李明")

    assert (await now(here, 1)).state is State.ASSIGNED


async def test_a_level_once_raised_stands_on_the_card_and_never_falls(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    async def work(turn: Turn) -> None:
        raised = await service.raise_level(turn, await views.ticket(turn, 1), "street")
        assert await service.raise_level(turn, raised, "community") == raised

    await here.town.acts(work)

    assert here.group.card.endswith("这件事升到街道了。")
    assert "王芳,#1 没有忘" in here.group.texts[-1]
