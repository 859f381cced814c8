"""Which commands belong into whose menu."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.community import Role
from bot.feature import CommandRoute, Feature, Who
from bot.turn import STAFF_ROLES, WORKER_ROLES


class Post(StrEnum):
    """What somebody is to us, by which a menu of their own is chosen."""

    WORKER = "worker"
    STAFF = "staff"
    DEPARTMENT = "department"


RESIDENTS: Final = frozenset({Who.ANYONE, Who.READER, Who.CALLER, Who.CALLER_OR_DESK, Who.CONCERNED, Who.PARTY})
HOSTS: Final = frozenset({Who.HOST, Who.ADMIN})
_MORE: Final = {
    Post.WORKER: frozenset({Who.HANDLER, Who.WORKER}),
    Post.DEPARTMENT: frozenset({Who.CALLED, Who.MEMBER}),
    Post.STAFF: frozenset({Who.HANDLER, Who.WORKER, Who.DESK, Who.STAFF, Who.ADMIN}),
}


def commands_of(features: Sequence[Feature]) -> list[CommandRoute]:
    """Every command, in the order in which features and routes stand."""
    return [route for feature in features for route in feature.routes if isinstance(route, CommandRoute)]


def posts_of(roles: frozenset[Role]) -> frozenset[Post]:
    """What these roles make of somebody; most people are nothing of the kind."""
    found = set()
    if roles & STAFF_ROLES:
        found.add(Post.STAFF)
    if roles & (WORKER_ROLES - STAFF_ROLES):
        found.add(Post.WORKER)
    if Role.DEPARTMENT in roles:
        found.add(Post.DEPARTMENT)
    return frozenset(found)


def in_private(routes: Sequence[CommandRoute], posts: frozenset[Post] = frozenset()) -> list[CommandRoute]:
    """What somebody can say alone with us: what their work needs first."""
    work = frozenset[Who]().union(*(_MORE[post] for post in posts))
    first = [route for route in routes if route.who in work or (posts and route.for_work)]
    return [*first, *(route for route in routes if route.who in RESIDENTS and not route.for_work)]


def in_groups(routes: Sequence[CommandRoute], *, hosts: bool = False) -> list[CommandRoute]:
    """The few that everybody needs in a group, and for its administrators those that settle whose it is."""
    ruling = [route for route in routes if hosts and route.who in HOSTS]
    return [*ruling, *(route for route in routes if route.in_group)]
