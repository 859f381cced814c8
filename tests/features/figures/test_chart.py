"""The picture of thirty days, as SVG."""

import re
from xml.etree import ElementTree as ET

from bot.features.figures import service
from bot.features.figures.chart import NEW, OPEN, SOLVED, Day, Words, drawn
from bot.files import Picture
from bot.turn import Turn
from tests.town import Yucheng

WORDS = Words(title="<Yucheng> & more", subtitle="3 days", opened="New", resolved="Solved", open="Open")


def day(label: str, opened: int | None, resolved: int | None, open_: int | None) -> Day:
    return Day(label=label, opened=opened, resolved=resolved, open=open_)


def shapes(svg: str, tag: str, colour: str) -> list[dict[str, str]]:
    """Shapes of a colour; of the bars without the legend's square."""
    found = ET.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{tag}")  # noqa: S314 - our own drawing
    return [one.attrib for one in found if colour in {one.get("fill"), one.get("stroke")} and one.get("rx") != "4"]


def test_each_day_has_a_bar_for_each_figure_and_the_line_goes_over_days_that_are_not_known() -> None:
    svg = drawn([day("1", 4, 2, 9), day("2", None, None, None), day("3", 2, 0, 20)], WORDS)

    heights = [float(bar["height"]) for bar in shapes(svg, "rect", NEW)]
    assert len(heights) == 2
    assert heights[0] == 2 * heights[1]
    assert len(shapes(svg, "rect", SOLVED)) == 1
    (line,) = shapes(svg, "polyline", OPEN)
    assert len(line["points"].split()) == 2


def test_axes_end_in_round_numbers_above_what_there_is() -> None:
    svg = drawn([day("1", 13, 7, 163)], WORDS)

    assert [number for number in re.findall(r">(\d+)</text>", svg) if number.endswith("0")] == [
        "0",
        "100",
        "200",
        "0",
        "10",
        "20",
    ]


def test_words_are_words() -> None:
    assert "&lt;Yucheng&gt; &amp; more" in drawn([day("<1>", 0, 0, 0)], WORDS)


async def test_it_says_its_days_in_the_readers_language(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼停水了")
    await here.town.wakes_up_after(days=3)

    async def ask(turn: Turn) -> Picture:
        return await service.drawing(turn, here.community, "zh")

    svg = (await here.town.service.ask(ask)).svg

    assert "3 天,到11月28日周六" in svg
    assert "11月26日" in svg
