"""The board on a screen in a hall: big type, slide after slide, and how to call. It turns also without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from adapters.web.board.asked import PATH, number
from adapters.web.board.pages import BoardPages
from adapters.web.board.qr import qr_of
from adapters.web.board.rates import Rates, rates_of
from bot.community import PlaceId
from bot.features.board import views as board
from bot.service import Service
from bot.turn import Turn

SECONDS: Final = 12
_ON_A_SLIDE: Final = 5
_OPEN, _DONE = 3 * _ON_A_SLIDE, 2 * _ON_A_SLIDE


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One turn of the screen: tickets under a heading."""

    heading: str
    lines: Sequence[board.Line]


@dataclass(frozen=True, kw_only=True)
class _Screen:
    here: board.Named
    slides: Sequence[Slide]
    open_now: int
    rates: Rates | None


class Display:
    """Answers `/board/<community>?display=1`."""

    def __init__(self, service: Service, pages: BoardPages) -> None:
        self._service = service
        self._pages = pages

    async def screen(self, request: web.Request) -> web.Response:
        """The slide that is asked for; after the last one comes the first."""
        community = PlaceId(number(request.match_info["community"]) or 0)
        found = await self._service.ask(lambda turn: _read(turn, community))
        if found is None:
            return await self._pages.line(request, "board.not_there", 404)
        reader = await self._pages.reader(request, community)
        count = len(found.slides)
        at = (number(request.query.get("slide")) or 0) % count
        url = self._pages.public_url
        return self._pages.page(
            request,
            reader,
            "board_display.html",
            here=found.here,
            heading=reader(found.slides[at].heading),
            rows=[reader.row(line) for line in found.slides[at].lines],
            open_now=found.open_now,
            rates=None if found.rates is None else found.rates.drawn(reader),
            at=at,
            count=count,
            clock=reader.when(reader.now),
            seconds=SECONDS,
            following=f"{PATH}/{community}?display=1&slide={(at + 1) % count}",
            call_at=None if url is None else f"{url}/chat",
            qr=None if url is None else qr_of(f"{url}/chat", reader("board.qr")),
        )


async def _read(turn: Turn, community: PlaceId) -> _Screen | None:
    here = await board.community(turn, community)
    if here is None:
        return None
    is_open = await _lines(turn, community, board.Standing.OPEN, _OPEN)
    is_done = await _lines(turn, community, board.Standing.DONE, _DONE)
    slides = [*_slides("board.latest", is_open), *_slides("board.solved", is_done)]
    return _Screen(
        here=here,
        slides=slides or [Slide(heading="board.latest", lines=())],
        open_now=await board.open_now(turn, community),
        rates=await rates_of(turn, community),
    )


async def _lines(turn: Turn, community: PlaceId, standing: board.Standing, most: int) -> Sequence[board.Line]:
    return (await board.listed(turn, board.Wish(community=community, standing=standing), most)).lines


def _slides(heading: str, lines: Sequence[board.Line]) -> list[Slide]:
    parts = [lines[start : start + _ON_A_SLIDE] for start in range(0, len(lines), _ON_A_SLIDE)]
    return [Slide(heading=heading, lines=part) for part in parts]
