"""Writes docs/states.md from the table of states, when it is run as a program.

The table is the documentation; what each step means is said here, because the page is for people.
"""

from pathlib import Path
from typing import Final

from bot.features.tickets.model import NEXT, OPEN, State, Step

PAGE: Final = Path(__file__).parents[3] / "docs" / "states.md"
COMMAND: Final = "PYTHONPATH=. .venv/bin/python tests/features/tickets/states_page.py"

HEAD: Final = f"""# The states of a ticket

Written from `NEXT` in `bot/features/tickets/model.py`, which is what the service goes by; do not edit it by hand.
After a change of the table: `{COMMAND}`.

A step that a state does not have is refused with one line that says what to do instead (`refused.<state>` in the texts
of tickets), and nothing changes.
"""

CLOCKS: Final = {
    State.NEW: "30 minutes without a building, then it goes on all the same",
    State.ASSIGNED: "to be accepted",
    State.ACCEPTED: "to be solved",
    State.IN_PROGRESS: "to be solved",
    State.WAITING: "its own; the one for solving stands still",
    State.RESOLVED: "`confirm_after`, then silence closes it",
    State.REOPEN_REQUESTED: "one working day for the ruling",
}

MEANINGS: Final = {
    Step.ASSIGN: "it is put into somebody's hands, for the first time or instead of another",
    Step.CLAIM: "the worker accepts it",
    Step.PROGRESS: "the worker says how it goes; the group reads it",
    Step.WAIT: "it waits for somebody else",
    Step.GO_ON: "the answer has come, or its time is over",
    Step.DONE: "the worker says that it is done; the caller is asked",
    Step.CONFIRM: "the caller says that it is fixed, or gives 4 or 5",
    Step.LAPSE: "nobody objected in time",
    Step.DISPUTE: "the caller says that it is not fixed, or that it is back",
    Step.REOPEN: "the desk opens it again",
    Step.KEEP: "the desk keeps it closed and says why",
    Step.DECLINE: "staff say whose it is instead",
    Step.WITHDRAW: "the caller takes it back",
    Step.MERGE: "it follows another ticket about the same thing",
    Step.SPLIT: "it is its own ticket again",
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_states(), "", "## The steps", "", *_steps(), ""])


def _states() -> list[str]:
    rows = ["| state | open | clock | steps |", "|---|---|---|---|"]
    for state in State:
        steps = ", ".join(f"{step} → {_where(step, after)}" for step, after in NEXT[state].items())
        rows.append(f"| `{state}` | {'yes' if state in OPEN else 'no'} | {CLOCKS.get(state, 'none')} | {steps} |")
    return rows


def _where(step: Step, after: State) -> str:
    return "its own state before the merge" if step is Step.SPLIT else f"`{after}`"


def _steps() -> list[str]:
    return ["| step | what it means |", "|---|---|", *(f"| {step} | {MEANINGS[step]} |" for step in Step)]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
