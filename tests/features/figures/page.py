"""Writes docs/figures.md from the definitions, their words and their SQL, when it is run as a program."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Dialect, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.visitors import replacement_traverse

from bot.config import Config
from bot.features.figures.model import DEFINITIONS, Definition, Moment
from bot.features.figures.views import meaning, name_of
from bot.installed import words_of_features
from storage.figure_standing import STANDING
from storage.figures import FIGURES

PAGE: Final = Path(__file__).parents[3] / "docs" / "figures.md"
COMMAND: Final = "PYTHONPATH=. .venv/bin/python tests/features/figures/page.py"

HEAD: Final = f"""# What is counted, and how

Written from the definitions (`bot/features/figures/model.py`), their words (`texts.*.toml` beside it) and their SQL
(`storage/figures.py`, `storage/figure_standing.py`); do not edit it by hand. After a change: `{COMMAND}`.
`tests/storage/test_figures.py` computes each of them by hand on a small history.

Digests, the board, exports and the API ask for figures by these names and count nothing themselves
(`bot/features/figures/views.py`). A day is the calendar day of the community's zone. A period goes from its beginning
to before its end. A **count** is one number, a **share** is a part of a whole, an **average** is a sum divided by a
whole; shares and averages of nothing are shown as such, never as 0 %.

A figure counts rows whose *moment* falls in the period and that are *counted*; each *adds* to the part what the last
line says. Where two moments are named, no ticket is in both. "Which ones?" lists the tickets that are counted and add
nothing to a share, or whatever adds to a count or an average.

Each community's whole day is counted once, just after midnight, and kept in `figure_days`; days that were missed are
counted when the service is back, 35 at most. A figure that stands is then read from the history of its tickets; one
that can be known only at the time itself has a gap for that day.
"""

MOMENTS: Final = {
    Moment.PERIOD: "what happened in a period",
    Moment.STANDING: "how things stood at the end of a period",
    Moment.NOW: "how things stand now",
}


def page() -> str:
    """The whole page."""
    texts = words_of_features(Config())
    lines = [HEAD]
    for one in DEFINITIONS.values():
        words = " · ".join(name_of(texts, one.name, language) for language in ("en", "zh"))
        lines += [f"## `{one.name}`: {words}", ""]
        lines += [f"{one.unit.capitalize()}: {MOMENTS[one.moment]}. {meaning(texts, one.name, 'en')}", ""]
        lines += [meaning(texts, one.name, "zh"), ""]
        lines += ["```sql", *_sql(one), "```", ""]
    return "\n".join(lines)


def _sql(one: Definition) -> Iterator[str]:
    if one.name in STANDING:
        standing = STANDING[one.name]
        yield f"now      {_said(standing.now)}"
        if standing.then is not None:
            yield f"then     {_said(standing.then)}"
        return
    for walk in FIGURES[one.name]:
        yield f"moment   {_said(walk.moment)}"
        yield f"counted  {_said(walk.counts)}"
        yield f"adds     {_said(walk.number)}"


_POSTGRES: Final[Dialect] = postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]


def _said(expression: ColumnElement[Any]) -> str:
    """The expression in the words of PostgreSQL, on one line."""
    named = replacement_traverse(expression, {}, _by_name)
    options = {"literal_binds": True}
    return " ".join(str(named.compile(dialect=_POSTGRES, compile_kwargs=options)).split())


def _by_name(element: Any, **_: Any) -> Any:
    """A value that the period gives is said by its name."""
    is_open = isinstance(element, BindParameter) and element.required
    return literal_column(f":{element.key}") if is_open else None


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
