"""Files that the bot sends in the local chat: for whoever sees the message, and for nobody else."""

import re
from html import unescape

import pytest

from bot.community import Account
from bot.files import File
from bot.messages import OutgoingMessage, Private
from bot.orders import Post
from bot.ports import Database
from bot.richtext import plain
from tests.adapters.web.kiosk import Kiosk, open_kiosk

FILE = File(name="卷宗12.pdf", mime="application/pdf", made_by="history.story", value="12 zh")
TO_WANG = Private(bot="local", account=Account("web", "wang"))


async def link_to(kiosk: Kiosk, file: File = FILE) -> str:
    """王芳 is sent the file; the address that her page shows."""
    message = OutgoingMessage(text=plain("#12 的全过程"), file=file)
    await kiosk.channel.send(Post(to=TO_WANG, message=message), f"once-{file.value}")
    async with kiosk.visitor() as browser, browser.get("/chat/room?as=wang&chat=private:wang") as answer:
        found = re.search(r'href="(/chat/file[^"]+)"', await answer.text())
    assert found is not None
    return unescape(found[1])


async def test_the_reader_opens_the_file_by_its_link(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        link = await link_to(kiosk)

        async with browser.get(link) as answer:
            assert (await answer.read(), answer.content_type) == (b"pages of 12 zh", "application/pdf")
            assert "%E5%8D%B7%E5%AE%9712.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("was", "becomes"), [("as=wang", "as=li"), ("value=12", "value=13"), ("made_by=history", "made_by=ledger")]
)
async def test_nobody_else_opens_it_and_no_other_file(database: Database, was: str, becomes: str) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        link = await link_to(kiosk)
        assert was in link

        async with browser.get(link.replace(was, becomes)) as answer:
            assert answer.status in {403, 404}


async def test_what_cannot_be_made_any_more_is_told(database: Database) -> None:
    gone = File(name="x.pdf", mime="application/pdf", made_by="history.story", value="gone")
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        link = await link_to(kiosk, gone)

        async with browser.get(link) as answer:
            assert answer.status == 404
