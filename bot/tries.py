"""What the log and the figures say of each try to send. Neither repeats a word of what was sent."""

import logging
from collections import Counter

from bot.lanes import Item, address_of, key_of
from bot.messages import Address, Private
from bot.ports import Outcome, SendResult
from bot.stores import CardRow
from bot.trace import trace_in
from bot.verdicts import FAULT, Verdict

log = logging.getLogger(__name__)


class Tries:
    """The tries since the start, counted by channel, outcome and reason (empty where there is none)."""

    def __init__(self) -> None:
        self.tally: Counter[tuple[str, str, str]] = Counter()

    def note(self, item: Item, result: SendResult | None, verdict: Verdict) -> None:
        """One has ended; `result` is None when the channel failed by a bug."""
        outcome, reason = (FAULT, "") if result is None else (str(result.outcome), str(result.reason or ""))
        to = address_of(item)
        self.tally[to.channel, outcome, reason] += 1
        if outcome == Outcome.OK:
            log.info("sent call=%s about=%s to=%s", trace_in(item.once), _about(item), _place(to))
        else:
            log.warning(
                "not sent call=%s about=%s to=%s card=%s id=%s priority=%s attempt=%s outcome=%s reason=%s next=%s",
                trace_in(item.once),
                _about(item),
                _place(to),
                *key_of(item),
                item.priority,
                item.attempts + 1,
                outcome,
                reason,
                type(verdict).__name__.lower(),
            )


def _about(item: Item) -> str | None:
    return item.key if isinstance(item, CardRow) else item.about


def _place(to: Address) -> str:
    return f"{to.channel}/{to.bot}/{to.account.id if isinstance(to, Private) else to.chat}"
