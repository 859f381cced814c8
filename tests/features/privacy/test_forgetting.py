"""Whoever wants to be forgotten is: words, name and account go, and what happened stays."""

from dataclasses import replace
from pathlib import Path

from bot import commands
from bot.community import Role
from bot.features.history.model import verify
from bot.features.privacy.store import Erasure
from bot.stores import People
from tests.features.tables import rows_with
from tests.town import Somebody, Yucheng

CALL = "/report 3号楼2单元1203室路灯不亮,打我电话 13812345678"


async def solved(here: Yucheng) -> None:
    """王芳's lamp is repaired, and she says so."""
    await here.wang.says(CALL)
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.wang.tells_the_bot("/rate 1 5")


async def test_before_it_is_done_everything_that_would_go_is_told(here: Yucheng) -> None:
    await solved(here)

    await here.wang.tells_the_bot("/forget")

    assert here.wang.inbox[-1].startswith("这些会抹掉,找不回来:\n报过的事 1 件的原话\n说过的话 2 句")
    assert here.wang.private[-1].labels == [["都抹掉"], ["先不用"]]
    assert "路灯不亮" in here.group.card


async def test_words_names_phone_and_account_are_nowhere_any_more(here: Yucheng, tmp_path: Path) -> None:
    await solved(here)
    await here.wang.tells_the_bot("/forget")

    await here.wang.presses("都抹掉")
    await here.town.settle()

    assert here.wang.inbox[-1] == "抹掉了。以后再说话,我就当不认识您。"
    for words in ("路灯", "1203", "13812345678", "王芳"):
        assert rows_with(tmp_path, words) == []
    assert rows_with(tmp_path, "换了灯泡") == ["ticket_history.words"]


async def test_the_cards_that_people_see_lose_the_words_too(here: Yucheng) -> None:
    await solved(here)
    await here.wang.tells_the_bot("/forget")

    await here.wang.presses("都抹掉")

    assert here.group.card.startswith("#1 御城一区3号楼 · 原话已删\n")
    assert not any("路灯" in text for text in here.li.inbox)


async def test_departments_meetings_and_suggestions_show_the_words_no_more(here: Yucheng, tmp_path: Path) -> None:
    patrol = await here.town.official("城管中队", Role.DEPARTMENT, here.community)
    await here.zhao.tells_the_bot("/meeting 12月3日19:00")
    await here.wang.says(CALL)
    await here.wang.tells_the_bot("/idea 小区门口装个路灯")
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/agenda 1")
    await here.li.tells_the_bot("/whistle 1 城管中队 来看线路")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.wang.tells_the_bot("/rate 1 5")
    assert any("路灯" in text for text in patrol.inbox)
    await here.wang.tells_the_bot("/forget")

    await here.wang.presses("都抹掉")
    await here.town.settle()

    assert rows_with(tmp_path, "路灯") == []
    assert rows_with(tmp_path, "王芳") == []
    assert not any("路灯" in text for text in patrol.inbox)


async def test_what_happened_stays_and_the_chain_still_holds(here: Yucheng) -> None:
    await solved(here)
    await here.town.wakes_up_after(days=10)
    before: list[str] = []
    await commands.export_chain(here.town.service, "2026-11", before.append)
    await here.wang.tells_the_bot("/forget")

    await here.wang.presses("都抹掉")

    after: list[str] = []
    assert await commands.export_chain(here.town.service, "2026-11", after.append) is None
    assert verify(after) == verify(before)


async def test_whoever_comes_back_is_somebody_new(here: Yucheng) -> None:
    await solved(here)
    await here.wang.tells_the_bot("/forget")
    await here.wang.presses("都抹掉")

    await here.wang.tells_the_bot("/mine")

    assert here.wang.inbox[-1].startswith("您还没有")


async def test_open_calls_are_seen_through_first(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(CALL)
    await here.wang.tells_the_bot("/forget")

    await here.wang.presses("都抹掉")
    assert here.wang.inbox[-1] == "您还有 1 件事在办,办完那天全部抹掉,不用再来说。"
    assert "路灯不亮" in here.group.card
    await here.wang.tells_the_bot("/withdraw 1")
    await here.town.passes(minutes=5)

    assert rows_with(tmp_path, "路灯") == []
    assert rows_with(tmp_path, "王芳") == []


async def test_nothing_happens_without_the_second_tap(here: Yucheng) -> None:
    await solved(here)
    await here.wang.tells_the_bot("/forget")

    await here.wang.presses("先不用")
    await here.town.passes(hours=1)

    assert "路灯不亮" in here.group.card


async def test_the_desk_reads_first_what_would_go_and_has_it_done(here: Yucheng, tmp_path: Path) -> None:
    await solved(here)

    await here.zhao.tells_the_bot("/forget 1")
    assert here.zhao.inbox[-1].startswith("#1 的报事人,会抹掉的有:\n报过的事 1 件的原话")
    assert rows_with(tmp_path, "王芳") != []
    await here.zhao.presses("就这样抹掉")

    assert rows_with(tmp_path, "王芳") == []
    assert rows_with(tmp_path, "路灯") == []


async def test_residents_do_not_have_others_forgotten(here: Yucheng) -> None:
    await solved(here)

    await here.town.resident("孙姐").tells_the_bot("/forget 1")

    assert "路灯不亮" in here.group.card


async def test_whoever_stands_in_the_roster_goes_out_of_it_first(here: Yucheng) -> None:
    await here.li.tells_the_bot("/forget")

    assert here.li.inbox[-1].startswith("您在名册里")


async def test_old_tickets_lose_their_words_and_young_and_open_ones_do_not(here: Yucheng, tmp_path: Path) -> None:
    """LESSONS 46: neither too early nor the wrong ones."""
    await solved(here)
    await here.town.wakes_up_after(days=800)
    await here.wang.says("/report 4号楼漏水")
    await here.wang.tells_the_bot("/withdraw 2")
    await here.wang.says("/report 4号楼电梯停了")

    await here.town.wakes_up_after(days=294)
    assert rows_with(tmp_path, "13812345678") == ["contacts.phone", "ticket_history.words", "tickets.words"]
    await here.town.wakes_up_after(days=2)

    assert rows_with(tmp_path, "13812345678") == []
    assert "tickets.words" in rows_with(tmp_path, "4号楼漏水")
    assert "tickets.words" in rows_with(tmp_path, "4号楼电梯停了")
    assert await here.town.keep(lambda uow: _calls(uow.store(People), uow.store(Erasure), here)) == [2]


async def test_of_old_tickets_what_was_written_about_them_goes_too(here: Yucheng, tmp_path: Path) -> None:
    await here.town.official("城管中队", Role.DEPARTMENT, here.community)
    await here.wang.says(CALL)
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/whistle 1 城管中队 张家门口堆了纸箱")
    await here.li.tells_the_bot("/done 1 清走了")
    await here.wang.tells_the_bot("/rate 1 5")
    assert "whistles.reason" in rows_with(tmp_path, "张家门口")

    await here.town.wakes_up_after(days=1100)

    assert rows_with(tmp_path, "张家门口") == []


async def test_a_call_that_staff_entered_is_its_callers_and_stays_when_the_staff_member_is_forgotten(
    here: Yucheng, tmp_path: Path
) -> None:
    hu = await here.town.official("胡姐", Role.STAFF, here.community)
    await hu.tells_the_bot("/intake phone 王奶奶说4号楼路灯不亮,电话13812345678")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await hu.presses("说修好了")
    await here.town.dismiss(hu, here.community)
    await here.town.keep(lambda uow: _out_of_roster(uow.store(People), hu))

    await hu.tells_the_bot("/forget")
    await hu.presses("都抹掉")
    await here.town.settle()

    assert rows_with(tmp_path, "胡姐") == []
    assert "contacts.phone" in rows_with(tmp_path, "13812345678")
    assert "tickets.words" in rows_with(tmp_path, "路灯不亮")


async def test_an_agreement_stays_for_the_other_side_without_the_name_of_whoever_was_forgotten(
    here: Yucheng, tmp_path: Path
) -> None:
    zhang = await here.town.official("张伟", Role.BUILDING_LEAD, here.building3)
    await here.wang.tells_the_bot("/report 御城一区3号楼2单元楼上半夜总吵架,劝了也不听")
    await here.li.presses("接单")
    await here.li.presses("请双方谈")
    await here.li.tells_the_bot("张伟 夜里的声音")
    await here.wang.presses("愿意谈")
    await zhang.presses("愿意谈")
    await here.li.presses("写协议")
    await here.li.tells_the_bot("王芳不再敲管子,张伟十点后不搬东西")
    await here.wang.presses("同意")
    await zhang.presses("同意")
    await here.wang.tells_the_bot("/rate 1 5")
    await here.wang.tells_the_bot("/forget")

    await here.wang.presses("都抹掉")
    await here.town.settle()

    assert rows_with(tmp_path, "王芳") == []
    assert "mediations.agreement" in rows_with(tmp_path, "…不再敲管子,张伟十点后不搬东西")


async def _out_of_roster(people: People, somebody: Somebody) -> None:
    """As the roster's next version without this person leaves them."""
    known = await people.by_account(somebody.account)
    assert known is not None
    await people.save(replace(known, in_roster=False))


async def _calls(people: People, erasure: Erasure, here: Yucheng) -> list[int]:
    """Which calls that are over are still known as hers."""
    wang = await people.by_account(here.wang.account)
    assert wang is not None
    return list(await erasure.calls(wang.id, is_open=False))
