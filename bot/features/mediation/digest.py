"""Mediation's line in the digest: how many talks go on, and of which tickets. Numbers alone: the rest is private."""

from collections.abc import Sequence

from bot.community import PlaceId
from bot.features.mediation.model import Mediation, Stage
from bot.features.mediation.store import OpenTalks
from bot.richtext import EMPTY, Text, joined
from bot.turn import Turn

_LINES = (("mediation.digest_asking", Stage.ASKING), ("mediation.digest_talking", Stage.TALKING))
_AGREEING = ("mediation.digest_agreeing", Stage.AGREEING)


async def talks(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """Open talks of the community, by how far they are."""
    found = await turn.store(OpenTalks).within(community)
    lines = []
    for key, stage in (*_LINES, _AGREEING):
        numbers = _numbers(found, stage)
        if numbers:
            lines.append(turn.setup.texts.text(key, language, count=len(numbers), numbers=" ".join(numbers)))
    return joined(lines) if lines else EMPTY


def _numbers(found: Sequence[Mediation], stage: Stage) -> list[str]:
    return [f"#{one.ticket}" for one in found if one.stage is stage]
