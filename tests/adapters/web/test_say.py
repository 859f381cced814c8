import re

from bot.community import Account, ChatRef
from bot.messages import IncomingMessage
from bot.ports import Database
from tests.adapters.web.kiosk import SQUARE, Kiosk, open_kiosk

# Said to the bot, so that the door lets it in whatever it means.
CALL = "@呼应 3号楼电梯坏了"


async def page(kiosk: Kiosk, path: str = "/chat?p=wang~grid-3&lang=zh") -> str:
    async with kiosk.visitor() as browser, browser.get(path) as answer:
        return await answer.text()


async def test_what_a_resident_says_is_in_the_room_and_in_the_inbox(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        answer = await kiosk.does(browser, "say", **{"as": "wang", "chat": "grid-3", "text": CALL})

        assert answer.status == 200
        (event,) = await kiosk.received()
        assert isinstance(event, IncomingMessage)
        assert event.chat == ChatRef("web", "local", "grid-3")
        assert event.sender.account == Account("web", "wang")
        assert (event.text, event.chat_title) == ("3号楼电梯坏了", "第三网格邻里群")
        assert event.id == str((await answer.json())["id"])
        assert CALL in await page(kiosk)


async def test_the_same_key_twice_is_one_message_and_one_event(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        deed = {"as": "wang", "chat": "grid-3", "text": CALL, "key": "the-same-key"}

        first = await (await kiosk.does(browser, "say", **deed)).json()
        second = await (await kiosk.does(browser, "say", **deed)).json()

        assert first == second
        assert len(await kiosk.received()) == 1
        assert (await page(kiosk)).count(CALL) == 2  # once in the list of rooms, once in the room


async def test_one_persons_key_does_not_swallow_anothers_words(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for account in ("wang", "li"):
            await kiosk.does(browser, "say", **{"as": account, "chat": "grid-3", "text": CALL, "key": "the-same-key"})

        assert len(await kiosk.received()) == 2


async def test_a_page_that_could_not_be_heard_tries_again(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        deed = {"as": "wang", "chat": "grid-3", "text": CALL, "key": "kept-by-the-page"}
        kiosk.reception.failures = 1

        refused = await kiosk.does(browser, "say", **deed)
        accepted = await kiosk.does(browser, "say", **deed)

        assert refused.status == 503
        assert "自动再试" in (await refused.json())["line"]
        assert accepted.status == 200
        assert len(await kiosk.received()) == 1


async def test_an_answer_names_the_message_it_answers(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        first = await (await kiosk.does(browser, "say", **{"as": "wang", "chat": "grid-3", "text": CALL})).json()

        await kiosk.does(
            browser, "say", **{"as": "li", "chat": "grid-3", "text": "@呼应 /status 1", "reply_to": first["id"]}
        )

        event = (await kiosk.received())[-1]
        assert isinstance(event, IncomingMessage)
        assert event.reply_to is not None
        assert (event.reply_to.id, event.reply_to.is_ours) == (str(first["id"]), False)
        assert "<cite>王阿姨</cite>" in await page(kiosk)


async def test_markup_is_shown_as_it_was_written(database: Database) -> None:
    attempts = [
        "<script>document.title='pwned'</script>",
        "<img src=x onerror=alert(1)>",
        "</p></li><iframe src='//evil'></iframe>",
        "{{ 7 * 7 }} {% include 'x' %}",
        '"><svg/onload=alert(1)>',
    ]
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for words in attempts:
            await kiosk.does(browser, "say", **{"as": "wang", "chat": "grid-3", "text": words})

        html = await page(kiosk)

    for element in ("<script>", "<img src=x", "<iframe", "<svg/onload"):
        assert element not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


async def test_a_name_that_is_markup_stays_a_name(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for path in ('/chat?p="><script>alert(1)</script>~x', "/chat?lang=<script>", "/chat/room?as=<b>&chat=<b>"):
            async with browser.get(path) as answer:
                assert "<script>alert" not in await answer.text()
                assert answer.status < 500


async def test_nobody_speaks_or_reads_where_they_are_not(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for chat in ("grid-5", "private:li", "private:", "", "nowhere"):
            said = await kiosk.does(browser, "say", **{"as": "wang", "chat": chat, "text": CALL})
            read = await browser.get("/chat/room", params={"as": "wang", "chat": chat})
            assert (said.status, read.status) == (404, 404)

        assert await kiosk.received() == []


async def test_what_makes_no_sense_is_refused_in_one_line(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        here = {"as": "wang", "chat": "grid-3"}
        wrong: list[tuple[dict[str, object], int]] = [
            ({**here, "text": "   "}, 400),
            ({**here, "text": "长" * 4001}, 413),
            ({**here, "text": 7}, 400),
            ({**here, "text": "x", "key": "short"}, 400),
            ({**here, "text": "x", "key": "a key with spaces"}, 400),
            ({**here, "text": "x", "reply_to": "-1"}, 400),
            ({**here, "text": "x", "reply_to": "9" * 30}, 400),
            ({"as": "nobody", "chat": "grid-3", "text": "x"}, 403),
            ({"as": ["wang"], "chat": "grid-3", "text": "x"}, 403),
            ({**here, "chat": {"a": 1}, "text": "x"}, 400),
        ]
        for fields, status in wrong:
            answer = await kiosk.does(browser, "say", **fields)
            assert answer.status == status
            assert (await answer.json())["line"]

        headers = {"X-Huying": "1", "Origin": kiosk.url, "Content-Type": "application/json"}
        for body in (b"", b"[]", b"{", b"\xff\xfe"):
            assert (await browser.post("/chat/say", data=body, headers=headers)).status == 400


async def test_another_site_cannot_make_a_visitor_speak(database: Database) -> None:
    deed = '{"as":"wang","chat":"grid-3","text":"x","key":"key-000001"}'
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        attempts = [
            {"Origin": kiosk.url, "Content-Type": "application/json"},
            {"X-Huying": "1", "Content-Type": "application/json"},
            {"X-Huying": "1", "Origin": "https://evil.example.org", "Content-Type": "application/json"},
            {"X-Huying": "1", "Origin": "null", "Content-Type": "application/json"},
            {"Origin": kiosk.url, "Content-Type": "text/plain"},
        ]
        for headers in attempts:
            assert (await browser.post("/chat/say", data=deed, headers=headers)).status == 403

        form = {"as": "wang", "chat": "grid-3", "text": "x", "key": "key-000001"}
        assert (await browser.post("/chat/say", data=form)).status == 403
        assert (await browser.post("/chat/say", data={**form, "token": "0" * 64})).status == 403


async def test_a_plain_form_says_something_too(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        async with browser.get("/chat?p=wang~grid-3&lang=zh") as answer:
            form = composer_of(await answer.text())

        async with browser.post("/chat/say", data={**form, "text": CALL}, headers={"Origin": "null"}) as answer:
            shown = await answer.text()

        assert answer.status == 200
        assert answer.url.path == "/chat"
        assert CALL in shown
        assert len(await kiosk.received()) == 1


async def test_a_form_sends_nobody_to_another_site(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        async with browser.get("/chat?p=wang~grid-3&lang=zh") as answer:
            form = composer_of(await answer.text())

        for back in ("https://evil.example.org/", "//evil.example.org", "/chatx", "/chat@evil", "/chat?\r\nX: y"):
            filled = {**form, "text": CALL, "back": back, "key": f"key-{len(back):06}"}
            answer = await browser.post("/chat/say", data=filled, allow_redirects=False)
            assert answer.status == 303
            assert answer.headers["Location"] == "/chat"
            assert "X" not in answer.headers


async def test_a_token_of_one_person_does_not_serve_another(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        async with browser.get("/chat?p=wang~grid-3&lang=zh") as answer:
            form = composer_of(await answer.text())

        assert (await browser.post("/chat/say", data={**form, "as": "li", "text": CALL})).status == 403


async def test_a_visitor_cannot_speak_as_another(database: Database) -> None:
    async with (
        open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk,
        kiosk.visitor() as first,
        kiosk.visitor() as second,
    ):
        for browser in (first, second):
            await browser.get("/chat")
            await kiosk.does(browser, "say", **{"as": "li", "chat": "square", "text": CALL})
        senders = [event.sender for event in await kiosk.received()]

    assert len({sender.account for sender in senders}) == 2
    assert all(re.fullmatch(r"v[0-9a-f]{16}", sender.account.id) for sender in senders)
    assert not any(sender.is_chat_admin for sender in senders)


async def test_a_visitor_reads_no_private_chat_but_the_own(database: Database) -> None:
    async with (
        open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk,
        kiosk.visitor() as first,
        kiosk.visitor() as second,
    ):
        for browser in (first, second):
            await browser.get("/chat")
        await kiosk.does(first, "say", chat="square", text=CALL)
        (event,) = await kiosk.received()
        account = event.sender.account.id
        await kiosk.does(first, "say", chat=f"private:{account}", text="我家的事")

        own = await first.get("/chat/room", params={"chat": f"private:{account}"})
        other = await second.get("/chat/room", params={"chat": f"private:{account}", "as": account})

        assert "我家的事" in await own.text()
        assert other.status == 404


async def test_a_browser_without_our_cookie_does_nothing(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        answer = await kiosk.does(browser, "say", chat="square", text=CALL)

        assert answer.status == 403
        assert (await browser.get("/chat/events")).status == 403


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        cookie = (await browser.get("/chat")).headers["Set-Cookie"]
        again = await browser.get("/chat")

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Set-Cookie" not in again.headers


async def test_a_flood_is_told_to_wait(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        await browser.get("/chat")

        answers = [await kiosk.does(browser, "say", chat="square", text=f"{n}") for n in range(22)]

        assert [answer.status for answer in answers].count(429) == 2


def composer_of(html: str) -> dict[str, str]:
    """The fields of the page's first form to write in."""
    form = html.partition('class="composer"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', form.replace("&amp;", "&")))
