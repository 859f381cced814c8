"""`huying learn`: shows what corrections would teach; `--apply` has it learnt, `--undo` has it unlearnt."""

from dataclasses import replace
from typing import Final

from bot import learned
from bot.commands import Print
from bot.config_reading import Spot, table
from bot.config_understanding import UnderstandingRules
from bot.features.learning import service as learning
from bot.features.learning.model import as_words
from bot.features.learning.service import Effect, Evidence
from bot.service import Service
from bot.turn import Turn
from bot.understanding import OwnWords

_MEANINGS: Final = {"talk": "no call", "urgency:urgent": "urgent"}


async def learn(service: Service, *, apply: bool, say: Print) -> None:
    """Tell what would be learnt and what it would change; write it if that is wanted. Raises `OSError`."""
    config = service.setup.config
    written = config.understanding.words()

    async def ask(turn: Turn) -> tuple[list[Evidence], Effect]:
        found = await learning.propose(turn, written)
        new = written.plus(_as_own(found))
        return found, await learning.effect(turn, learned.own_words(config), new)

    evidence, effect = await service.ask(ask)
    for line in _told(evidence, effect):
        say(line)
    if not apply:
        say(f"nothing was written; `huying learn --apply` writes {learned.NAME}, `huying learn --undo` takes it back")
        return
    path = learned.apply(config, as_words(evidence))
    say(f"written to {path}; a running service reads with it within half a minute")


def undo(service: Service, say: Print) -> bool:
    """Bring back what was learnt before. False: there is nothing to go back to. Raises `OSError`."""
    is_done = learned.undo(service.setup.config)
    say("read as before the last `huying learn --apply`" if is_done else "there is nothing to take back")
    return is_done


def _as_own(evidence: list[Evidence]) -> OwnWords:
    """What was found, as the file of it would be read."""
    lists = as_words(evidence)
    written = {**{name: list(words) for name, words in lists[""].items()}}
    inside = {name: list(words) for name, words in lists["categories"].items()}
    rules = table({**written, "categories": inside}, Spot(key="", problems=[]), UnderstandingRules())
    return replace(rules.words(), emergency={})


def _told(evidence: list[Evidence], effect: Effect) -> list[str]:
    if not evidence:
        head = ["corrections teach nothing new: no phrase stands in three corrected calls and in hardly any other"]
    else:
        head = [f"{len(evidence)} words would be learnt from what people put right:"]
    lines = [
        f"  {one.word}: {_MEANINGS.get(one.meaning, one.meaning)} ({one.spoke_for} for it, {one.against} against)"
        for one in evidence
    ]
    changes = f"category of {effect.category}, urgency of {effect.urgency}, call or not of {effect.is_call}"
    return [
        *head,
        *lines,
        f"of {effect.calls} stored calls would be read differently: {changes}",
        f"read as they stand after all corrections: {effect.right_before} now, {effect.right_after} then",
    ]
