"""Plain group talk that may be a call: heard, put before the worker, asked about once, and otherwise not kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.community import ChatRef
from bot.config import Config, TicketRules
from bot.messages import Gesture, IncomingMessage, Reaction
from storage.engine import OpenDatabase
from tests.features.tables import counts, rows_with
from tests.network import BOT, NAME
from tests.town import Yucheng, open_town, yucheng

LINE = "3号楼二单元的灯又不亮了,有没有人管"
CHATTER = "今天晚上广场舞还跳不跳呀"


async def listening(database: OpenDatabase, detect: str) -> Yucheng:
    return await yucheng(open_town(database, Config(tickets=TicketRules(detect=detect))))


async def test_a_line_that_may_be_a_call_gets_a_sign_and_no_message(here: Yucheng) -> None:
    message = await here.wang.says(LINE)

    assert here.town.network.reactions == [(message, Gesture.HEARD)]
    assert here.group.messages == []


async def test_the_worker_of_the_place_is_asked_with_the_words(here: Yucheng) -> None:
    await here.wang.says(LINE)

    assert here.li.inbox == [f"群里这句像是有事,要记下来吗?\n御城一区邻里群 王芳:“{LINE}”\n十分钟没人定,就去问本人。"]
    assert here.li.private[0].labels == [["记下来", "不是", "我去问"]]


async def test_what_the_worker_records_is_a_call_of_the_resident_in_the_place_of_the_group(here: Yucheng) -> None:
    message = await here.wang.says(LINE)

    toast = await here.li.presses("记下来")

    assert toast == "好,记下了,#1。"
    assert here.group.card.startswith("#1 御城一区3号楼2单元 · ")
    assert here.group.messages[0].reply_to == message
    assert here.li.inbox[0] == "御城一区邻里群 王芳那句像是有事的话,记下了。"
    assert here.li.private[0].labels == []
    await here.wang.tells_the_bot("/mine")
    assert here.wang.inbox[0].startswith("您的事 1 件:\n#1 ")


async def test_recording_twice_makes_one_ticket(here: Yucheng) -> None:
    await here.wang.says(LINE)
    asked = here.li.private[0]
    await here.li.presses("记下来")

    toast = await here.li.presses("记下来", on=asked.before("记下来"))

    assert toast == "这句已经定过了。"
    assert len(here.group.messages) == 1


async def test_what_the_worker_drops_leaves_no_words(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(LINE)

    toast = await here.li.presses("不是")
    await here.town.passes(minutes=30)

    assert toast == "好,不记了。"
    assert here.li.inbox == ["御城一区邻里群 王芳那句像是有事的话,当闲聊了。原话不留。"]
    assert here.group.messages == []
    assert rows_with(tmp_path, "灯又不亮") == []


async def test_nobody_but_a_worker_decides(here: Yucheng) -> None:
    await here.wang.says(LINE)
    asked = here.li.private[0]

    toast = await here.town.resident("孙姐").presses("记下来", on=asked)

    assert toast == "这条太旧了,按钮不管用了。有事直接说就行。"
    assert here.group.messages == []


async def test_after_ten_minutes_and_not_earlier_the_resident_is_asked_without_a_sound(here: Yucheng) -> None:
    message = await here.wang.says(LINE)

    await here.town.passes(minutes=9, seconds=50)
    assert here.group.messages == []
    await here.town.passes(seconds=20)

    asked = here.group.messages[0]
    assert (asked.text, asked.reply_to, asked.silent) == ("要我帮您报上去吗?不点就当闲聊。", message, True)
    assert asked.labels == [["帮我报", "不用"]]


async def test_after_ten_minutes_the_words_are_nowhere_any_more(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(LINE)
    assert rows_with(tmp_path, "灯又不亮") == ["cards.wanted", "suggestions.words"]

    await here.town.passes(minutes=11)

    assert rows_with(tmp_path, "灯又不亮") == []
    assert here.li.inbox == ["御城一区邻里群 王芳那句像是有事的话,去问本人了。原话不留。"]


async def test_words_for_a_worker_who_cannot_be_reached_do_not_survive_as_a_dead_letter(
    here: Yucheng, tmp_path: Path
) -> None:
    here.town.network.unreachable |= {here.li.address, here.chen.address, here.zhao.address}
    await here.wang.says(LINE)

    await here.town.passes(minutes=11)

    assert rows_with(tmp_path, "灯又不亮") == []
    assert here.group.texts == ["要我帮您报上去吗?不点就当闲聊。"]


async def test_a_worker_who_never_started_is_passed_over(here: Yucheng) -> None:
    here.town.network.unreachable.add(here.li.address)
    await here.wang.says("/report 4号楼漏水")

    await here.wang.says(LINE)

    assert here.chen.inbox[-1].startswith("群里这句像是有事")


async def test_the_resident_says_yes_and_the_words_come_back_with_the_press(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    await here.wang.presses("帮我报", quoted=LINE)

    assert here.group.texts[0] == "好,记下了。"
    assert here.group.messages[0].labels == []
    assert here.group.card.startswith("#1 御城一区3号楼2单元 · ")
    assert here.li.inbox[0] == "御城一区邻里群 王芳那句像是有事的话,记下了。"


async def test_where_the_network_sends_no_words_the_resident_says_it_again(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    await here.wang.presses("帮我报")
    assert here.group.texts == ["好。原话我没留,请您再说一遍:哪里、什么事?"]
    await here.wang.says("3号楼二单元的灯")

    assert here.group.card.startswith("#1 御城一区3号楼2单元 · ")


async def test_the_resident_says_no(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    await here.wang.presses("不用")

    assert here.group.texts == ["好,当闲聊。有事随时说。"]


async def test_a_neighbour_does_not_answer_for_the_resident(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    toast = await here.town.resident("孙姐", here.group).presses("帮我报", quoted=LINE)

    assert toast.startswith("谢谢关心!")
    assert here.group.texts == ["要我帮您报上去吗?不点就当闲聊。"]


async def test_a_person_is_asked_once_a_day(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)
    await here.wang.presses("不用")

    await here.wang.says("4号楼门口垃圾没人收,臭死了")
    await here.town.passes(minutes=11)

    assert len(here.group.messages) == 1
    assert here.li.inbox[-1].startswith("御城一区邻里群 王芳那句像是有事的话,十分钟没人定。")
    assert rows_with(tmp_path, "臭死了") == []


async def test_the_next_day_the_person_is_asked_again(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)
    await here.town.passes(hours=24)

    await here.wang.says("4号楼门口垃圾没人收,臭死了")
    await here.town.passes(minutes=11)

    assert len(here.group.messages) == 2


async def test_another_person_is_asked_the_same_day(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.resident("孙姐", here.group).says("4号楼门口垃圾没人收,臭死了")

    await here.town.passes(minutes=11)

    assert len(here.group.messages) == 2


async def test_the_worker_may_have_the_resident_asked_at_once(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(LINE)

    toast = await here.li.presses("我去问")
    await here.town.passes(minutes=11)

    assert toast == "好,这就去问本人。"
    assert here.group.texts == ["要我帮您报上去吗?不点就当闲聊。"]
    assert rows_with(tmp_path, "灯又不亮") == []


async def test_too_late_to_record_for_a_worker_when_the_words_are_gone(here: Yucheng) -> None:
    await here.wang.says(LINE)
    asked = here.li.private[0]
    await here.town.passes(minutes=11)

    toast = await here.li.presses("记下来", on=asked.before("记下来"))

    assert toast == "隔得久了,原话没留。请本人再说一遍。"


async def test_chatter_leaves_no_row_in_any_table_but_the_key_of_what_was_let_in(here: Yucheng, tmp_path: Path) -> None:
    before = counts(tmp_path)

    for words in (CHATTER, "哈哈哈", "3号楼", "你们家的猫真可爱", "5"):
        await here.town.resident("路人", here.group).says(words)

    after = counts(tmp_path)
    assert (after - before).keys() <= {"inbox"}
    assert rows_with(tmp_path, "路人") == []
    assert rows_with(tmp_path, "广场舞") == []


async def test_a_reaction_to_somebody_elses_message_leaves_no_row_either(here: Yucheng, tmp_path: Path) -> None:
    before = counts(tmp_path)
    stranger = here.town.resident("路人", here.group)

    await stranger.reacts("777", Gesture.ME_TOO)
    await here.town.happens(
        Reaction(
            key="r:1",
            chat=here.group.chat,
            message="777",
            sender=stranger.sender,
            at=here.town.clock.now(),
            gesture=None,
        )
    )

    assert (counts(tmp_path) - before).keys() <= {"inbox"}


async def test_an_edit_is_never_a_call(here: Yucheng, tmp_path: Path) -> None:
    before = counts(tmp_path)
    edited = IncomingMessage(
        key="e:1",
        chat=here.group.chat,
        id="55",
        sender=here.town.resident("路人").sender,
        at=here.town.clock.now(),
        text=LINE,
        edited=True,
    )

    await here.town.happens(edited)

    assert here.li.inbox == []
    assert (counts(tmp_path) - before).keys() <= {"inbox"}


async def test_off_hears_nothing(database: OpenDatabase, tmp_path: Path) -> None:
    here = await listening(database, "off")

    await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    assert here.town.network.reactions == []
    assert (here.li.inbox, here.group.messages) == ([], [])
    assert rows_with(tmp_path, "灯又不亮") == []


async def test_watch_counts_and_keeps_nothing(database: OpenDatabase, tmp_path: Path) -> None:
    here = await listening(database, "watch")

    for _ in range(3):
        await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    assert here.town.network.reactions == []
    assert (here.li.inbox, here.group.messages) == ([], [])
    assert rows_with(tmp_path, "灯又不亮") == []
    assert rows_with(tmp_path, "王芳") == []
    await here.zhao.tells_the_bot("/digest")
    assert here.zhao.inbox[-1].endswith("群里像有事的 3 句(只数不记)")


async def test_auto_makes_a_ticket_at_once(database: OpenDatabase) -> None:
    here = await listening(database, "auto")

    await here.wang.says(LINE)

    assert here.group.card.startswith("#1 御城一区3号楼2单元 · ")
    assert here.li.inbox[0].startswith("#1 御城一区3号楼2单元")


@pytest.mark.parametrize("detect", ["off", "watch", "suggest", "auto"])
async def test_an_emergency_is_heard_whatever_is_detected(database: OpenDatabase, detect: str) -> None:
    here = await listening(database, detect)

    await here.wang.says("4号楼楼道着火了,好大的烟")

    assert here.group.card.startswith("紧急 #1 御城一区4号楼")
    assert not here.group.messages[0].silent
    assert all("紧急 #1" in person.inbox[0] for person in (here.li, here.chen, here.zhao))


async def test_an_emergency_is_heard_in_a_group_that_belongs_to_no_place(here: Yucheng) -> None:
    unbound = await here.town.group("新群")

    await here.town.resident("孙姐", unbound).says("楼道着火了,好大的烟")

    assert unbound.card.startswith("紧急 #1")


async def test_a_call_in_a_group_that_belongs_to_no_place_is_not_suggested(here: Yucheng) -> None:
    unbound = await here.town.group("新群")

    await here.town.resident("孙姐", unbound).says(LINE)
    await here.town.passes(minutes=11)

    assert (unbound.messages, here.li.inbox) == ([], [])


async def test_undecided_lines_are_counted_in_the_digest(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    await here.zhao.tells_the_bot("/digest")

    assert here.zhao.inbox[-1].endswith("群里像有事、没人定的 1 句")


async def test_at_night_the_worker_is_asked_without_a_sound(here: Yucheng) -> None:
    here.town.clock.at += timedelta(hours=13)

    await here.wang.says(LINE)

    assert here.li.private[0].silent


async def test_the_answer_comes_in_the_thread_where_it_was_said(here: Yucheng) -> None:
    thread = ChatRef(NAME, BOT, here.group.chat.chat, "7")
    said = IncomingMessage(
        key="m:thread",
        chat=thread,
        id="70",
        sender=here.wang.sender,
        at=here.town.clock.now(),
        text=LINE,
    )
    await here.town.happens(said)

    await here.li.presses("记下来")

    assert here.town.network.chats[thread][0].text.startswith("#1 御城一区3号楼2单元")


async def test_in_english(there: Yucheng) -> None:
    await there.wang.says("The light in Building 3 is broken again, can somebody fix it?")
    assert there.li.private[0].labels == [["Record it", "No", "I'll ask"]]

    await there.li.presses("Record it")

    assert there.group.card.startswith("#1 御城一区3号楼")


async def test_where_there_are_no_buttons_the_resident_answers_by_a_word(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.town.passes(minutes=11)

    await here.wang.says("帮我报", to=here.group.messages[-1], quoted=LINE)

    assert any("#1" in text for text in here.group.texts)
