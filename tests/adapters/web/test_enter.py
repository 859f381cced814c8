import re

from aiohttp import ClientSession

from adapters.web import passes
from bot.community import Account
from bot.ports import Database
from tests.adapters.web.kiosk import SQUARE, Kiosk, open_kiosk


async def a_pass(kiosk: Kiosk) -> str:
    now = kiosk.clock.now()
    return await kiosk.database.write(lambda uow: passes.issue(uow, "li", "李明", now))


async def speaker(kiosk: Kiosk, browser: ClientSession) -> Account:
    await kiosk.does(browser, "say", chat="square", text="@呼应 任务")
    return (await kiosk.received())[-1].sender.account


async def test_a_pass_lets_its_person_in_once(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        token = await a_pass(kiosk)

        async with browser.post("/chat/enter?lang=zh", data={"token": token}) as answer:
            page = await answer.text()

        assert "李明" in page
        assert "工作人员" in page
        assert await speaker(kiosk, browser) == Account("web", "li")
        async with kiosk.visitor() as thief:
            assert (await thief.post("/chat/enter", data={"token": token})).status == 410


async def test_opening_the_link_alone_uses_nothing_up(database: Database) -> None:
    """Chat apps open every link to show a preview of it."""
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        token = await a_pass(kiosk)

        for _ in range(3):
            async with browser.get("/chat/enter", params={"token": token}) as answer:
                assert answer.status == 200
                assert "Set-Cookie" not in answer.headers

        assert (await browser.post("/chat/enter", data={"token": token})).status == 200


async def test_a_pass_ends_after_ten_minutes(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        token = await a_pass(kiosk)

        kiosk.clock.go_on(minutes=11)

        assert (await browser.get("/chat/enter", params={"token": token})).status == 410
        assert (await browser.post("/chat/enter", data={"token": token})).status == 410


async def test_a_guess_is_no_pass(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        for token in ("", "0" * 32, passes.hash_of("0")):
            assert (await browser.post("/chat/enter", data={"token": token})).status == 410


async def test_another_site_cannot_sign_a_browser_in(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        token = await a_pass(kiosk)

        for headers in ({"Origin": "https://evil.example.org"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await browser.post("/chat/enter", data={"token": token}, headers=headers)
            assert answer.status == 403


async def test_whoever_leaves_is_somebody_new(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        async with browser.get("/chat") as answer:
            found = re.search(r'name="token" value="([0-9a-f]+)"', await answer.text())
        assert found is not None
        before = await speaker(kiosk, browser)

        await browser.post("/chat/leave", data={"token": found[1]})

        assert await speaker(kiosk, browser) != before


async def test_where_roles_are_free_there_is_no_door(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        token = await a_pass(kiosk)

        assert (await browser.get("/chat/enter", params={"token": token})).status == 404
        assert (await browser.post("/chat/leave")).status == 404
