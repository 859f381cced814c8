"""The local chat as people see it: a real browser, the real server and database, a bot that answers as ours would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.ports import Database
from tests.adapters.web.kiosk import SQUARE, Kiosk, eventually, open_kiosk
from tests.e2e.answering_bot import AnsweringBot
from tests.e2e.chromium import chromium

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
CALL = "3号楼2单元的灯不亮了"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened_browser:
        yield opened_browser


@asynccontextmanager
async def opened(browser: Browser, kiosk: Kiosk, viewport: dict[str, int], **options: Any) -> AsyncIterator[Page]:
    """The page in a window of its own; nothing may go wrong in it unseen."""
    context = await browser.new_context(viewport={"width": viewport["width"], "height": viewport["height"]}, **options)
    page = await context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None)
    page.set_default_timeout(8000)
    await page.goto(f"{kiosk.url}/chat?lang=zh")
    yield page
    await context.close()
    assert troubles == []


async def is_wider_than_its_window(page: Page) -> bool:
    wider: bool = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wider


async def test_a_call_a_card_and_the_workers_tap_side_by_side(browser: Browser, database: Database) -> None:
    bot = AnsweringBot()
    async with open_kiosk(database, reception=bot) as kiosk, opened(browser, kiosk, DESKTOP) as page:
        resident, worker, admin = (page.locator(f"#pane-{number}") for number in range(3))
        await resident.get_by_label("在第三网格邻里群里说").fill(CALL)
        await resident.get_by_role("button", name="发送").click()

        await expect(resident.locator(".msg.mine .words")).to_have_text(CALL)
        await expect(resident.locator(".msg.mine").get_by_label("听到了")).to_be_visible()
        card = resident.locator(".msg.ours")
        await expect(card.locator(".lead")).to_have_text("#12 3号楼 · 灯不亮")
        await expect(card.locator("blockquote")).to_contain_text(CALL)
        await expect(admin.locator(".elsewhere")).to_have_text("2")

        await worker.get_by_role("button", name="接单").click()

        await expect(worker.locator(".toast")).to_have_text("这件归您了。")
        await expect(card).to_contain_text("李明接单了")
        await expect(card).to_contain_text("已更新")
        await expect(card.get_by_role("button", name="怎么还没好")).to_be_visible()
        await expect(card.locator(".mention.me")).to_have_text("王阿姨")
        await expect(card).to_have_count(1)
        assert await resident.locator(".toast").count() == 0
        assert not await is_wider_than_its_window(page)


async def test_on_a_phone_one_person_at_a_time(browser: Browser, database: Database) -> None:
    bot = AnsweringBot()
    async with (
        open_kiosk(database, reception=bot) as kiosk,
        opened(browser, kiosk, PHONE, has_touch=True, is_mobile=True) as page,
    ):
        resident, worker = page.locator("#pane-0"), page.locator("#pane-1")
        await resident.locator("textarea").fill(CALL)
        await resident.locator(".composer .send").tap()
        await expect(resident.locator(".msg.ours")).to_be_in_viewport()
        await expect(page.locator('[data-tab="1"] .dot')).to_be_visible()

        await page.locator('[data-tab="1"]').tap()
        await expect(worker).to_be_in_viewport(ratio=0.9)
        await worker.get_by_role("button", name="接单").tap()
        await page.locator('[data-tab="0"]').tap()

        await expect(resident.locator(".msg.ours")).to_contain_text("李明接单了")
        assert not await is_wider_than_its_window(page)


async def test_the_keyboard_leads_from_the_list_of_rooms_to_a_room(browser: Browser, database: Database) -> None:
    async with open_kiosk(database, reception=AnsweringBot()) as kiosk, opened(browser, kiosk, PHONE) as page:
        pane = page.locator("#pane-0")
        await pane.locator("[data-to-list]").focus()
        await page.keyboard.press("Enter")
        private = pane.get_by_role("link", name="私聊呼应")
        await expect(private).to_be_visible()

        await private.focus()
        await page.keyboard.press("Enter")
        await expect(pane.locator("h2")).to_have_text("私聊呼应")
        await expect(pane.locator("textarea")).to_be_focused()
        await page.keyboard.type("灯坏了")
        await page.keyboard.press("Enter")

        await expect(pane.locator(".msg.ours .lead")).to_contain_text("#12")
        assert "private" in page.url


async def test_words_wait_in_the_page_until_the_service_has_them(browser: Browser, database: Database) -> None:
    bot = AnsweringBot()
    async with open_kiosk(database, reception=bot) as kiosk, opened(browser, kiosk, DESKTOP) as page:
        resident = page.locator("#pane-0")
        kiosk.reception.failures = 1

        await resident.locator("textarea").fill(CALL)
        await page.keyboard.press("Enter")

        await expect(resident.locator(".msg.ours")).to_be_visible()
        await expect(resident.locator(".msg.mine")).to_have_count(1)
        assert len(bot.keys) == 1
        assert await page.evaluate("localStorage.getItem('huying.unsent')") == "[]"


async def test_a_page_that_lost_the_network_catches_up(browser: Browser, database: Database) -> None:
    bot = AnsweringBot()
    async with open_kiosk(database, reception=bot) as kiosk, opened(browser, kiosk, DESKTOP) as page:
        resident = page.locator("#pane-0")
        await page.context.set_offline(True)
        await resident.locator("textarea").fill(CALL)
        await page.keyboard.press("Enter")
        await expect(resident.locator(".msg.mine .state")).to_have_text("还没发出去，正在再试")

        await page.context.set_offline(False)

        await expect(resident.locator(".msg.ours")).to_be_visible(timeout=15000)
        await expect(resident.locator(".msg.mine")).to_have_count(1)


async def test_markup_is_read_not_run(browser: Browser, database: Database) -> None:
    attempt = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    async with open_kiosk(database, reception=AnsweringBot()) as kiosk, opened(browser, kiosk, DESKTOP) as page:
        resident, worker = page.locator("#pane-0"), page.locator("#pane-1")
        await resident.locator("textarea").fill(attempt)
        await page.keyboard.press("Enter")
        await expect(resident.locator(".msg.mine .words")).to_have_text(attempt)

        await worker.locator("[data-to-list]").click()
        await expect(worker.locator(".preview").first).to_contain_text("<img src=x")
        await page.reload()

        await expect(resident.locator(".msg.mine .words")).to_have_text(attempt)
        assert await page.title() == "呼应 · 在线"
        assert await page.locator(".msg img").count() == 0


async def test_a_reply_and_a_reaction(browser: Browser, database: Database) -> None:
    async with open_kiosk(database, reception=AnsweringBot()) as kiosk, opened(browser, kiosk, DESKTOP) as page:
        resident, worker = page.locator("#pane-0"), page.locator("#pane-1")
        await resident.locator("textarea").fill(CALL)
        await page.keyboard.press("Enter")
        await worker.locator("[data-to-list]").click()
        await worker.get_by_role("link", name="第三网格邻里群").click()

        await worker.locator(".msg.theirs summary").click()
        await worker.get_by_role("button", name="我来办").click()
        await expect(resident.get_by_label("我来办 1")).to_be_visible()
        await worker.locator(".msg.theirs summary").click()
        await worker.get_by_role("button", name="回复").click()
        await page.keyboard.type("马上到")
        await page.keyboard.press("Enter")

        answer = resident.locator(".msg.theirs")
        await expect(answer.locator(".words")).to_have_text("马上到")
        await expect(answer.locator("cite")).to_have_text("王阿姨")


async def test_without_a_script_the_page_reads_sends_and_presses(browser: Browser, database: Database) -> None:
    bot = AnsweringBot()
    async with (
        open_kiosk(database, reception=bot) as kiosk,
        opened(browser, kiosk, PHONE, java_script_enabled=False) as page,
    ):
        resident = page.locator("#pane-0")
        await resident.locator("textarea").fill(CALL)
        await resident.locator(".composer .send").click()
        await expect(resident.locator(".msg.mine .words")).to_have_text(CALL)

        async def card_came() -> bool:
            await page.goto(page.url)
            return await resident.locator(".msg.ours").count() == 1

        await eventually(card_came)
        await resident.get_by_role("button", name="我家也这样").click()

        await expect(resident.locator(".msg.ours")).to_be_visible()
        assert any(key.startswith("c:wang:") for key in bot.keys)


async def test_a_visitor_is_one_neighbour_in_english_too(browser: Browser, database: Database) -> None:
    async with (
        open_kiosk(database, scene=SQUARE, free_roles=False, reception=AnsweringBot()) as kiosk,
        opened(browser, kiosk, PHONE) as page,
    ):
        await page.get_by_role("link", name="English").click()
        await page.get_by_label("Write in 社区大厅").fill("灯 out at building 3")
        await page.get_by_role("button", name="Send").click()

        await expect(page.locator(".msg.ours")).to_contain_text("Bot")
        await expect(page.locator(".pane")).to_have_count(1)
        assert await page.locator("html").get_attribute("lang") == "en"
        assert not await is_wider_than_its_window(page)
