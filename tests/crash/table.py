"""The table of an ordeal: our service beside the stock bots, which heard the same calls and died as often."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from tests.crash.lives import ANY, FROZEN, MOMENTS
from tests.crash.ordeal import Outcome

HUYING: Final = "huying"
STOCK: Final = {"telegram": "python-telegram-bot", "matrix": "matrix-nio"}
Cells = dict[str, dict[str, object]]


def table_of(outcome: Outcome) -> str:
    """One line a fact, one column a program."""
    cells = _lives(outcome) | _kept(outcome) | _shown(outcome)
    columns = [HUYING, *(STOCK[network] for network in outcome.stock)]
    lines = [_line("", {name: name for name in columns}, columns)]
    lines += [_line(fact, values, columns) for fact, values in cells.items()]
    return "\n".join(lines)


def _line(fact: str, values: Mapping[str, object], columns: list[str]) -> str:
    return f"{fact:<40}" + "".join(f"{values.get(name, ''):>22}" for name in columns).rstrip()


def _lives(outcome: Outcome) -> Cells:
    names = {"launcher": HUYING, **{f"stock_{network}": STOCK[network] for network in outcome.stock}}
    at = {names[program]: Counter(life.moment for life in lives) for program, lives in outcome.lives.items()}
    cells: Cells = {"kills": {name: moments.total() for name, moments in at.items()}}
    frozen = [
        moment for moment in (f"{name}{FROZEN}" for name in (*MOMENTS, ANY)) if any(m[moment] for m in at.values())
    ]
    for moment in (*MOMENTS, ANY, *frozen):
        cells[f"  {moment}"] = {name: moments[moment] for name, moments in at.items()}
    return cells


def _kept(outcome: Outcome) -> Cells:
    account = outcome.account
    stock = {STOCK[network]: one for network, one in outcome.stock.items()}
    return {
        "calls": {HUYING: account.calls, **{name: one.calls for name, one in stock.items()}},
        "tickets (stock bots: rows)": {HUYING: account.tickets, **{name: one.rows for name, one in stock.items()}},
        "lost": {HUYING: len(account.lost), **{name: one.lost for name, one in stock.items()}},
        "twice": {HUYING: len(account.twice), **{name: one.twice for name, one in stock.items()}},
    }


def _shown(outcome: Outcome) -> Cells:
    account = outcome.account
    facts: dict[str, object] = {
        "cards wrong": len(account.wrong_cards),
        "workers' steps lost": len(account.lost_steps),
        "tasks that did not reach their worker": len(account.lost_tasks),
        **{f"told twice on {network}, lines of lists": seen.doubles for network, seen in account.seen.items()},
        **{f"messages twice on {network}": seen.again for network, seen in account.seen.items()},
        **{f"longest start to first answer, {name}": f"{longest:.1f} s" for name, longest in outcome.recovery.items()},
        **{f"longest silence on {name}": f"{longest:.1f} s" for name, longest in outcome.silence.items()},
        "all settled after": f"{outcome.settling:.1f} s",
    }
    return {fact: {HUYING: value} for fact, value in facts.items()}
