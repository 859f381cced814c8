"""A worker accepts, another is too late, a stranger may not: as the phones of all of them show it."""

import asyncio

from bot.community import PlaceKind, Role
from bot.messages import Gesture
from tests.town import Somebody, Yucheng


async def other_worker(here: Yucheng) -> Somebody:
    """刘洋 looks after the second grid of the same community."""
    grid = await here.town.place(PlaceKind.GRID, "第二网格", here.community)
    return await here.town.official("刘洋", Role.WORKER, grid, here.group)


async def test_a_stranger_who_claims_gets_one_polite_line_and_nothing_changes(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    card = here.group.card
    stranger = here.town.resident("路人")

    await stranger.tells_the_bot("/claim 1")

    assert stranger.inbox == ["接单请御城一区3号楼的网格员来。您有事直接说就行。"]
    assert here.group.card == card
    assert here.li.private[0].labels == [["接单", "不归我管", "更多"]]


async def test_a_stranger_who_claims_in_the_group_is_answered_without_a_sound(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    message = await here.town.resident("路人", here.group).says("/claim 1")

    answer = here.group.messages[-1]
    assert answer.text.startswith("接单请御城一区3号楼的网格员来。")
    assert (answer.reply_to, answer.silent) == (message, True)


async def test_a_worker_of_another_grid_is_told_whose_it_is(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    liu = await other_worker(here)

    await liu.tells_the_bot("/claim 1")

    assert liu.inbox == ["#1 在御城一区3号楼,归李明管。要换给您,请社区说“派 1”加您的名字。"]
    assert "已交给网格员李明" in here.group.card


async def test_a_private_ticket_is_not_described_to_another_worker(here: Yucheng) -> None:
    """LESSONS 37: nobody sees others' tickets by their number."""
    await here.wang.tells_the_bot("/report 锦绣楼楼上太吵了")
    liu = await other_worker(here)

    await liu.tells_the_bot("/claim 1")

    assert liu.inbox == ["#1 是私下办的,只有当事人看得到。"]


async def test_the_second_who_presses_accept_learns_who_was_faster(here: Yucheng) -> None:
    """PLATFORMS 21: a toast names the winner."""
    await here.wang.says("3号楼一楼有煤气味,很重")

    await here.li.presses("我去")
    toast = await here.chen.presses("我去", on=here.chen.private[0].before("我去"))

    assert toast == "#1 李明先接了,谢谢。"
    assert "现在由李明来办" in here.chen.inbox[0]


async def test_of_two_who_press_at_the_same_moment_one_wins_and_the_other_learns_who(here: Yucheng) -> None:
    await here.wang.says("3号楼一楼有煤气味,很重")

    toasts = await asyncio.gather(here.li.presses("我去"), here.chen.presses("我去"))

    winner = here.li if not toasts[0] else here.chen
    assert sorted(toasts) == ["", f"#1 {winner.name}先接了,谢谢。"]
    assert winner.private[0].labels == [["到现场", "办好了", "更多"]]


async def test_pressing_twice_is_pressing_once(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    card = here.group.card

    toast = await here.li.presses("接单", on=here.li.private[0].before("接单"))

    assert toast == ""
    assert here.group.card == card
    assert len(here.li.private) == 1


async def test_a_hand_sign_accepts_like_the_button(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.reacts(here.li.private[0].id, Gesture.ACCEPT, private=True)

    assert "李明接单了" in here.group.card


async def test_plain_words_accept_like_the_button(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("接 1")

    assert "李明接单了" in here.group.card
    assert here.li.inbox[-1] == "#1 您接了。到了说“进展 1”,好了说“办结 1”。"


async def test_the_label_alone_accepts_the_latest_task(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 4号楼漏水")

    await here.li.tells_the_bot("接单")

    assert "李明接单了" in here.group.messages[1].text
    assert "已交给网格员李明" in here.group.messages[0].text


async def test_a_claim_in_the_group_is_answered_in_private(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.says("/claim 1")

    assert len(here.group.messages) == 1
    assert here.li.inbox[-1].startswith("#1 您接了。")


async def test_a_reply_to_the_card_needs_no_number(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.says("/claim", to=here.group.messages[0])

    assert "李明接单了" in here.group.card


async def test_without_a_number_and_a_reply_we_ask_which(here: Yucheng) -> None:
    await here.li.tells_the_bot("/claim")

    assert here.li.inbox == ["是哪一件?加上号码,比如“12”,或直接回那一条。"]


async def test_an_unknown_number_changes_nothing(here: Yucheng) -> None:
    await here.li.tells_the_bot("/claim 7")

    assert here.li.inbox == ["没有 #7。您报的事在“我的”里。"]


async def test_when_the_backup_accepts_the_workers_buttons_are_gone(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.chen.tells_the_bot("/claim 1")

    assert here.li.inbox == ["#1 御城一区3号楼 · 3号楼路灯不亮\n现在由陈静来办,您不用管了。"]
    assert here.li.private[0].labels == []
    assert [["到现场", "办好了", "更多"]] in [shown.labels for shown in here.chen.private]


async def test_an_accepted_ticket_cannot_be_taken_away_by_accepting(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")

    await here.chen.tells_the_bot("/claim 1")

    assert here.chen.inbox == ["#1 李明先接了,谢谢。"]
    assert "李明接单了" in here.group.card


async def test_after_a_change_of_hands_the_old_buttons_do_nothing(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    await here.zhao.tells_the_bot("/assign 1 陈静")
    assert here.li.private[0].labels == []

    toast = await here.li.presses("办好了", on=here.li.private[0].before("办好了"))

    assert toast == "#1 还没有人接。先点“接单”或说“接 1”。"
    assert "已交给网格员陈静" in here.group.card


async def test_once_the_other_has_accepted_the_old_buttons_say_who_is_at_it(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    await here.zhao.tells_the_bot("/assign 1 陈静")
    await here.chen.presses("接单")

    toast = await here.li.presses("到现场", on=here.li.private[0].before("到现场"))

    assert toast == "#1 陈静先接了,谢谢。"
    assert "陈静接单了" in here.group.card


async def test_a_false_alarm_leaves_no_live_button_with_those_who_were_called(here: Yucheng) -> None:
    await here.wang.says("3号楼一楼有煤气味,很重")

    await here.wang.tells_the_bot("/withdraw 1")

    for person in (here.li, here.chen, here.zhao):
        assert person.private[0].labels == []
        assert person.inbox[0].endswith("撤回了。")


async def test_a_button_of_a_message_that_we_do_not_know_is_refused(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    shown = here.li.private[0]

    toast = await here.li.presses("接单", on=shown.with_id("999999"))

    assert toast == "这条太旧了,按钮不管用了。有事直接说就行。"
    assert "已交给网格员李明" in here.group.card


async def test_what_could_not_be_delivered_is_shown_when_the_worker_presses_start(here: Yucheng) -> None:
    here.town.network.unreachable.add(here.li.address)
    await here.wang.says("/report 3号楼路灯不亮")
    assert here.li.inbox == []
    assert here.zhao.inbox[-1].endswith("李明还没打开过呼应,信送不到。请转告,请对方打开呼应,这件事就会送到。")

    here.town.network.unreachable.clear()
    await here.li.tells_the_bot("/start")

    assert any(text.startswith("#1 御城一区3号楼\n“3号楼路灯不亮”") for text in here.li.inbox)


async def test_in_english(there: Yucheng) -> None:
    await there.wang.says("/report Street light out at Building 3")
    assert there.li.private[0].labels == [["Accept", "Not mine", "More"]]

    await there.li.tells_the_bot("Claim 1")

    assert "李明 is on it" in there.group.card


async def test_several_are_accepted_at_once_all_or_none(here: Yucheng) -> None:
    for floor in (1, 2, 3):
        await here.wang.says(f"/report 3号楼{floor}层路灯不亮")
    await here.zhao.tells_the_bot("/claim 3")

    await here.li.tells_the_bot("接 1、2 3")
    assert here.li.inbox[-1] == "#3 赵敏先接了,谢谢。"
    assert "已交给网格员李明" in here.group.card
    await here.li.tells_the_bot("接 1、2")

    assert here.li.inbox[-1] == "#1 #2 您都接了。"
    assert all("李明接单了" in text for text in here.group.texts[:2])
