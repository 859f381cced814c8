"""Pictures of a card at each of its states, for the docs: `make pictures` (needs the system's Chromium).

The sample town is really run; its people speak and press in the local chat, and the group's card is photographed.
"""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Locator, Page

from tests.e2e.chromium import chromium
from tests.e2e.huying import running_demo

DOCS: Final = Path(__file__).parents[2] / "docs"
WINDOW: Final = (1500, 1200)
ROOM: Final = 16
SETTLED: Final = 0.5
COLUMNS: Final = 2
PAPER: Final = (245, 242, 236)
RESIDENT, WORKER, ADMIN = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Act:
    """What somebody says, or presses; until then the card has no line that `shows` the new state."""

    pane: int
    words: str
    shows: str
    presses: bool = False


ZH: Final = (
    Act(pane=RESIDENT, words="/report 楼道灯不亮,晚上看不见", shows="哪栋楼"),
    Act(pane=RESIDENT, words="1号楼", shows="御城一区1号楼", presses=True),
    Act(pane=WORKER, words="接单", shows="李明接单了", presses=True),
    Act(pane=WORKER, words="/progress 1 电工下午三点到", shows="电工下午三点到"),
    Act(pane=WORKER, words="/wait 1 等配件到货", shows="等配件到货"),
    Act(pane=WORKER, words="/done 1 换了感应灯", shows="说办好了"),
    Act(pane=RESIDENT, words="/reopen 1 又不亮了", shows="还没好"),
    Act(pane=ADMIN, words="/rule 1 reopen", shows="重新办"),
    Act(pane=WORKER, words="/done 1 换了一整根灯管", shows="整根灯管"),
    Act(pane=RESIDENT, words="/fixed 1", shows="报事人看过"),
)
EN: Final = (
    Act(pane=RESIDENT, words="/report the light in the hallway is out", shows="Which building"),
    Act(pane=RESIDENT, words="Building 1", shows="Mill Court Building 1", presses=True),
    Act(pane=WORKER, words="Accept", shows="Sam Carter", presses=True),
    Act(pane=WORKER, words="/progress 1 the electrician comes at three", shows="electrician"),
    Act(pane=WORKER, words="/wait 1 for a spare part", shows="spare part"),
    Act(pane=WORKER, words="/done 1 put in a lamp with a sensor", shows="says it's done"),
    Act(pane=RESIDENT, words="/reopen 1 it is out again", shows="The caller says"),
    Act(pane=ADMIN, words="/rule 1 reopen", shows="Open again"),
    Act(pane=WORKER, words="/done 1 put in a new tube", shows="new tube"),
    Act(pane=RESIDENT, words="/fixed 1", shows="caller agrees"),
)


@asynccontextmanager
async def town(language: str) -> AsyncIterator[Page]:
    """The local chat of a fresh sample town."""
    with tempfile.TemporaryDirectory() as folder:
        async with chromium() as browser, running_demo(Path(folder), language) as address:
            context = await browser.new_context(
                viewport={"width": WINDOW[0], "height": WINDOW[1]}, device_scale_factor=1
            )
            page = await context.new_page()
            page.set_default_timeout(20_000)
            await page.goto(f"{address}?lang={language}")
            yield page
            await context.close()


async def play(page: Page, acts: Sequence[Act]) -> list[bytes]:
    """The card after each act."""
    panes = [page.locator(f"#pane-{number}") for number in range(3)]
    card = panes[RESIDENT].locator(".msg.ours").filter(has_text="#1").first
    pictures = []
    for act in acts:
        await _do(panes[act.pane], act)
        await card.filter(has_text=act.shows).wait_for()
        pictures.append(await _photographed(page, card))
    return pictures


async def _photographed(page: Page, card: Locator) -> bytes:
    """The card where it stands; the room moves by itself when something comes, and may be moving still."""
    await asyncio.sleep(SETTLED)
    await card.evaluate("card => card.scrollIntoView({block: 'center'})")
    await asyncio.sleep(SETTLED)
    box = await card.bounding_box()
    assert box is not None, "the card is not to be seen"
    clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}
    return await page.screenshot(clip=clip, animations="disabled")  # type: ignore[arg-type] # a rectangle by its names


async def _do(pane: Locator, act: Act) -> None:
    if act.presses:
        await pane.get_by_role("button", name=act.words, exact=True).last.click()
        return
    await pane.locator("textarea").fill(act.words)
    await pane.locator("textarea").press("Enter")


def sheet(pictures: Sequence[bytes]) -> Image.Image:
    """All of them on one sheet, row by row."""
    images = [Image.open(io.BytesIO(one)).convert("RGB") for one in pictures]
    rows = [images[start : start + COLUMNS] for start in range(0, len(images), COLUMNS)]
    width = COLUMNS * max(image.width for image in images) + (COLUMNS + 1) * ROOM
    height = sum(max(image.height for image in row) for row in rows) + (len(rows) + 1) * ROOM
    made, top = Image.new("RGB", (width, height), PAPER), ROOM
    for row in rows:
        for column, image in enumerate(row):
            made.paste(image, (ROOM + column * (width - ROOM) // COLUMNS, top))
        top += max(image.height for image in row) + ROOM
    return made


async def main() -> None:
    """Draw one sheet for each language."""
    for language, acts in (("zh", ZH), ("en", EN)):
        async with town(language) as page:
            made = sheet(await play(page, acts))
        made.quantize(64).save(DOCS / f"cards.{language}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
