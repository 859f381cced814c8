"""What can be made of figures: the picture of thirty days (drawn when it leaves), a time under other rules."""

from datetime import date, datetime, time, timedelta
from typing import Final

from babel.dates import format_skeleton

from bot.community import Place, PlaceId
from bot.features.figures import chart
from bot.features.figures.replaying import REPLAYED, Replayed, replay
from bot.features.figures.views import name_of, trend, zone_of
from bot.files import File, Picture
from bot.moments import day
from bot.stores import Places
from bot.texts import locale_of
from bot.turn import Turn

__all__ = ["MADE_BY", "REPLAYED", "Replayed", "drawing", "make", "picture_of", "replay"]

MADE_BY: Final = "figures.chart"
DAYS: Final = 30
# With fewer there is nothing to see.
LEAST: Final = 3
SHOWN: Final = ("opened", "resolved", "open")


async def picture_of(turn: Turn, area: Place | None, language: str) -> File | None:
    """The picture as a file to send; None where nothing can be drawn, or there are hardly any days yet."""
    printer = turn.setup.printer
    if printer is None or not printer.has_font or not await _has_days(turn, area):
        return None
    name = turn.setup.texts.word("figure.chart.file", language)
    value = f"{area.id if area else ''} {language}"
    return File(name=f"{name}.png", mime="image/png", made_by=MADE_BY, value=value, kind="photo")


async def _has_days(turn: Turn, area: Place | None) -> bool:
    """Were the last days kept, of the area's community where it lies in one?"""
    around = area if area is None or area.community is None else await turn.store(Places).get(area.community)
    known = await trend(turn, SHOWN[:1], around, LEAST)
    return all(value is not None for _, value in known[SHOWN[0]])


async def drawing(turn: Turn, area: Place | None, language: str) -> Picture:
    """The picture itself, as SVG."""
    known = await trend(turn, SHOWN, area, DAYS)
    days = [
        chart.Day(
            label=format_skeleton("MMMd", on, locale=locale_of(language)),
            **{name: None if value is None else value.part for name, value in zip(SHOWN, values, strict=True)},
        )
        for on, *values in zip(
            (on for on, _ in known[SHOWN[0]]), *([value for _, value in known[name]] for name in SHOWN), strict=True
        )
    ]
    first = next((place for place, one in enumerate(days) if one.open is not None), 0)
    return Picture(svg=chart.drawn(days[first:], await _words(turn, area, len(days) - first, language)))


async def make(turn: Turn, value: str) -> Picture:
    """The picture that a file's recipe means."""
    number, language = value.split(" ")
    area = await turn.store(Places).get(PlaceId(int(number))) if number else None
    return await drawing(turn, area, language)


async def _words(turn: Turn, area: Place | None, days: int, language: str) -> chart.Words:
    texts, zone = turn.setup.texts, await zone_of(turn, area)
    yesterday: date = turn.now.astimezone(zone).date() - timedelta(days=1)
    until = day(datetime.combine(yesterday, time(12), tzinfo=zone), zone, language)
    return chart.Words(
        title=area.name if area else texts.word("figure.chart.everywhere", language),
        subtitle=texts.word("figure.chart.days", language, count=days, time=until),
        opened=name_of(texts, "opened", language),
        resolved=name_of(texts, "resolved", language),
        open=name_of(texts, "open", language),
    )
