"""Plain group talk: hear it, put it before the worker, and what they and the resident decide."""

from dataclasses import replace
from typing import Final

from bot import understanding
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.suggestions.model import HELD, Suggestion, SuggestionId, SuggestionState
from bot.features.suggestions.store import Suggestions
from bot.features.tickets import service as tickets
from bot.features.tickets.views import Source
from bot.listening import said_to_us
from bot.messages import IncomingMessage
from bot.stores import People, Places
from bot.turn import WORKER_ROLES, Turn

_DECIDED: Final = frozenset({SuggestionState.RECORDED, SuggestionState.DROPPED})


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """A plain line in a bound group. Emergencies are heard whatever `[tickets] detect` says."""
    if said_to_us(message) or turn.group is None or turn.group.place is None or not message.text.strip():
        return False
    reading = understanding.read(message.text)
    detect = turn.setup.config.tickets.detect
    if reading.urgency == "emergency" or (reading.is_call and detect == "auto"):
        source = Source(chat=message.chat, message=message.id, is_private=False)
        await tickets.take_call(turn, message.text, source, turn.person)
        return True
    if reading.is_call and detect == "suggest":
        await _suggest(turn, message)
        return True
    return False


async def _suggest(turn: Turn, message: IncomingMessage) -> None:
    """👀 in the group; the worker of the place decides with one tap."""
    kept = await turn.store(Suggestions).add(
        Suggestion(
            id=SuggestionId(0),
            chat=message.chat,
            message=message.id,
            person=turn.person.id,
            words=message.text,
            at=message.at,
            due=turn.now + HELD,
        )
    )
    turn.outbox.react(message.chat, message.id)
    place = await turn.store(Places).get(turn.group.place) if turn.group and turn.group.place else None
    located = await roster.locate(turn, message.text, understanding.read_place(message.text), person=turn.person)
    responsible = (await roster.responsible(turn, located.building or place)).first
    if responsible is None:
        return
    number = str(kept.id)
    turn.tell(
        responsible,
        "heard.unsure_worker",
        about=kept.key,
        actions=[[("suggestions.record", number), ("suggestions.no", number), ("suggestions.ask", number)]],
        group=turn.group.title if turn.group else "",
        who=turn.person.name,
        words=message.text,
    )


async def record(turn: Turn, value: str) -> None:
    """The worker: it is a call."""
    suggestion = await _open(turn, value)
    await _check_worker(turn)
    if not suggestion.words:
        raise Refused("heard.too_old")
    await _to_ticket(turn, suggestion, suggestion.words)


async def no(turn: Turn, value: str) -> None:
    """The worker: it is talk."""
    suggestion = await _open(turn, value)
    await _check_worker(turn)
    await turn.store(Suggestions).save(replace(suggestion, words="", due=None, state=SuggestionState.DROPPED))
    turn.answer("heard.not_a_call")


async def ask(turn: Turn, value: str) -> None:
    """The worker: ask the resident now."""
    suggestion = await _open(turn, value)
    await _check_worker(turn)
    await ask_resident(turn, suggestion)
    turn.answer("heard.asked")


async def ask_resident(turn: Turn, suggestion: Suggestion) -> None:
    """A reply to the resident's own line; once a day for a person, and the words are not held any longer."""
    number = str(suggestion.id)
    actions = [[("suggestions.report", number), ("suggestions.leave", number)]]
    language = turn.setup.config.language if turn.group is None else turn.group_language
    message = turn.compose("heard.unsure_resident", language, actions=actions, silent=True)
    turn.outbox.card(suggestion.chat, suggestion.key, message, reply_to=suggestion.message)
    await turn.store(Suggestions).save(replace(suggestion, words="", due=None, state=SuggestionState.ASKED))


async def report(turn: Turn, value: str) -> None:
    """The resident: yes, report it. The words come back with the press, where the network sends them along."""
    suggestion = await _own(turn, value)
    words = suggestion.words or (turn.press.event.quoted if turn.press else "") or ""
    if not words:
        turn.answer("ask.what")
        return
    await _to_ticket(turn, suggestion, words)


async def leave(turn: Turn, value: str) -> None:
    """The resident: leave it."""
    suggestion = await _own(turn, value)
    await turn.store(Suggestions).save(replace(suggestion, words="", due=None, state=SuggestionState.DROPPED))
    message = turn.compose("heard.left", turn.group_language, silent=True)
    turn.outbox.card(suggestion.chat, suggestion.key, message)


async def _to_ticket(turn: Turn, suggestion: Suggestion, words: str) -> None:
    resident = await turn.store(People).get(suggestion.person)
    source = Source(chat=suggestion.chat, message=suggestion.message, is_private=False)
    ticket = await tickets.take_call(turn, words, source, resident)
    await turn.store(Suggestions).save(replace(suggestion, words="", due=None, state=SuggestionState.RECORDED))
    if suggestion.state is SuggestionState.ASKED:
        message = turn.compose("heard.recorded", turn.group_language, silent=True, n=int(ticket.id))
        turn.outbox.card(suggestion.chat, suggestion.key, message)
    elif turn.press is not None:
        turn.answer("heard.recorded", n=int(ticket.id))


async def _open(turn: Turn, value: str) -> Suggestion:
    suggestion = await turn.store(Suggestions).get(SuggestionId(int(value)))
    if suggestion is None or suggestion.state in _DECIDED:
        raise Refused("heard.decided")
    return suggestion


async def _own(turn: Turn, value: str) -> Suggestion:
    suggestion = await _open(turn, value)
    if suggestion.person != turn.person.id:
        raise Refused("no.not_caller")
    return suggestion


async def _check_worker(turn: Turn) -> None:
    if not await turn.has_role(WORKER_ROLES):
        raise Refused("no.workers_only")
