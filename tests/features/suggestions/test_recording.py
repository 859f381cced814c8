"""A worker makes a ticket of what a resident said in the group."""

from bot.messages import Command, Gesture, IncomingMessage, RepliedTo
from tests.town import Somebody, Yucheng

CHATTER = "三号楼那边又是老样子"
LINE = "3号楼二单元的灯又不亮了,有没有人管"


async def replies_to(who: Somebody, message: str, words: str, *, text: str | None, author: Somebody | None) -> None:
    assert who.group is not None
    number = str(next(who.town.numbers))
    replied = RepliedTo(id=message, text=text, sender=author.sender if author else None)
    event = IncomingMessage(
        key=f"m:{number}",
        chat=who.group.chat,
        id=number,
        sender=who.sender,
        at=who.town.clock.now(),
        text=words,
        command=Command(name="ticket", words=words.removeprefix("/ticket").strip()),
        reply_to=replied,
    )
    await who.town.happens(event)


async def test_a_reply_makes_the_message_a_ticket_of_whoever_wrote_it(here: Yucheng) -> None:
    message = await here.wang.says(CHATTER)

    await replies_to(here.li, message, "/ticket", text=CHATTER, author=here.wang)

    assert here.group.messages[0].reply_to == message
    assert f"#1 御城一区3号楼 · {CHATTER}" in here.group.card
    assert here.li.inbox[0] == "好,记下了,#1。"
    await here.wang.tells_the_bot("/mine")
    assert "#1" in here.wang.inbox[-1]


async def test_the_same_message_twice_is_one_ticket(here: Yucheng) -> None:
    message = await here.wang.says(CHATTER)
    await replies_to(here.li, message, "/ticket", text=CHATTER, author=here.wang)

    await replies_to(here.chen, message, "/ticket", text=CHATTER, author=here.wang)

    assert here.chen.inbox == ["那句已经记过了,是 #1。"]
    assert len(here.group.messages) == 1


async def test_a_photo_without_words_needs_some(here: Yucheng) -> None:
    await replies_to(here.li, "77", "/ticket", text=None, author=here.wang)
    assert here.li.inbox == ["那条消息的文字我看不到,请把事情写在“单”后面。"]

    await replies_to(here.li, "77", "/ticket 3号楼墙皮掉了", text=None, author=here.wang)

    assert "#1 御城一区3号楼 · 3号楼墙皮掉了" in here.group.card


async def test_a_resident_makes_no_ticket_of_anothers_words(here: Yucheng) -> None:
    message = await here.wang.says(CHATTER)

    await replies_to(here.town.resident("孙姐", here.group), message, "/ticket", text=CHATTER, author=here.wang)

    assert all("#1" not in text for text in here.group.texts)


async def test_the_sign_of_a_worker_records_a_line_that_is_held(here: Yucheng) -> None:
    message = await here.wang.says(LINE)

    await here.li.reacts(message, Gesture.RECORD)

    assert here.group.card.startswith("#1 御城一区3号楼2单元 · ")
    assert here.li.inbox[0] == "御城一区邻里群 王芳那句像是有事的话,记下了。"


async def test_the_sign_on_what_is_not_held_says_how_in_private(here: Yucheng) -> None:
    """PLATFORMS 59: a reaction carries no text; a reply does."""
    await here.li.reacts("77", Gesture.RECORD)

    assert here.li.inbox == ["那句话我没留着。请在群里回复它,说“单”,我就记成一件。"]
    assert here.group.messages == []


async def test_the_sign_of_a_resident_means_nothing(here: Yucheng) -> None:
    message = await here.wang.says(LINE)

    await here.town.resident("孙姐", here.group).reacts(message, Gesture.RECORD)

    assert here.group.messages == []


async def test_what_a_worker_reports_is_marked_as_found_and_he_is_not_asked_about_it(here: Yucheng) -> None:
    """LESSONS 28: no score from whoever filed it."""
    await here.li.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert all("您看修好了吗" not in text for text in here.group.texts)
