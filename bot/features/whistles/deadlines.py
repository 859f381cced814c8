"""Until when a department reports in, finishes, is heard again: spans of the config, in the community's hours."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.features.clocks import views as clocks
from bot.features.whistles.views import Calling
from bot.hours import Span
from bot.turn import Turn

_WORKING_DAY: Final = Span.parse("1wd")


async def report_due(turn: Turn, called: Calling) -> datetime:
    """By when it must report in: the caller's own span, else the config's for the ticket's urgency."""
    own = called.whistle.span
    return await _after(turn, called, Span.parse(own) if own else _report(turn, called), called.ticket.urgency)


async def finish_due(turn: Turn, called: Calling) -> datetime:
    """By when its part must be done: `[whistles] finish`, at the latest when its task force ends."""
    due = await _after(turn, called, turn.setup.config.whistles.finish, called.ticket.urgency)
    ends = called.department.ends_at
    return due if ends is None or ends <= turn.now else min(due, ends)


async def next_told(turn: Turn, called: Calling) -> datetime:
    """When silence is told one rung higher: as long as there was to report in."""
    return await report_due(turn, called)


async def ruling_due(turn: Turn, called: Calling) -> datetime:
    """By when somebody rules on a refusal: one working day."""
    return await _after(turn, called, _WORKING_DAY, clocks.NORMAL)


async def counts_at(turn: Turn, called: Calling) -> datetime:
    """From when on a score counts: until then the department may answer."""
    return await _after(turn, called, turn.setup.config.whistles.hear_score, clocks.NORMAL)


async def link_ends(turn: Turn, called: Calling) -> datetime:
    """Until when a one-time link works."""
    return await _after(turn, called, turn.setup.config.whistles.link_lives, clocks.EMERGENCY)


def _report(turn: Turn, called: Calling) -> Span:
    rules = turn.setup.config.whistles
    by_urgency = {clocks.EMERGENCY: rules.report_emergency, clocks.URGENT: rules.report_urgent}
    return by_urgency.get(called.ticket.urgency, rules.report)


async def _after(turn: Turn, called: Calling, span: Span, urgency: str) -> datetime:
    """The span from now on, in the hours of that urgency and of the ticket's community."""
    rules = await clocks.rules(turn, called.ticket.spot.community)
    spans = clocks.Spans(accept=span, resolve=span)
    alone = replace(rules, by_urgency={clocks.NORMAL: spans, urgency: spans}, by_category={})
    return alone.accept_due(urgency, None, turn.now)
