"""Calls that come by phone, at the window or from the hotline: entered by staff, and their callers hear the end."""

from pathlib import Path

from bot.community import Role
from bot.features.intake_desk.model import Contact
from bot.features.intake_desk.store import Contacts
from tests.features.tables import rows_with
from tests.town import Yucheng


async def contact(here: Yucheng, ticket: int) -> Contact:
    found = await here.town.keep(lambda uow: uow.store(Contacts).of(ticket))
    assert found is not None
    return found


async def test_a_call_by_phone_becomes_a_ticket_and_the_phone_number_stands_in_no_group(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake phone 王奶奶家4号楼2单元水管漏水,电话13800001234")

    assert "#1 御城一区4号楼2单元" in here.li.inbox[0]
    assert "电话来的,代报。联系:王奶奶 13800001234" in here.li.inbox[0]
    assert here.group.messages == []
    assert any("#1 记下了,联系:王奶奶 13800001234。" in text for text in here.zhao.inbox)
    assert [["同意", "不愿留"]] in [shown.labels for shown in here.zhao.private]


async def test_the_chinese_word_and_way_do_the_same(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("代报 窗口 4号楼路灯不亮")

    assert "窗口来的,代报。" in here.li.inbox[0]


async def test_name_and_number_are_said_in_one_plain_line(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake window 4号楼路灯不亮")

    await here.zhao.tells_the_bot("王奶奶 13800001234")

    assert here.zhao.inbox[-1] == "#1 记下了,联系:王奶奶 13800001234。只有办事的人看得到。"
    assert "联系:王奶奶 13800001234" in here.li.inbox[0]
    assert (await contact(here, 1)).consent is True


async def test_who_would_rather_not_leave_a_number_leaves_none(here: Yucheng, tmp_path: Path) -> None:
    await here.zhao.tells_the_bot("/intake phone 王奶奶家4号楼路灯不亮 13800001234")

    await here.zhao.presses("不愿留")

    kept = await contact(here, 1)
    assert (kept.name, kept.phone, kept.consent) == ("", "", False)
    assert "没留联系方式" in here.li.inbox[0]
    assert [where for where in rows_with(tmp_path, "13800001234") if where.startswith(("tickets", "contacts"))] == []


async def test_whoever_entered_it_tells_the_end_and_what_they_hear_counts_as_said(here: Yucheng) -> None:
    """LESSONS 26: no contact in any chat, and still a way to tell the outcome."""
    await here.zhao.tells_the_bot("/intake phone 王奶奶家4号楼路灯不亮 13800001234")
    await here.li.presses("接单")

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert any("请告诉王奶奶 13800001234" in text for text in here.zhao.inbox)
    await here.zhao.presses("说修好了")
    assert here.zhao.inbox[-1].endswith("结果告诉本人了,谢谢。")
    await here.zhao.tells_the_bot("/status 1")
    assert "已经收起了" in here.zhao.inbox[-1]


async def test_not_fixed_on_the_telephone_is_not_fixed(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake phone 王奶奶家4号楼路灯不亮 13800001234")
    await here.li.presses("接单")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.zhao.presses("说没修好")

    assert any(shown.labels and shown.labels[0][0] == "重新办" for shown in here.zhao.private)


async def test_staff_are_not_asked_how_satisfied_they_are_with_what_they_entered(here: Yucheng) -> None:
    """LESSONS 28."""
    await here.zhao.tells_the_bot("/intake phone 4号楼路灯不亮")
    await here.li.presses("接单")

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert all("您看修好了吗" not in text for text in here.zhao.inbox)


async def test_who_did_the_work_does_not_ask_whether_it_is_well_done(here: Yucheng) -> None:
    """LESSONS 45: the desk tells, and asks."""
    await here.li.tells_the_bot("/intake visit 4号楼路灯不亮")
    await here.li.tells_the_bot("/claim 1")

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert any("请告诉本人" in text for text in here.zhao.inbox)
    assert all("请告诉本人" not in text for text in here.li.inbox)


async def test_who_entered_it_and_has_left_reads_no_name_and_no_number_and_the_desk_tells(
    here: Yucheng,
) -> None:
    await here.chen.tells_the_bot("/intake phone 王奶奶家4号楼路灯不亮 13800001234")
    await here.li.presses("接单")
    await here.town.dismiss(here.chen, here.grid)
    before = len(here.chen.inbox)

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert here.chen.inbox[before:] == []
    assert any("请告诉王奶奶 13800001234" in text for text in here.zhao.inbox)


async def test_who_leaves_the_job_before_telling_can_press_no_more_and_the_desk_is_asked_next(here: Yucheng) -> None:
    await here.chen.tells_the_bot("/intake phone 王奶奶家4号楼路灯不亮 13800001234")
    await here.li.presses("接单")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.town.dismiss(here.chen, here.grid)

    await here.chen.presses("说修好了")

    await here.town.leaps(hours=25)
    assert any("换了灯泡\n请告诉王奶奶 13800001234" in text for text in here.zhao.inbox)
    await here.zhao.presses("说修好了")
    assert here.zhao.inbox[-1].endswith("结果告诉本人了,谢谢。")


async def test_nobody_reached_is_asked_again_the_next_working_day(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake phone 王奶奶家4号楼路灯不亮 13800001234")
    await here.li.presses("接单")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.zhao.presses("没联系上")
    before = len([text for text in here.zhao.inbox if "请告诉王奶奶" in text])

    await here.town.leaps(hours=25)

    assert len([text for text in here.zhao.inbox if "请告诉王奶奶" in text]) == before + 1


async def test_an_order_of_the_hotline_is_entered_once(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake 12345 20261126-0815 4号楼路灯不亮")
    await here.zhao.tells_the_bot("/intake 12345 20261126-0815 4号楼路灯不亮")

    assert "热线工单 20261126-0815。" in here.li.inbox[0]
    assert here.zhao.inbox[-1] == "热线工单 20261126-0815 已经登记过了,就是 #1。"
    assert len(here.li.inbox) == 1


async def test_an_order_about_what_the_group_has_reported_is_joined_with_one_tap(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.town.leaps(hours=5)
    await here.zhao.tells_the_bot("/intake 12345 20261126-0815 御城一区3号楼楼道灯不亮")

    assert any("#2 可能和 #1 是同一件:御城一区3号楼 · 3号楼路灯不亮。" in text for text in here.zhao.inbox)
    await here.zhao.presses("是同一件")

    await here.li.tells_the_bot("/done 1 换了灯泡")
    assert any(text.startswith("#2") and "请告诉本人" in text for text in here.zhao.inbox)


async def test_what_was_told_in_private_is_offered_to_nobody_but_those_who_may_work_on_it(here: Yucheng) -> None:
    elsewhere = await here.town.official("孙强", Role.WORKER, here.second)
    await here.wang.tells_the_bot("/report 御城一区3号楼路灯不亮")
    await here.town.leaps(hours=5)

    await elsewhere.tells_the_bot("/intake phone 御城一区3号楼楼道灯不亮")
    await here.zhao.tells_the_bot("/intake phone 御城一区3号楼楼道灯不亮")

    assert all("是同一件" not in text for text in elsewhere.inbox)
    assert any("#3 可能和 #1 是同一件" in text for text in here.zhao.inbox)


async def test_without_a_way_or_an_order_one_line_says_how(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake 3号楼路灯不亮")
    await here.zhao.tells_the_bot("/intake 12345 路灯不亮")
    await here.zhao.tells_the_bot("/intake phone")

    assert [text.split(",")[0].split("?")[0] for text in here.zhao.inbox] == [
        "怎么来的",
        "请把热线的工单号写在前面",
        "再说一句是什么事",
    ]


async def test_a_resident_enters_nothing_for_others(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/intake phone 3号楼路灯不亮")

    assert here.li.inbox == []


async def test_the_home_of_whoever_enters_it_is_not_where_it_is(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/home 4号楼")

    await here.zhao.tells_the_bot("/intake phone 路灯不亮")

    assert here.li.inbox == []


async def test_without_a_way_six_buttons_ask_for_it_and_what_was_said_is_kept(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("代报 王奶奶家4号楼2单元水管漏水,电话13800001234")
    assert here.zhao.private[-1].labels == [["电话", "窗口", "上门"], ["志愿者", "信箱", "热线"]]

    await here.zhao.presses("上门")

    assert "上门听到的,代报。联系:王奶奶 13800001234" in here.li.inbox[0]


async def test_with_nothing_said_the_next_line_is_what_is_the_matter(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake")
    await here.zhao.presses("电话")

    await here.zhao.tells_the_bot("4号楼路灯不亮")

    assert "电话来的,代报。" in here.li.inbox[0]


async def test_an_order_of_the_hotline_needs_its_number_after_the_button_too(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/intake")
    await here.zhao.presses("热线")
    assert "工单号" in here.zhao.inbox[-1]

    await here.zhao.tells_the_bot("20261126-0815 4号楼路灯不亮")

    assert "热线工单 20261126-0815。" in here.li.inbox[0]
