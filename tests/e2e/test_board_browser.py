"""Board, screen and desk as people see them: a real browser, real pages, a real community; nothing that shuts out.

Pictures are left in `artefacts/pictures/`, which git ignores; CI keeps them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from storage.engine import OpenDatabase
from tests.adapters.web.noticeboard import LAMP, LIFT, Noticeboard, served
from tests.e2e.chromium import chromium

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "artefacts" / "pictures"
DESKTOP = {"width": 1180, "height": 860}
PHONE = {"width": 360, "height": 740}
HALL = {"width": 1920, "height": 1080}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened_browser:
        yield opened_browser


@asynccontextmanager
async def window(browser: Browser, board: Noticeboard, size: dict[str, int], **options: Any) -> AsyncIterator[Page]:
    """A window of its own; nothing may go wrong in it unseen."""
    context = await browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        base_url=board.url,
        **{"locale": "zh-CN", **options},
    )
    page = await context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None)
    page.set_default_timeout(8000)
    yield page
    await context.close()
    assert troubles == []


async def looked_at(page: Page, name: str) -> None:
    """Leave a picture; nobody is shut out, and nothing is wider than the window."""
    await page.wait_for_load_state()
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{name}.png")
    found = await Axe().run(page)
    serious = [
        (one["id"], one["nodes"][0]["html"])
        for one in found.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    assert not await page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_board_on_a_phone_in_both_languages(browser: Browser, database: OpenDatabase, scheme: str) -> None:
    async with served(database) as board, window(browser, board, PHONE, color_scheme=scheme) as page:
        await board.calls(LIFT, LAMP)
        await page.goto(board.path)
        await expect(page.get_by_role("heading", name=LIFT)).to_be_visible()
        await looked_at(page, f"board-phone-{scheme}")

        await page.get_by_role("link", name="English").click()
        await page.get_by_role("link", name=LIFT).click()

        await expect(page.get_by_text("A neighbour called")).to_be_visible()
        await looked_at(page, f"ticket-phone-{scheme}")


async def test_whoever_searches_finds_and_the_page_moves_by_itself(
    browser: Browser, database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.board.hub.LOOK_SECONDS", 0.1)
    async with served(database) as board, window(browser, board, DESKTOP) as page:
        await board.calls(LIFT, LAMP)
        await page.goto(board.path)
        await looked_at(page, "board")
        await page.get_by_label("找一件").fill("电梯")
        await page.get_by_role("button", name="查找").click()
        await expect(page.locator(".row")).to_have_count(1)

        await page.get_by_label("找一件").fill("还没写完")
        await board.here.li.tells_the_bot("/claim 1")

        await expect(page.locator(".row .state")).to_have_text("已接单")
        await expect(page.get_by_label("找一件")).to_have_value("还没写完")


async def test_without_a_script_everything_can_be_read_and_found(browser: Browser, database: OpenDatabase) -> None:
    async with served(database) as board, window(browser, board, DESKTOP, java_script_enabled=False) as page:
        await board.calls(LIFT, LAMP)
        await page.goto(board.path)
        await page.get_by_label("类别").select_option("facility")
        await page.get_by_label("找一件").fill("路灯")
        await page.get_by_role("button", name="查找").click()

        await page.get_by_role("link", name=LAMP).click()

        await expect(page.get_by_text("居民报事")).to_be_visible()


async def test_the_screen_in_the_hall_turns_and_fits(
    browser: Browser, database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.board.display.SECONDS", 1)
    # Without the fading in, in the middle of which words are pale.
    async with served(database) as board, window(browser, board, HALL, reduced_motion="reduce") as page:
        await board.calls(*(f"御城一区3号楼{thing}坏了" for thing in ("门", "窗", "灯", "锁", "梯", "表")))
        await page.goto(board.path + "?display=1")
        await expect(page.get_by_text("表坏了")).to_be_visible()
        await looked_at(page, "display")

        await expect(page.get_by_text("3号楼门坏了")).to_be_visible()
        assert not await page.evaluate("document.documentElement.scrollHeight > window.innerHeight")


async def test_staff_sign_in_work_and_leave(browser: Browser, database: OpenDatabase) -> None:
    async with served(database, admin=True) as board, window(browser, board, DESKTOP) as page:
        await board.calls(LIFT)
        await page.goto(await board.link())
        await looked_at(page, "desk-door")
        await page.get_by_role("button", name="进入").click()
        await expect(page.get_by_role("heading", name="待办")).to_be_visible()
        await looked_at(page, "desk-queue")
        assert "token" not in page.url

        await page.get_by_role("link", name=LIFT).click()
        await page.get_by_role("button", name="接单").click()
        await page.get_by_label("说明").first.fill("师傅在路上")
        await page.get_by_role("button", name="进展").click()
        await expect(page.locator(".steps")).to_contain_text("师傅在路上")
        await looked_at(page, "desk-ticket")
        await board.here.town.settle()
        assert "师傅在路上" in board.here.group.card

        await page.get_by_label("楼栋、类别或缓急").fill("3号楼")
        await page.get_by_role("button", name="更正").click()
        await page.get_by_role("button", name="御城二区").click()
        await expect(page.locator(".sheet")).to_contain_text("御城二区3号楼")

        await page.goto("/desk")
        await page.get_by_label("像在聊天里一样说一句").fill("督办")
        await page.get_by_role("button", name="说", exact=True).click()
        await expect(page.get_by_role("status")).to_be_visible()
        await looked_at(page, "desk-said")

        for place in ("texts?q=card.acc", "deadlines", "roster", "groups", "duty", "departments"):
            await page.goto(f"/desk/settings/{place}")
            await looked_at(page, f"desk-{place.partition('?')[0]}")
        for place in ("settings", "quality", "letters"):
            await page.goto(f"/desk/{place}")
            await looked_at(page, f"desk-{place}")
        await page.get_by_role("button", name="离开").click()
        await page.goto("/desk")
        await expect(page.get_by_text("点它发来的链接进来")).to_be_visible()


async def test_the_desk_on_a_phone_in_english(browser: Browser, database: OpenDatabase) -> None:
    async with served(database) as board, window(browser, board, PHONE, locale="en-US", color_scheme="dark") as page:
        await board.calls(LIFT)
        await page.goto(await board.link())
        await page.get_by_role("button", name="Enter").click()
        await expect(page.get_by_role("heading", name="To do")).to_be_visible()
        await looked_at(page, "desk-phone-queue")

        await page.get_by_role("link", name=LIFT).click()

        await expect(page.get_by_role("button", name="Take it")).to_be_visible()
        await looked_at(page, "desk-phone-ticket")
