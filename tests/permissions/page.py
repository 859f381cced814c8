"""Writes docs/permissions.md from the features' routes, when it is run as a program."""

from pathlib import Path
from typing import Final

from bot.feature import ButtonRoute, CommandRoute, Who
from bot.installed import FEATURES
from tests.permissions.attempts import Tried, name_of
from tests.permissions.cast import MAY, Part

PAGE: Final = Path(__file__).parents[2] / "docs" / "permissions.md"
COMMAND: Final = "PYTHONPATH=. .venv/bin/python tests/permissions/page.py"
ROUTES: Final[tuple[Tried, ...]] = tuple(
    route for feature in FEATURES for route in feature.routes if isinstance(route, CommandRoute | ButtonRoute)
)

HEAD: Final = f"""# Who may do what

Written from the features' routes (`who` in each `feature.py`); do not edit it by hand. After a change of a route:
`{COMMAND}`. `tests/kernel/test_permissions.py` tries every command and button as everybody in this table.

Whoever may not do a thing reads one line that says what to do instead, and nothing changes.

## For whom a route is

A ticket's handlers are its assignee, the workers of its grid or building, and the staff of its community.
"""

MEANINGS: Final = {
    Who.ANYONE: "everybody",
    Who.READER: "members of the ticket's group, its caller, its handlers; of a private ticket only the last two",
    Who.CALLER: "whoever made the call; a score may also come from those who follow it",
    Who.CALLER_OR_DESK: "whoever made the call, and the staff of the ticket's community",
    Who.CONCERNED: "the caller, and the ticket's handlers",
    Who.PARTY: "the two sides of a mediation: the caller, and whom the mediator has named",
    Who.HANDLER: "the ticket's handlers",
    Who.DESK: "the staff of the ticket's community",
    Who.CALLED: "members of the department that was called, and the ticket's handlers",
    Who.MEMBER: "members of the department that was called",
    Who.HOST: "the staff of the place, and the administrators of the chat",
    Who.ADMIN: "the staff of the chat's community, and the admins of the config",
    Who.WORKER: "workers and staff, wherever they work",
    Who.STAFF: "staff, wherever they work; what they are told is about their own place",
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_meanings(), "", "## Commands and buttons", "", *_routes(), ""])


def _meanings() -> list[str]:
    head = ["| `who` | meant are |", "|---|---|"]
    return [*head, *(f"| `{who}` | {MEANINGS[who]} |" for who in Who)]


def _routes() -> list[str]:
    rows = ["| what | `who` | " + " | ".join(Part) + " |", "|---" * (len(Part) + 2) + "|"]
    for route in ROUTES:
        marks = " | ".join("yes" if part in MAY[route.who] else "–" for part in Part)
        name = f"`/{route.name}`" if isinstance(route, CommandRoute) else f"button `{name_of(route)}`"
        rows.append(f"| {name} | {route.who} | {marks} |")
    return rows


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
