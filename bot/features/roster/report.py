"""What an import did, or (dry run) would do, and how a terminal shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, kw_only=True)
class Change:
    """One place or person that is new, changed or retired. `within` is the area whose changes stand together."""

    kind: str
    name: str
    within: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Somebody without an account. `code` is None in a dry run."""

    name: str
    role: str
    place: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """An open ticket of a worker who is retired from its place."""

    number: int
    place: str
    words: str
    worker: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """An import in all its effects. `counts` says what the named communities hold now, by kind.

    `taken` has a line for each group and open ticket of a community that `/bind` had made and the roster takes over.
    """

    dry_run: bool
    communities: tuple[str, ...]
    counts: Mapping[str, int]
    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    retired: tuple[Change, ...] = ()
    taken: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    warnings: tuple[str, ...] = ()
    invitations: tuple[Invited, ...] = ()


def describe(report: Report, links: Mapping[str, str]) -> list[str]:
    """The report as lines for a terminal. `links` says by network how an invitation is opened, with {code} in it."""
    counts = ", ".join(f"{number} {_plural(kind, number)}" for kind, number in report.counts.items() if number)
    lines = [f"{'、'.join(report.communities)}: {counts}"]
    for title, changes in (("new", report.new), ("changed", report.changed), ("retired", report.retired)):
        lines += _section(title, _folded(changes))
    if not (report.new or report.changed or report.retired):
        lines.append("nothing changed")
    lines += _section("places made by /bind that the roster takes over", report.taken)
    lines += _section("open tickets of retired workers, for whoever looks after the place now", map(_left, report.left))
    lines += _section("please look at", report.warnings)
    lines += _section("invitations, one for each name without an account", _invited(report.invitations, links))
    if report.dry_run:
        lines.append("dry run: nothing was changed")
    return lines


def _section(title: str, lines: Iterable[str]) -> list[str]:
    indented = [f"  {line}" for line in lines]
    return [f"{title}:", *indented] if indented else []


def _folded(changes: Sequence[Change]) -> Iterable[str]:
    """Changes with a detail have a line each; the others of one kind and area share one."""
    for (kind, within, is_alone), group in groupby(changes, key=lambda c: (c.kind, c.within, bool(c.detail))):
        together = list(group)
        where = f" in {within}" if within else ""
        if is_alone:
            yield from (f"{kind} {change.name}{where}: {change.detail}" for change in together)
        else:
            names = ", ".join(change.name for change in together)
            yield f"{_plural(kind, len(together))}{where}: {names}"


def _left(ticket: Left) -> str:
    return f"#{ticket.number} {ticket.place} · {ticket.words} ({ticket.worker})"


def _invited(invitations: Sequence[Invited], links: Mapping[str, str]) -> Iterable[str]:
    for invited in invitations:
        who = ", ".join(part for part in (invited.name, invited.role, invited.place) if part)
        code = invited.code
        if code is None:
            yield who
        else:
            ways = [link.replace("{code}", code) for link in links.values()]
            yield f"{who}: {'  or  '.join(ways) or code}"


def _plural(kind: str, count: int) -> str:
    if count == 1:
        return kind
    return {"community": "communities", "person": "people"}.get(kind, f"{kind}s")
