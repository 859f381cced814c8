"""What happens to a line of group talk that may be a call: put before a worker, asked about, recorded or dropped."""

from dataclasses import replace
from typing import Final

from bot.community import Person, PlaceId
from bot.features.roster import views as roster
from bot.features.suggestions import replies
from bot.features.suggestions.events import LineDecided
from bot.features.suggestions.model import DECIDED, HELD, Suggestion, SuggestionId, SuggestionState
from bot.features.suggestions.store import Heard, Suggestions
from bot.features.tickets import service as tickets
from bot.features.tickets.views import Source, Ticket
from bot.messages import IncomingMessage, MessageDeleted
from bot.service_events import Moved
from bot.stores import Facts, Groups, People, Places
from bot.turn import Turn
from bot.understanding import PlaceParts

_HEARD: Final = "suggestions.heard"


async def suggest(turn: Turn, message: IncomingMessage, parts: PlaceParts) -> None:
    """👀 in the group; the worker of the place decides with one tap. `parts` is the place as the words name it."""
    worker = await worker_for(turn, message.text, parts)
    kept = await turn.store(Suggestions).add(
        Suggestion(
            id=SuggestionId(0),
            chat=message.chat,
            message=message.id,
            person=turn.person.id,
            words=message.text,
            at=message.at,
            due=turn.now + HELD,
            worker=worker.id if worker else None,
        )
    )
    turn.outbox.react(message.chat, message.id)
    await replies.show_to_worker(turn, kept)


async def worker_for(turn: Turn, words: str, parts: PlaceParts) -> Person | None:
    """Who decides: the first of the place's people whom we may write to."""
    place = await turn.store(Places).get(turn.group.place) if turn.group and turn.group.place else None
    located = await roster.locate(turn, words, parts, person=turn.person)
    known = await roster.responsible(turn, located.building or place)
    people = [person for person in (known.worker, known.backup, *known.desk) if person is not None]
    return next((person for person in people if turn.can_write_to(person)), known.first)


async def count_heard(turn: Turn) -> None:
    """`detect = "watch"`: one more line that looks like a call, and nothing of it is kept."""
    if turn.group is None or turn.group.place is None:
        return
    community = roster.community_of(await turn.store(Places).get(turn.group.place))
    count = await heard_today(turn, community) + 1
    await turn.store(Facts).set(f"{_HEARD}.{community}", f"{_day(turn)} {count}")


async def heard_today(turn: Turn, community: PlaceId | None) -> int:
    """How many such lines were counted since the last midnight in UTC."""
    day, _, count = (await turn.store(Facts).get(f"{_HEARD}.{community}") or "").partition(" ")
    return int(count) if day == _day(turn) else 0


def _day(turn: Turn) -> str:
    return turn.now.date().isoformat()


async def ask_resident(turn: Turn, suggestion: Suggestion) -> None:
    """A reply to the resident's own line. From now on the words are not held any longer."""
    asked = replace(suggestion, words="", due=None, state=SuggestionState.ASKED, asked_at=turn.now)
    await _keep(turn, asked)
    await replies.ask_resident(turn, asked)


async def ask_again(turn: Turn, suggestion: Suggestion) -> None:
    """The resident says yes, but the words are gone: the next line is the call."""
    await tickets.expect_words(turn)
    await replies.ask_again(turn, suggestion)


async def to_ticket(turn: Turn, suggestion: Suggestion, words: str) -> Ticket:
    """It is a call of the resident who said it, in the group where it was said."""
    await turn.enter(await turn.store(Groups).get(suggestion.chat))
    resident = await turn.store(People).get(suggestion.person)
    source = Source(chat=suggestion.chat, message=suggestion.message, is_private=False)
    ticket = await tickets.take_call(turn, words, source, resident)
    await decide(turn, suggestion, SuggestionState.RECORDED)
    return ticket


async def decide(turn: Turn, suggestion: Suggestion, state: SuggestionState) -> None:
    """It is over: the words are wiped, and what asked about it says how it ended."""
    if suggestion.words and state in DECIDED:
        await turn.publish(LineDecided(words=suggestion.words, is_call=state is SuggestionState.RECORDED))
    await _keep(turn, replace(suggestion, words="", due=None, state=state))
    if suggestion.asked_at is not None:
        await replies.tell_resident(turn, suggestion, state)


async def on_deleted(turn: Turn, event: MessageDeleted) -> None:
    """The line was taken back before anybody decided: its words go at once, and nobody is asked any more."""
    line = await turn.store(Heard).of_message(event.chat.whole, event.message)
    if line is not None and line.words:
        await _keep(turn, replace(line, words="", due=None, state=SuggestionState.DROPPED))


async def on_moved(turn: Turn, news: Moved) -> None:
    """A group goes on under another name: its residents are asked there."""
    await turn.store(Suggestions).move(news.old, news.new)


async def _keep(turn: Turn, suggestion: Suggestion) -> None:
    await turn.store(Suggestions).save(suggestion)
    await replies.show_to_worker(turn, suggestion)
