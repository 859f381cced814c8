"""The main job on Matrix, and across: the service as a process, a real Synapse, people with Element or Telegram."""

import io
import re

import pytest
from PIL import Image

from tests.e2e.huying import command
from tests.e2e.ledger import row_of
from tests.e2e.matrix_town import MatrixTown
from tests.e2e.telegram_town import SECONDS, number_in
from tests.servers.telegram import Attached

pytestmark = [pytest.mark.synapse, pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
async def test_from_the_call_to_the_confirmation(matrix: MatrixTown, encrypted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    room = await matrix.room_of("第二网格", encrypted=encrypted)

    call = await matrix.wang.says(room, "!report 5号楼路灯不亮")
    card = await matrix.answer(room, call)
    number = _number(card.body)
    private, task = await matrix.task(matrix.chen, number)
    await matrix.chen.reacts(private, task.id, "✋")
    await matrix.card_says(room, card, "陈静接单了")
    await matrix.chen.says(private, f"!progress {number} 电工下午三点到")
    await matrix.card_says(room, card, "电工下午三点到")
    await matrix.chen.says(private, f"!done {number} 换了灯泡")
    post = await matrix.wang.sees(room, lambda m: f"#{number} 办好了:换了灯泡" in m.body, timeout=SECONDS)
    await matrix.wang.says(room, "修好了", reply_to=post.id)
    await matrix.card_says(room, card, "办好了,报事人看过")

    assert post.in_reply_to == call
    assert {card.encrypted, post.encrypted} == {encrypted}
    assert task.encrypted
    await matrix.zhao.sees(room, lambda m: m.id == call and matrix.bot in m.reactions.get("👀", ()))


async def test_a_new_encrypted_room_is_bound_by_the_words_of_the_buttons(matrix: MatrixTown) -> None:
    room = await matrix.zhao.creates_room("新群", encrypted=True, invite=[matrix.bot])

    intro = await matrix.zhao.sees(room, lambda m: m.sender == matrix.bot, timeout=SECONDS)
    await matrix.zhao.says(room, "绑定", reply_to=intro.id)
    asked = await matrix.zhao.sees(room, lambda m: "这个群是哪里的?" in m.body, timeout=SECONDS)
    await matrix.zhao.says(room, "第二网格", reply_to=asked.id)
    await matrix.zhao.sees(room, lambda m: "好,这个群就是第二网格。" in m.body, timeout=SECONDS)

    assert "本群是加密的;报的事会转给网格员,他们有的用别的聊天工具。" in intro.body
    assert "[绑定]" in intro.body
    assert intro.encrypted
    # A room of the two alone would be taken for the private one.
    await matrix.zhao.leaves(room)


async def test_a_digest_comes_in_a_private_room_that_the_bot_opens(matrix: MatrixTown) -> None:
    code, _ = await command(matrix.folder, "digest")
    room = await matrix.zhao.private_room_with(matrix.bot, timeout=SECONDS)
    digest = await matrix.zhao.sees(room, lambda m: "三率" in m.body, timeout=SECONDS)

    assert code == 0
    assert digest.body.startswith("御城社区")


async def test_a_call_on_telegram_is_worked_on_in_matrix(matrix: MatrixTown) -> None:
    telegram = matrix.telegram
    group = await telegram.group_of("第二网格")

    call = await telegram.wang.says(group, "/report 6号楼下水道堵了")
    card = await telegram.answer(group, call)
    number = number_in(card)
    private, task = await matrix.task(matrix.chen, number)
    await matrix.chen.reacts(private, task.id, "✋")
    await group.wait_until(lambda: "陈静接单了" in card.text, timeout=SECONDS)
    await matrix.chen.says(private, f"!done {number} 管道疏通了")
    post = await group.wait_for(lambda m: "您看修好了吗" in m.text, timeout=SECONDS)
    await telegram.wang.presses(post, "修好了")
    await group.wait_until(lambda: "报事人看过" in card.text, timeout=SECONDS)

    assert "管道疏通了(陈静)" in post.text
    row = await row_of(matrix.folder, number)
    assert (row["state"], row["assignee"], row["building"], row["channel"]) == ("closed", "陈静", "6号楼", "telegram")


async def test_a_call_on_matrix_is_worked_on_in_telegram(matrix: MatrixTown) -> None:
    room = await matrix.room_of("第一网格")

    call = await matrix.wang.says(room, "!report 3号楼门禁打不开")
    card = await matrix.answer(room, call)
    task = await matrix.telegram.task(matrix.li, _number(card.body))
    await (await matrix.li.presses(task, "接单")).toast()
    await matrix.card_says(room, card, "李明接单了")
    await matrix.li.says(matrix.telegram.bot, f"/done {_number(card.body)} 换了读卡器")
    post = await matrix.wang.sees(room, lambda m: "换了读卡器" in m.body, timeout=SECONDS)
    await matrix.wang.says(room, "修好了", reply_to=post.id)

    await matrix.card_says(room, card, "报事人看过")
    row = await row_of(matrix.folder, _number(card.body))
    assert (row["state"], row["assignee"], row["building"], row["channel"]) == ("closed", "李明", "3号楼", "matrix")


async def test_pictures_go_both_ways_between_the_networks(matrix: MatrixTown) -> None:
    """PLATFORMS 29 and 50: a photo from Telegram opens in the worker's encrypted room, and his reaches the group."""
    telegram = matrix.telegram
    group = await telegram.group_of("第二网格")

    call = await telegram.wang.sends_photo(group, Attached(content=photo("red")), caption="/report 6号楼墙皮掉了")
    number = number_in(await telegram.answer(group, call))
    private, task = await matrix.task(matrix.chen, number)
    shown = await matrix.chen.sees(private, lambda m: m.kind == "m.image", timeout=SECONDS)
    await matrix.chen.reacts(private, task.id, "✋")
    await matrix.chen.sends_image(private, photo("green"), caption="photo.png")
    asked = await matrix.chen.sees(private, lambda m: "这是哪件事" in m.body, timeout=SECONDS)
    await matrix.chen.says(private, "1", reply_to=asked.id)
    what = await matrix.chen.sees(private, lambda m: "记成什么" in m.body, timeout=SECONDS)
    await matrix.chen.says(private, "办好了", reply_to=what.id)
    proof = await group.wait_for(lambda m: m.kind == "photo" and m.sender is telegram.bot, timeout=SECONDS)

    assert (shown.body, shown.encrypted, "file" in shown.content) == (f"#{number} 王芳发来的照片", True, True)
    assert colour(await matrix.chen.downloads(shown)) == "red"
    assert proof.text == f"#{number} 陈静拍的照片"
    assert colour(telegram.server.content(proof)) == "green"
    assert [call.ok for call in telegram.server.calls_of("getFile")] == [True]


def photo(of: str) -> bytes:
    """A picture in one colour, with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 3.0, 40.0)})
    written = io.BytesIO()
    Image.new("RGB", (8, 8), of).save(written, "JPEG", exif=exif)
    return written.getvalue()


def colour(content: bytes) -> str:
    """The colour of a picture that tells no place."""
    with Image.open(io.BytesIO(content)) as picture:
        assert dict(picture.getexif().get_ifd(0x8825)) == {}
        red, green, _ = picture.convert("RGB").tobytes()[:3]
    return "red" if red > green else "green"


def _number(words: str) -> int:
    found = re.search(r"#(\d+)", words)
    assert found, words
    return int(found[1])
