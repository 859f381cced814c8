"""Getting what people sent from a homeserver."""

import json
from dataclasses import replace

import pytest

from bot.files import File
from bot.media import FetchesFiles, NotKept, Unfit
from bot.messages import IncomingMessage, OutgoingMessage
from bot.orders import Post
from bot.richtext import plain
from tests.adapters.matrix.running import Bot
from tests.adapters.matrix.test_receive import group
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse
MOST = 1000
# Synapse takes 50 MiB unless it is told otherwise.
BIG = bytes(50 * 1024 * 1024 + 1)


async def test_a_picture_is_fetched_decrypted_and_checked(synapse: Synapse, bot: Bot) -> None:
    """PLATFORMS 50: signed in, by its hash where it is encrypted, and no more of it than we take."""
    wang = await synapse.user("wang")
    plain, secret = await group(bot, wang, encrypted=False), await group(bot, wang, encrypted=True)
    for room in (plain, secret):
        await wang.sends_image(room, b"a picture")
    await bot.desk.until(lambda: len(bot.desk.events(IncomingMessage)) == 2)
    handles = [message.attachments[0].remote_id for message in bot.desk.events(IncomingMessage)]

    assert isinstance(bot.channel, FetchesFiles)
    assert [await bot.channel.fetch(handle, MOST) for handle in handles] == [b"a picture"] * 2

    (block,) = [json.loads(handle) for handle in handles if handle.startswith("{")]
    forged = json.dumps({**block, "sha256": "A" * 43})
    for handle, most, why in (
        (forged, MOST, Unfit.DAMAGED),
        (handles[0], 3, Unfit.LARGE),
        ("mxc://huying.test/nothing", MOST, Unfit.GONE),
    ):
        with pytest.raises(NotKept) as refused:
            await bot.channel.fetch(handle, most)
        assert refused.value.why is why


async def test_a_file_that_the_homeserver_does_not_take_becomes_a_line(synapse: Synapse, bot: Bot) -> None:
    """PLATFORMS 50: m.upload.size is respected."""
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    file = File(name="1.mp4", mime="video/mp4", made_by="x", value="1", kind="video", otherwise="太大", content=BIG)

    small = replace(file, content=bytes(3_000_000))

    first, second = [
        await bot.sends(Post(to=bot.chat(room), message=OutgoingMessage(text=plain("#12 视频"), file=one)))
        for one in (small, file)
    ]

    seen = await wang.sees(room, lambda m: m.id == second.remote)
    assert (seen.kind, seen.body) == ("m.text", "#12 视频\n太大")
    seen = await wang.sees(room, lambda m: m.id == first.remote)
    assert (seen.kind, len(await wang.downloads(seen))) == ("m.video", 3_000_000)
