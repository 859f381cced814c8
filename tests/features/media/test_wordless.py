"""A photo or voice alone: what a person who sends it expects, in private, as a reply and in a group."""

from bot.messages import AttachmentKind
from tests.network import PICTURE
from tests.town import Yucheng


async def test_a_voice_alone_opens_a_ticket_that_its_worker_hears(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/home 4号楼2单元301")
    await here.wang.sends_the_bot(AttachmentKind.VOICE)

    assert any("一条语音" in text for text in here.li.inbox)
    assert [message.file.content for message in here.li.private if message.file] == [PICTURE]


async def test_its_words_take_their_place_and_find_the_worker(here: Yucheng) -> None:
    await here.wang.sends_the_bot()
    assert here.li.inbox == []

    await here.wang.tells_the_bot("锦绣楼的电梯坏了")

    assert any(text.startswith("#1 御城一区4号楼\n“锦绣楼的电梯坏了”") for text in here.li.inbox)
    assert [message.text for message in here.li.private if message.file] == ["#1 王芳发来的照片"]


async def test_danger_after_a_photo_is_a_call_of_its_own(here: Yucheng) -> None:
    await here.wang.sends_the_bot()

    await here.wang.tells_the_bot("锦绣楼着火了")

    assert any(text.startswith("#2") or "\n#2" in text or "#2 " in text for text in here.li.inbox)


async def test_a_second_photo_belongs_to_the_same_ticket(here: Yucheng) -> None:
    await here.wang.sends_the_bot()
    await here.wang.sends_the_bot()

    await here.wang.tells_the_bot("锦绣楼门口有积水")

    assert len([message for message in here.li.private if message.file]) == 2


async def test_a_bare_photo_in_a_group_is_nothing(here: Yucheng) -> None:
    await here.wang.shows()

    assert here.group.messages == []
    assert here.town.network.reactions == []
    assert here.li.inbox == []


async def test_a_photo_in_reply_to_a_ticket_belongs_to_it(here: Yucheng) -> None:
    await here.wang.says("/report 锦绣楼的电梯坏了")

    await here.wang.shows(to=here.group.messages[0])

    assert [message.text for message in here.li.private if message.file] == ["#1 王芳发来的照片"]
    assert len([text for text in here.group.texts if text.startswith("#")]) == 1


async def test_a_photo_answers_a_workers_question(here: Yucheng) -> None:
    await here.wang.tells_the_bot("锦绣楼的电梯坏了")
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/ask 1 能拍张照片吗")

    await here.town.passes(minutes=5)
    await here.wang.sends_the_bot()

    assert [message.text for message in here.li.private if message.file] == ["#1 王芳发来的照片"]
    assert any("一张照片" in text for text in here.li.inbox)


async def test_a_photo_with_a_step_is_shown_where_the_ticket_stands(here: Yucheng) -> None:
    await here.wang.says("/report 锦绣楼的电梯坏了")
    await here.li.presses("接单")

    await here.li.sends_the_bot()
    await here.li.presses("#1 锦绣楼的电梯坏了")
    await here.li.presses("办好了", on=here.li.private[-1])

    assert [message.text for message in here.group.messages if message.file] == ["#1 李明拍的照片"]
    assert [message.text for message in here.li.private if message.file] == []


async def test_a_photo_with_the_command_is_shown_with_it_once(here: Yucheng) -> None:
    await here.wang.says("/report 锦绣楼的电梯坏了")
    await here.wang.says("/report 锦绣楼的门禁坏了")

    await here.li.sends_the_bot(words="/progress 1 配件到了")
    await here.li.sends_the_bot(words="/done 1")
    await here.li.shows("/done 2 换了读卡器")

    assert [message.text for message in here.group.messages if message.file] == ["#1 李明拍的照片"] * 2
    assert any("#1" in text and "办好了" in text for text in here.group.texts)


async def test_the_file_of_a_ticket_shows_the_photos_of_its_steps(here: Yucheng) -> None:
    await here.wang.shows("/report 锦绣楼的电梯坏了")
    await here.li.presses("接单")
    await here.li.sends_the_bot()
    await here.li.presses("#1 锦绣楼的电梯坏了")
    await here.li.presses("办好了", on=here.li.private[-1])

    await here.zhao.tells_the_bot("/file 1")

    (document,) = [message.file.content.decode() for message in here.zhao.private if message.file]
    assert [line for line in document.splitlines() if "拍的照片" in line] == ["#1 李明拍的照片 92"]


async def test_of_a_private_ticket_nothing_is_shown(here: Yucheng) -> None:
    await here.wang.says("/report 锦绣楼的电梯坏了,请保密")
    await here.li.tells_the_bot("/claim 1")

    await here.li.sends_the_bot()
    await here.li.presses("#1 锦绣楼的电梯坏了,请保密")
    await here.li.presses("办好了", on=here.li.private[-1])

    assert [message.text for message in (*here.group.messages, *here.wang.private) if message.file] == []
