"""Which feature answers: built once from the features, asked for each event."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.errors import Refused
from bot.feature import (
    AnswerRoute,
    ButtonRoute,
    CommandRoute,
    Feature,
    Gate,
    GestureRoute,
    HappeningRoute,
    ListenRoute,
    Route,
    Who,
)
from bot.messages import Command, Gesture
from bot.turn import STAFF_ROLES, WORKER_ROLES, Turn
from bot.words import begins_with_command, nearest

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Router:
    """All routes by what they answer."""

    commands: dict[str, CommandRoute] = field(default_factory=dict)
    spoken_words: dict[str, CommandRoute] = field(default_factory=dict)
    buttons: dict[str, ButtonRoute] = field(default_factory=dict)
    gestures: dict[Gesture, list[GestureRoute]] = field(default_factory=dict)
    answers: dict[str, AnswerRoute] = field(default_factory=dict)
    listeners: list[ListenRoute] = field(default_factory=list)
    happenings: list[HappeningRoute] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)

    @classmethod
    def of(cls, features: tuple[Feature, ...]) -> "Router":
        """Read the features' routes. Two features with one command or action are a bug and fail at start."""
        router = cls()
        for feature in features:
            router.gates.extend(feature.gates)
            for route in feature.routes:
                router._add(route)
        router.listeners.sort(key=lambda route: route.order)
        return router

    def spoken(self, text: str) -> tuple[CommandRoute, str] | None:
        """The command that a plain line begins with, and the words after it (DESIGN part 4, Chat)."""
        found = begins_with_command(text, self.spoken_words)
        return None if found is None else (self.spoken_words[found[0]], found[1])

    def slashed(self, text: str) -> tuple[CommandRoute, str] | None:
        """The command behind a slash that the network did not take for one: full-width, or before a Chinese word."""
        line = text.strip()
        if line[:1] not in SLASHES:
            return None
        said = line[1:].lstrip()
        found = _LATIN.match(said)
        if found is not None and (route := self.commands.get(found[1].lower())) is not None:
            return route, said[found.end() :].strip()
        return self.spoken(said)

    def nearest_command(self, command: Command, usable: Collection[str] | None = None) -> str | None:
        """The command that was probably meant, of those in `usable` (None: of all)."""
        return nearest(command.name, self.commands if usable is None else usable)

    async def usable_by(self, turn: Turn) -> Collection[str]:
        """The commands that the actor may use at all."""
        return [name for name, route in self.commands.items() if await may_use(turn, route.who)]

    def _add(self, route: Route) -> None:
        match route:
            case CommandRoute():
                _once(self.commands, route.name, route)
                for word in route.words:
                    _once(self.spoken_words, word, route)
            case ButtonRoute():
                _once(self.buttons, route.action, route)
            case GestureRoute():
                self.gestures.setdefault(route.gesture, []).append(route)
            case AnswerRoute():
                _once(self.answers, route.kind, route)
            case ListenRoute():
                self.listeners.append(route)
            case HappeningRoute():
                self.happenings.append(route)


# Half and full width; `in` must not hold for no character at all.
SLASHES: Final = ("/", "\uff0f")
_LATIN: Final = re.compile(r"([A-Za-z]+)(?![A-Za-z0-9_])")


def _once(routes: dict[str, R], name: str, route: R) -> None:
    if name in routes:
        message = f"two features answer {name!r}"
        raise ValueError(message)
    routes[name] = route


async def may_use(turn: Turn, who: Who) -> bool:
    """May the actor use a route for these people at all?"""
    roles = _ROLES.get(who)
    return roles is None or await turn.has_role(roles)


async def check_allowed(turn: Turn, who: Who) -> None:
    """May the actor use a route for these people at all?

    Raises:
        Refused: no; with the line that says what to do instead.
    """
    if not await may_use(turn, who):
        raise Refused("no.workers_only" if who is Who.WORKER else "no.admins_only")


# Without one of these roles somewhere nothing of the kind is anybody's; the rest is the feature's to check.
_ROLES: Final = {Who.WORKER: WORKER_ROLES, Who.DESK: STAFF_ROLES, Who.ADMIN: STAFF_ROLES, Who.STAFF: STAFF_ROLES}
