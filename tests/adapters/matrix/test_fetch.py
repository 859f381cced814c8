"""Getting what people sent from a homeserver."""

import json

import pytest

from bot.media import FetchesFiles, NotKept, Unfit
from bot.messages import IncomingMessage
from tests.adapters.matrix.running import Bot
from tests.adapters.matrix.test_receive import group
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse
MOST = 1000


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
