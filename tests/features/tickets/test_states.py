"""The one table of a ticket's life: what DESIGN part 3 allows, and nothing else."""

from datetime import UTC, datetime
from itertools import product

import pytest

from bot.community import ChatRef, PersonId
from bot.config import Config
from bot.errors import Refused
from bot.features.tickets.model import (
    NEXT,
    OPEN,
    OWN_STATE,
    Source,
    Spot,
    State,
    Step,
    Ticket,
    TicketId,
    after,
    may,
)
from bot.installed import words_of_features
from tests.features.tickets.states_page import COMMAND, PAGE, page

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)

# DESIGN part 3, once more and in its own order, so that a slip in the table does not agree with itself.
ALLOWED = {
    "new": "assign:assigned decline:declined withdraw:withdrawn merge:merged",
    "assigned": "assign:assigned claim:accepted decline:declined withdraw:withdrawn merge:merged",
    "accepted": "assign:assigned progress:in_progress wait:waiting done:resolved decline:declined withdraw:withdrawn "
    "merge:merged",
    "in_progress": "assign:assigned progress:in_progress wait:waiting done:resolved decline:declined "
    "withdraw:withdrawn merge:merged",
    "waiting": "assign:assigned progress:in_progress wait:waiting done:resolved decline:declined withdraw:withdrawn "
    "merge:merged go_on:in_progress",
    "resolved": "confirm:closed lapse:closed dispute:reopen_requested merge:merged",
    "reopen_requested": "reopen:assigned keep:closed",
    "closed": "dispute:reopen_requested reopen:assigned",
    "declined": "reopen:assigned",
    "withdrawn": "reopen:assigned",
    "merged": "split:merged",
}
PAIRS = {
    (State(state), Step(step)): State(to)
    for state, steps in ALLOWED.items()
    for step, _, to in (pair.partition(":") for pair in steps.split())
}


# A refusal says what to do instead.
WHAT_TO_DO = {"zh": ("说", "点", "回"), "en": ("say", "Say", "tell", "speak", "reply", "call")}


def ticket(state: State) -> Ticket:
    return Ticket(
        id=TicketId(12),
        reporter=PersonId(1),
        source=Source(chat=ChatRef("fake", "bot", "-1"), message="7", is_private=False),
        words="路灯不亮",
        public_words="路灯不亮",
        spot=Spot(),
        state=state,
        opened_at=NOW,
    )


@pytest.mark.parametrize(("state", "step"), PAIRS, ids=str)
def test_a_step_that_is_allowed_leads_where_the_design_says(state: State, step: Step) -> None:
    assert may(ticket(state), step)
    assert after(ticket(state), step).state is PAIRS[state, step]


@pytest.mark.parametrize(("state", "step"), sorted(set(product(State, Step)) - PAIRS.keys()), ids=str)
def test_any_other_step_is_refused_with_words_in_both_languages(state: State, step: Step) -> None:
    texts = words_of_features(Config())

    with pytest.raises(Refused) as refusal:
        after(ticket(state), step)

    assert not may(ticket(state), step)
    for language in ("zh", "en"):
        words = texts.word(refusal.value.key, language, **refusal.value.values)
        assert "#12" in words
        assert any(sign in words for sign in WHAT_TO_DO[language]), words


def test_every_state_has_its_row() -> None:
    assert NEXT.keys() == set(State)


def test_an_open_ticket_can_always_go_on_and_end() -> None:
    ends = set(State) - OPEN
    reached = {state: {state} for state in State}
    # A split leads back to where the ticket was.
    assert NEXT[State.MERGED] == {Step.SPLIT: OWN_STATE}
    for _ in State:
        for state in State:
            reached[state] |= set().union(*(reached[after] for after in NEXT[state].values()))

    assert [state for state in OPEN if not reached[state] & ends] == []
    assert [state for state in State if not NEXT[state]] == []


def test_the_page_shows_the_table_as_it_is() -> None:
    written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""

    assert written == page(), f"docs/states.md is out of date; write it anew: {COMMAND}"
