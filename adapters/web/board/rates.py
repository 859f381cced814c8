"""The three rates and their trend on a page. Every figure is the figures' own; here they are only drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from adapters.web.board.drawing import Reader
from bot.community import PlaceId
from bot.features.figures import views as figures
from bot.stores import Places
from bot.turn import Turn

DAYS: Final = 30
_WEEK: Final = 7
_WEEKS: Final = 8
# The plot's own measures; the page scales it.
_WIDTH, _HEIGHT, _MARGIN = 160, 40, 3
_Days = Sequence[tuple[date, figures.Value | None]]


@dataclass(frozen=True, kw_only=True)
class RateCard:
    """A rate as a page shows it: `line` and `ground` are paths of SVG, `summary` says the same in words."""

    name: str
    hint: str
    percent: str
    of: str
    line: str
    ground: str
    last: tuple[float, float] | None
    summary: str


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The figures of a community: of the last days, and of each day before."""

    values: Mapping[str, figures.Value]
    days: Mapping[str, _Days]

    def drawn(self, reader: Reader) -> Sequence[RateCard]:
        """As the page shows them."""
        return [self._card(name, reader) for name in figures.RATES]

    def _card(self, name: str, reader: Reader) -> RateCard:
        said = figures.said(self.values[name], figures.definition(name), reader.language)
        percent, _, of = said.partition("(")
        weeks = _weeks(self.days[name])
        points = _points([week.quotient for week in weeks])
        # A word of plain text: a line without points draws nothing.
        path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points) if len(points) > 1 else ""
        words = [figures.said(week, figures.definition(name), reader.language) for week in weeks if week.whole]
        return RateCard(
            name=reader(f"board.{name}"),
            hint=reader(f"board.{name}_hint"),
            percent=percent.strip(),
            of=of.rstrip(")"),
            line=path,
            ground=f"{path} L{points[-1][0]:g} {_HEIGHT} L{points[0][0]:g} {_HEIGHT} Z" if path else "",
            last=points[-1] if points else None,
            summary=reader("board.trend", rate=reader(f"board.{name}"), words=" → ".join(words)) if words else "",
        )


async def rates_of(turn: Turn, community: PlaceId) -> Rates:
    """The figures of a community."""
    area = await turn.store(Places).get(community)
    values = await figures.count(turn, figures.RATES, area, await figures.last_days(turn, area, DAYS))
    return Rates(values=values, days=await figures.trend(turn, figures.RATES, area, _WEEK * _WEEKS))


def _weeks(days: _Days) -> Sequence[figures.Value]:
    """Seven days together, oldest first: a single day of a community has too few tickets to say anything."""
    parts = [days[start : start + _WEEK] for start in range(0, len(days), _WEEK)]
    return [sum((value for _, value in part if value is not None), figures.Value()) for part in parts]


def _points(quotients: Sequence[float | None]) -> Sequence[tuple[float, float]]:
    """Where the weeks with a rate stand: none at the bottom, all at the top, so that no plot exaggerates."""
    step = _WIDTH / max(1, len(quotients) - 1)
    height = _HEIGHT - 2 * _MARGIN
    return [
        (round(step * place, 1), round(_MARGIN + height * (1 - share), 1))
        for place, share in enumerate(quotients)
        if share is not None
    ]
