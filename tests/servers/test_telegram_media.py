"""Files on the Telegram test server, in both directions."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.servers.telegram import Attached, BotApiServer, User
from tests.servers.telegram.client import BotClient

Scene = tuple[BotApiServer, User, BotClient]


@pytest.fixture
async def scene(telegram: BotApiServer) -> AsyncIterator[Scene]:
    bot, li = telegram.add_bot(), telegram.user(1001, "李明")
    await li.starts(bot)
    async with BotClient(telegram, bot) as client:
        yield telegram, li, client


async def downloaded(scene: Scene, path: str) -> tuple[int, bytes]:
    server, _, client = scene
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{server.url}/file/bot{client.bot.token}/{path}") as response,
    ):
        return response.status, await response.read()


async def test_a_photo_is_fetched_by_its_file_id(scene: Scene) -> None:
    server, li, client = scene
    await li.sends_photo(client.bot, Attached(content=b"picture"), caption="漏水 @huying_bot")
    message = (await client.updates())[-1]["message"]

    file = await client("getFile", file_id=message["photo"][-1]["file_id"])

    assert (message["caption"], message["caption_entities"][0]["type"]) == ("漏水 @huying_bot", "mention")
    assert await downloaded(scene, file["file_path"]) == (200, b"picture")
    server.clock.advance(3601)
    assert (await downloaded(scene, file["file_path"]))[0] == 404


async def test_files_over_20_mb_cannot_be_fetched(scene: Scene) -> None:
    _, li, client = scene
    await li.sends_video(client.bot, Attached(size=25_000_000))
    video = (await client.updates())[-1]["message"]["video"]

    assert video["file_size"] == 25_000_000
    assert await client.refusal("getFile", file_id=video["file_id"]) == "Bad Request: file is too big"
    assert await client.refusal("getFile", file_id="nothing") == "Bad Request: invalid file_id"


async def test_all_kinds_of_media_arrive(scene: Scene) -> None:
    _, li, client = scene
    await li.sends_voice(client.bot, Attached(duration=7))
    await li.sends_document(client.bot, Attached(content=b"%PDF", name="说明.pdf"))
    await li.sends_location(client.bot, 36.06, 103.83)
    await li.sends_sticker(client.bot)
    messages = [u["message"] for u in await client.updates()][1:]

    assert messages[0]["voice"]["duration"] == 7
    assert (messages[1]["document"]["file_name"], messages[1]["document"]["mime_type"]) == (
        "说明.pdf",
        "application/pdf",
    )
    assert messages[2]["location"] == {"latitude": 36.06, "longitude": 103.83}
    assert messages[3]["sticker"]["emoji"] == "👍"


async def test_an_album_is_several_updates_with_one_group_id(scene: Scene) -> None:
    _, li, client = scene
    parts = await li.sends_album(client.bot, ["", "三楼漏水", ""])
    messages = [u["message"] for u in await client.updates()][1:]

    assert len({m["media_group_id"] for m in messages}) == 1
    assert [m.get("caption") for m in messages] == [None, "三楼漏水", None]
    assert [m.kind for m in parts] == ["photo"] * 3


async def test_the_same_file_keeps_its_unique_id_under_new_file_ids(scene: Scene) -> None:
    server, li, client = scene
    first = await li.sends_photo(client.bot, Attached(content=b"picture"))
    stored = server.world.files.by_id[first.media["photo"][-1]["file_id"]]
    second = await li.sends_photo(client.bot, stored)

    one, other = first.media["photo"][-1], second.media["photo"][-1]
    assert one["file_unique_id"] == other["file_unique_id"]
    assert one["file_id"] != other["file_id"]


async def test_a_bot_uploads_and_sends_again_by_file_id(scene: Scene) -> None:
    server, li, client = scene
    form = aiohttp.FormData({"chat_id": str(li.id), "caption": "<b>台账</b>", "parse_mode": "HTML"})
    form.add_field("document", b"number,text\n1,x\n", filename="ledger.csv", content_type="text/csv")
    sent = await client.form("sendDocument", form)

    await client("sendDocument", chat_id=li.id, document=sent["document"]["file_id"])

    first, second = li.private(client.bot).messages[-2:]
    assert (first.text, first.media["document"]["file_name"]) == ("台账", "ledger.csv")
    assert server.content(second) == b"number,text\n1,x\n"


async def test_an_album_is_uploaded_by_attach_names(scene: Scene) -> None:
    _, li, client = scene
    media = [{"type": "photo", "media": "attach://a", "caption": "前"}, {"type": "photo", "media": "attach://b"}]
    form = aiohttp.FormData({"chat_id": str(li.id), "media": json.dumps(media)})
    form.add_field("a", b"one", filename="a.jpg")
    form.add_field("b", b"two", filename="b.jpg")

    sent = await client.form("sendMediaGroup", form)

    assert len({m["media_group_id"] for m in sent}) == 1
    assert [m.text for m in li.private(client.bot).messages[-2:]] == ["前", ""]


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (None, "Bad Request: there is no photo in the request"),
        ("https://example.org/a.jpg", "Bad Request: failed to get HTTP URL content"),
        ("AgAC-unknown", "Bad Request: wrong file identifier/HTTP URL specified"),
    ],
)
async def test_a_photo_that_is_none_is_refused(telegram: BotApiServer, photo: str | None, words: str) -> None:
    bot, li = telegram.add_bot(), telegram.user(1001, "李明")
    await li.starts(bot)
    async with BotClient(telegram, bot) as client:
        assert await client.refusal("sendPhoto", chat_id=li.id, photo=photo) == words
    telegram.violations.clear()


async def test_a_caption_has_at_most_1024_units(scene: Scene) -> None:
    _, li, client = scene
    photo = (await li.sends_photo(client.bot)).media["photo"][-1]["file_id"]
    await client("sendPhoto", chat_id=li.id, photo=photo, caption="字" * 1024)

    refused = await client.refusal("sendPhoto", chat_id=li.id, photo=photo, caption="字" * 1025)

    assert refused == "Bad Request: message caption is too long"


async def test_captions_and_media_can_be_edited(scene: Scene) -> None:
    server, li, client = scene
    photos = [(await li.sends_photo(client.bot, Attached(content=word))) for word in (b"one", b"two")]
    ids = [m.media["photo"][-1]["file_id"] for m in photos]
    sent = await client("sendPhoto", chat_id=li.id, photo=ids[0], caption="一")
    place = {"chat_id": li.id, "message_id": sent["message_id"]}

    await client("editMessageCaption", **place, caption="二")
    await client("editMessageMedia", **place, media={"type": "photo", "media": ids[1], "caption": "三"})
    no_text = await client.refusal("editMessageText", **place, text="四")

    message = li.private(client.bot).last
    assert (message.text, message.edits, server.content(message)) == ("三", ["一", "二"], b"two")
    assert no_text == "Bad Request: there is no text in the message to edit"
