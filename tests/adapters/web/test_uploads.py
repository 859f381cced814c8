"""Files that visitors send in the local chat."""

import io
import re
from typing import Any

from aiohttp import ClientResponse, ClientSession, FormData
from PIL import Image

from bot.media import FetchesFiles
from bot.messages import AttachmentKind, IncomingMessage
from bot.ports import Database
from tests.adapters.web.kiosk import Kiosk, open_kiosk

ROOM = "/chat?p=wang~private:wang&lang=zh"
GPS_TAG = 0x8825


def photo() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(GPS_TAG).update({1: "N", 2: (36.0, 3.0, 40.0)})
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "JPEG", exif=exif)
    return written.getvalue()


async def sends(kiosk: Kiosk, browser: ClientSession, content: bytes, **fields: Any) -> ClientResponse:
    """As the page's form does it."""
    async with browser.get(ROOM) as answer:
        found = re.search(r'name="token" value="([^"]+)"', await answer.text())
    assert found is not None
    form = FormData({"as": "wang", "chat": "private:wang", "token": found[1], "key": "the-key-of-the-page", **fields})
    form.add_field("file", io.BytesIO(content), filename="../../photo.html", content_type="text/html")
    return await browser.post("/chat/say?lang=zh", data=form, headers={"Origin": kiosk.url}, allow_redirects=False)


async def test_a_photo_is_shown_in_the_room_and_heard_by_the_service(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        answer = await sends(kiosk, browser, photo(), text="楼道灯坏了")

        assert (answer.status, answer.headers["Location"]) == (303, "/chat")
        (event,) = await kiosk.received()
        assert isinstance(event, IncomingMessage)
        (file,) = event.attachments
        assert (event.text, file.kind, file.mime) == ("楼道灯坏了", AttachmentKind.PHOTO, "image/jpeg")
        async with browser.get(ROOM) as page:
            assert re.search(r'<img src="/chat/file[^"]+" alt="[0-9a-f]{8}\.jpg"', await page.text())
        assert isinstance(kiosk.channel, FetchesFiles)
        with Image.open(io.BytesIO(await kiosk.channel.fetch(file.remote_id, 10_000))) as kept:
            assert dict(kept.getexif().get_ifd(GPS_TAG)) == {}


async def test_it_is_served_as_what_it_is_to_those_who_see_the_message(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        await sends(kiosk, browser, photo(), text="")
        async with browser.get(ROOM) as page:
            link = re.findall(r'<img src="(/chat/file[^"]+)"', await page.text())[0].replace("&amp;", "&")

        async with browser.get(link) as served:
            assert (served.status, served.content_type) == (200, "image/jpeg")
            assert served.headers["X-Content-Type-Options"] == "nosniff"
            assert served.headers["Content-Disposition"].startswith("attachment")
        for other in (link.replace("as=wang", "as=li"), link.replace("image%2Fjpeg", "text%2Fhtml")):
            async with browser.get(other) as refused:
                assert refused.status in {403, 404}


async def test_what_is_no_photo_is_refused_with_a_line(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        page = await sends(kiosk, browser, b"<script>alert(1)</script>")
        large = await sends(kiosk, browser, bytes(100_001))

        assert (page.status, large.status) == (415, 413)
        assert "这种文件收不了" in await page.text()
        assert "文件太大了" in await large.text()
        assert await kiosk.received() == []


async def test_another_site_cannot_send_one(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        assert (await sends(kiosk, browser, photo(), token="made up")).status == 403
