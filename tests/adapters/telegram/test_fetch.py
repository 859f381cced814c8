"""Getting what people sent from Telegram."""

import logging

import pytest

from bot.media import FetchesFiles, NotKept, NotNow, Unfit
from tests.adapters.telegram.scene import Scene
from tests.servers.telegram import Attached

MOST = 1000


async def why(scene: Scene, reference: str, most: int = MOST) -> Unfit:
    with pytest.raises(NotKept) as refused:
        await scene.channel.fetch(reference, most)
    return refused.value.why


async def test_a_photo_is_fetched_by_its_handle(scene: Scene) -> None:
    """PLATFORMS 29."""
    sent = await scene.lin.sends_photo(scene.group, Attached(content=b"a picture"))

    content = await scene.channel.fetch(sent.media["photo"][-1]["file_id"], MOST)

    assert content == b"a picture"
    assert isinstance(scene.channel, FetchesFiles)


async def test_what_is_too_large_is_told_before_or_while_it_comes(scene: Scene) -> None:
    """PLATFORMS 29: Telegram hands out 20 MB at most; what it says of a size is not believed."""
    large = await scene.lin.sends_video(scene.group, Attached(size=25_000_000))
    lied = await scene.lin.sends_video(scene.group, Attached(content=bytes(5000), size=10))
    own = await scene.lin.sends_video(scene.group, Attached(content=bytes(5000)))

    assert await why(scene, large.media["video"]["file_id"], 30_000_000) is Unfit.LARGE
    assert await why(scene, lied.media["video"]["file_id"]) is Unfit.LARGE
    assert await why(scene, own.media["video"]["file_id"]) is Unfit.LARGE


async def test_what_telegram_does_not_know_is_gone(scene: Scene) -> None:
    assert await why(scene, "nothing") is Unfit.GONE


async def test_an_outage_is_no_lost_photo_and_tells_no_token(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """PLATFORMS 29 and 31: the link holds the token."""
    caplog.set_level(logging.DEBUG)
    sent = await scene.lin.sends_photo(scene.group, Attached(content=b"a picture"))
    reference = sent.media["photo"][-1]["file_id"]
    await scene.channel.fetch(reference, MOST)
    await scene.server.stop()

    with pytest.raises(NotNow) as away:
        await scene.channel.fetch(reference, MOST)

    assert scene.bot.token not in f"{away.value!r}{caplog.text}"
