"""A second opinion on lines that we are unsure of, where the config names somebody to ask (ADR 0035).

The line is held, at most for the ten minutes that every line may be. It is asked about outside of any turn, and the
answer comes back in one of its own. No answer is as if nobody had been asked: the line is forgotten.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.features.roster import views as roster
from bot.features.suggestions import replies, service
from bot.features.suggestions.model import HELD, Suggestion, SuggestionId, SuggestionState
from bot.features.suggestions.store import Heard, Suggestions
from bot.features.tickets.views import Source, is_sealed
from bot.listening import MAY_BE_A_CALL
from bot.messages import IncomingMessage
from bot.stores import Facts, Groups, People, Places
from bot.turn import Turn
from bot.understanding import Reading, find_contacts, read

BATCH: Final = 20
_ASKED: Final = "suggestions.opinions"
_NUMBER: Final = re.compile(r"\d+|[一二三四五六七八九十百零〇]+(?=号|栋|幢|座|单元|层|楼|室)")
_SPOT: Final = re.compile(r"[A-Za-z]?…?(?:号楼|栋|幢|座|单元|号|室|层)")


async def hold(turn: Turn, message: IncomingMessage, reading: Reading) -> bool:
    """Keep a line that we are unsure of until somebody has been asked. False: nobody is asked about this one."""
    rules = turn.setup.config.understanding.opinion
    if rules.url is None or rules.model is None or reading.confidence < MAY_BE_A_CALL:
        return False
    if await is_sealed(turn, Source(chat=message.chat, message=message.id, is_private=message.is_private)):
        # What stays in its room is nobody else's to judge.
        return False
    person = await turn.meet()
    await turn.store(Suggestions).add(
        Suggestion(
            id=SuggestionId(0),
            chat=message.chat,
            message=message.id,
            person=person.id,
            words=message.text,
            at=message.at,
            due=turn.now + HELD,
            state=SuggestionState.UNSURE,
        )
    )
    return True


async def waiting(turn: Turn) -> Sequence[Suggestion]:
    """Lines that wait for an opinion, the oldest first."""
    return await turn.store(Heard).unsure(BATCH)


async def may_ask(turn: Turn) -> bool:
    """Is there any of the day's budget left? One question of it is used up by asking this."""
    day, _, count = (await turn.store(Facts).get(_ASKED) or "").partition(" ")
    today = turn.now.astimezone(turn.setup.config.timezone).date().isoformat()
    asked = int(count) if day == today else 0
    if asked >= turn.setup.config.understanding.opinion.per_day:
        return False
    await turn.store(Facts).set(_ASKED, f"{today} {asked + 1}")
    return True


async def as_sent(turn: Turn, line: Suggestion) -> str:
    """The words as they may leave: no phone, identity or room number, no place, no name that we know."""
    group = await turn.store(Groups).get(line.chat)
    speaker = await turn.store(People).get(line.person)
    buildings = await roster.gazetteer(turn)
    names = [speaker.name, group.title if group else "", *buildings.names]
    place = None if group is None or group.place is None else await turn.store(Places).get(group.place)
    community = roster.community_of(place) if place else None
    names += [person.name for person in await roster.people_of(turn, community)]
    return redacted(line.words, names)


def redacted(words: str, names: Sequence[str]) -> str:
    """The words with "…" in the place of numbers, spots and these names."""
    for contact in sorted(find_contacts(words), key=lambda contact: -contact.start):
        words = f"{words[: contact.start]}…{words[contact.end :]}"
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = words.replace(name, "…")
    return re.sub(r"…[…\s]*", "…", _SPOT.sub("…", _NUMBER.sub("…", words)))


async def answered(turn: Turn, number: SuggestionId, *, is_call: bool | None) -> None:
    """It is a call, they say: the worker decides, as always. It is none, or nobody knows: it is forgotten."""
    store = turn.store(Suggestions)
    line = await store.get(number)
    if line is None or line.state is not SuggestionState.UNSURE:
        return
    if not is_call or not line.words:
        await store.save(replace(line, words="", due=None, state=SuggestionState.DROPPED))
        return
    await turn.enter(await turn.store(Groups).get(line.chat))
    turn.actor = await turn.store(People).get(line.person)
    worker = await service.worker_for(turn, line.words, read(line.words).place)
    asked = replace(line, worker=worker.id if worker else None, state=SuggestionState.WAITING)
    await store.save(asked)
    if line.message is not None:
        turn.outbox.react(line.chat, line.message)
    await replies.show_to_worker(turn, asked)
