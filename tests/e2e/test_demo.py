"""`huying demo` as a newcomer meets it: the sample town in a browser, and its day in the terminal."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.chromium import chromium
from tests.e2e.huying import command, running_demo

WINDOW = {"width": 1280, "height": 860}


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """The local chat of a fresh sample town, three people side by side."""
    async with chromium() as browser, running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": WINDOW["width"], "height": WINDOW["height"]})
        page = await context.new_page()
        page.set_default_timeout(8000)
        await page.goto(f"{address}?lang=zh")
        yield page
        await context.close()


async def says(pane: Locator, words: str) -> None:
    await pane.locator("textarea").fill(words)
    await pane.get_by_role("button", name="发送").click()


@pytest.mark.browser
async def test_the_whole_loop_side_by_side(page: Page) -> None:
    resident, worker, admin = (page.locator(f"#pane-{number}") for number in range(3))
    await says(resident, "/report 3号楼路灯不亮")
    card = resident.locator(".msg.ours").filter(has_text="#1 御城一区3号楼")
    await expect(card).to_contain_text("已交给网格员李明")
    await expect(resident.locator(".msg.mine").get_by_label("听到了")).to_be_visible()

    await worker.get_by_role("button", name="接单").click()
    await expect(card).to_contain_text("李明接单了")
    await says(worker, "/progress 1 电工下午三点到")
    await expect(card).to_contain_text("电工下午三点到(李明)")
    await worker.get_by_role("button", name="办好了").click()
    await worker.get_by_role("button", name="修好了").click()
    await expect(card).to_contain_text("李明说办好了")
    await resident.get_by_role("button", name="修好了", exact=True).click()
    await expect(card).to_contain_text("办好了,报事人看过")
    await expect(card).to_have_count(1)

    await says(admin, "/digest")
    digest = admin.locator(".msg.ours").filter(has_text="三率")
    await expect(digest).to_contain_text("御城社区")
    await expect(digest).to_contain_text("今天 新 1 · 办好 1")


async def test_the_english_town_has_the_same_day(tmp_path: Path) -> None:
    code, printed = await command(tmp_path, "demo", "--script", "--language", "en")

    assert code == 0
    steps = ("Amy Jones [Building 1", "Sam Carter [Accept]", "the electrician comes at three", "Amy Jones [Yes, fixed]")
    assert [step for step in steps if step not in printed] == [], printed
    assert not re.search("[\u4e00-\u9fff]", printed)


async def test_the_day_in_the_terminal_shows_the_loop_and_ends_well(tmp_path: Path) -> None:
    code, printed = await command(tmp_path, "demo", "--script")

    assert code == 0
    steps = ("已交给网格员李明", "王芳 [1号楼]", "李明 [接单]", "电工下午三点到(李明)", "王芳 [修好了]", "三率")
    places = [printed.find(step) for step in steps]
    assert -1 not in places, printed
    assert places == sorted(places)
    assert "响应率 100%(1/1)" in printed
