"""Many calls at once: one message tells many callers, and one message brings a worker many tasks."""

from bot.features.tickets.heavy import MANY
from bot.service import Service
from tests.network import Shown
from tests.town import Somebody, Town, Yucheng

FOUR = ("3号楼停水了", "3号楼路灯不亮", "3号楼门禁坏了", "3号楼垃圾没人收")


async def calls(here: Yucheng, *words: str, by: Somebody | None = None) -> None:
    """These calls are made before anything leaves."""
    async with here.town.rush():
        for one in words:
            await (by or here.wang).says(f"/report {one}")


def only(messages: list[Shown]) -> Shown:
    (message,) = messages
    return message


async def test_four_calls_at_once_are_told_in_one_message_that_names_number_and_caller(here: Yucheng) -> None:
    await calls(here, *FOUR)

    assert only(here.group.messages).text.splitlines() == [
        "这几件都记下了:",
        "#1 王芳:3号楼停水了 · 等接单",
        "#2 王芳:3号楼路灯不亮 · 等接单",
        "#3 王芳:3号楼门禁坏了 · 等接单",
        "#4 王芳:3号楼垃圾没人收 · 等接单",
        "要看哪一件,回这一条说“查 1”。",
    ]
    assert only(here.group.messages).silent


async def test_callers_who_have_to_say_where_are_asked_in_the_list_and_a_plain_line_answers(here: Yucheng) -> None:
    async with here.town.rush():
        for name in ("王芳", "刘洋", "孙丽", "周强"):
            await here.town.resident(name, here.big_group).says("/report 停水了")
    asked = only(here.big_group.messages).text

    assert asked.startswith("这几件还不知道是哪栋楼,报的人直接回一句,比如“3号楼”:\n#1 王芳:停水了")


async def test_the_worker_gets_them_in_one_message_and_takes_several_at_once(here: Yucheng) -> None:
    await calls(here, *FOUR)
    tasks = only(here.li.private)

    await here.li.tells_the_bot("接 1 2", to=tasks)

    assert tasks.texts[0].startswith("给您的几件:\n#1 御城一区3号楼 · 3号楼停水了 · 等接单\n#2 ")
    assert tasks.texts[0].endswith("接单说“接 1”,可以一起说几个号。")
    assert "#1 御城一区3号楼 · 3号楼停水了 · 已接单" in tasks.text
    in_hand = [message for message in here.li.private if any("到现场" in row for row in message.labels)]
    assert [message.text[:3] for message in in_hand] == ["#1 ", "#2 "]


async def test_the_workers_list_of_one_cause_joins_them_with_one_tap(here: Yucheng) -> None:
    async with here.town.rush():
        for name in ("王芳", "刘洋", "孙丽", "周强"):
            await here.town.resident(name, here.group).says("/report 3号楼停水了")
    tasks = only(here.li.private)

    await here.li.presses("都并进来", on=tasks)

    assert only(here.group.messages).text.count("和别的一起办") == 3


async def test_what_becomes_of_a_call_is_seen_in_its_line(here: Yucheng) -> None:
    await calls(here, *FOUR)
    told = only(here.group.messages)

    await here.li.tells_the_bot("接 3")

    assert "#3 王芳:3号楼门禁坏了 · 已接单" in told.text


async def test_a_reply_to_the_list_by_whoever_has_one_line_in_it_is_about_that(here: Yucheng) -> None:
    liu = here.town.resident("刘洋", here.group)
    async with here.town.rush():
        for words in FOUR:
            await here.wang.says(f"/report {words}")
        await liu.says("/report 4号楼停水了")

    await liu.says("就是厨房那一路", to=only(here.group.messages))

    assert "#5 刘洋又说:“就是厨房那一路”" in here.li.inbox


async def test_a_reply_by_somebody_with_several_lines_is_asked_for_the_number(here: Yucheng) -> None:
    await calls(here, *FOUR)

    await here.wang.says("就是厨房那一路", to=only(here.group.messages))

    assert here.group.texts[-1] == "这一条说的是好几件。请回“查”加编号,或者新发一句把事说全。"
    assert not any("厨房" in text for text in here.li.inbox)


async def test_a_reply_to_the_list_that_is_a_call_is_a_call_and_thanks_are_thanks(here: Yucheng) -> None:
    await calls(here, *FOUR)
    told = only(here.group.messages)

    await here.wang.says("谢谢", to=told)
    await here.wang.says("4号楼也停水了", to=told)

    assert "#5" in here.group.texts[-1]
    assert len(here.group.messages) == 2


async def test_a_number_in_a_reply_to_the_list_is_enough(here: Yucheng) -> None:
    await calls(here, *FOUR)

    await here.wang.says("查 2", to=only(here.group.messages))

    assert here.group.texts[-1].startswith("#2 御城一区3号楼 · 3号楼路灯不亮")


async def test_an_emergency_among_many_calls_stands_alone(here: Yucheng) -> None:
    await calls(here, *FOUR, "3号楼有煤气味")

    assert any(text.startswith("紧急 #5") for text in here.group.texts)
    assert "#5" not in next(text for text in here.group.texts if text.startswith("这几件"))


async def test_the_desk_hears_of_every_task_in_a_list_that_a_worker_cannot_get(here: Yucheng) -> None:
    here.town.network.unreachable.add(here.li.address)

    await calls(here, *FOUR)

    told = [text for text in here.zhao.inbox if "信送不到" in text]
    assert len(told) == 4


async def test_of_more_than_twenty_calls_an_hour_each_is_taken_and_the_answers_come_together(here: Yucheng) -> None:
    """PLATFORMS 54, LESSONS 43: nothing is refused, delayed or dropped; the group is spared, the admins know."""
    here.town.service = patient(here.town)
    for number in range(MANY):
        await here.wang.says(f"/report 3号楼路灯第{number}次不亮")
        await here.town.passes(seconds=1)
    before = len(here.group.messages)

    for number in range(5):
        await here.wang.says(f"/report 3号楼门禁第{number}次坏了")
    neighbour = await here.town.resident("刘洋", here.group).says("/report 4号楼停水了")
    await here.town.passes(seconds=31)

    after = here.group.messages[before:]
    assert [message.reply_to for message in after if "4号楼停水了" in message.text] == [neighbour]
    assert len(after) == 3
    assert after[-1].text.count("\n#") == 4
    assert here.zhao.inbox.count("王芳一小时里报了不止 20 件。件件都记下了,回话合在一起发。") == 1


async def test_twenty_calls_an_hour_are_answered_one_by_one(here: Yucheng) -> None:
    for number in range(MANY):
        await here.wang.says(f"/report 3号楼路灯第{number}次不亮")

    assert len(here.group.messages) == MANY
    assert not any("不止" in text for text in here.zhao.inbox)


def patient(town: Town) -> Service:
    """The service as it runs in earnest: what gathers waits for others."""
    old = town.service
    return Service(database=old.database, setup=old.setup, channels=[town.network], clock=town.clock)
