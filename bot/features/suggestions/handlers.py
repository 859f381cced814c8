"""What people say in a group, and what a worker and a resident press about it: understand, act, answer."""

from bot import understanding
from bot.errors import Refused
from bot.features.followers import service as followers
from bot.features.roster import views as roster
from bot.features.suggestions import bursts, known, opinions, service
from bot.features.suggestions.model import DECIDED, Suggestion, SuggestionId, SuggestionState
from bot.features.suggestions.store import Suggestions
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import HEARD, Source
from bot.listening import said_to_us
from bot.messages import IncomingMessage, MessageDeleted
from bot.stores import Groups, Places
from bot.turn import Turn


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """A plain line in a group. Emergencies are heard whatever `[tickets] detect` says, bound or not."""
    if said_to_us(message) or turn.group is None or not message.text.strip():
        return False
    reading = understanding.read(message.text)
    detect = turn.setup.config.tickets.detect
    if reading.urgency == "emergency":
        await _take(turn, message, reading)
    elif turn.group.place is None or detect == "off":
        return False
    elif not reading.is_call:
        return detect != "watch" and await opinions.hold(turn, message, reading)
    elif detect == "watch":
        await service.count_heard(turn)
    elif await known.is_known(turn, message, reading):
        return True
    elif detect == "auto":
        await _take(turn, message, reading)
    else:
        await turn.meet()
        await service.suggest(turn, message, reading.place)
        await bursts.expect_more(turn)
    return True


async def _take(turn: Turn, message: IncomingMessage, reading: understanding.Reading) -> None:
    source = Source(chat=message.chat, message=message.id, is_private=False, origin=HEARD)
    await tickets.take_call(turn, message.text, source, await turn.meet(), reading=reading)


async def record(turn: Turn, value: str) -> None:
    """The worker: it is a call."""
    suggestion = await _to_decide(turn, value)
    if not suggestion.words:
        raise Refused("heard.too_old")
    ticket = await service.to_ticket(turn, suggestion, suggestion.words)
    turn.answer("heard.recorded", n=int(ticket.id))


async def no(turn: Turn, value: str) -> None:
    """The worker: it is talk."""
    await service.decide(turn, await _to_decide(turn, value), SuggestionState.DROPPED)
    turn.answer("heard.not_a_call")


async def ask(turn: Turn, value: str) -> None:
    """The worker: ask the resident now. Asking twice is once."""
    suggestion = await _to_decide(turn, value)
    if suggestion.state is not SuggestionState.ASKED:
        await service.ask_resident(turn, suggestion)
    turn.answer("heard.asked")


async def report(turn: Turn, value: str) -> None:
    """The resident: yes, report it. The words come back with the press, where the network sends them along."""
    suggestion = await _own(turn, value)
    words = suggestion.words or _quoted(turn) or ""
    if words:
        await service.to_ticket(turn, suggestion, words)
    else:
        await service.ask_again(turn, suggestion)


async def not_same(turn: Turn, value: str) -> None:
    """The resident: another thing than the ticket that they were counted at."""
    number, _, joined = value.partition(",")
    suggestion = await _own(turn, number)
    lead = await views.find(turn, int(joined))
    if lead is not None:
        await followers.unfollow(turn, lead, turn.person)
        if suggestion.message is not None:
            # What it showed goes along with it.
            await tickets.wipe_files(turn, suggestion.chat, suggestion.message)
    if suggestion.words:
        await service.to_ticket(turn, suggestion, suggestion.words)
        turn.answer("heard.apart")
    else:
        await service.decide(turn, suggestion, SuggestionState.DROPPED)
        await tickets.expect_words(turn)
        turn.tell(turn.person, "heard.say_again")


def _quoted(turn: Turn) -> str | None:
    """The resident's own line, as the press, the reaction or the reply to our question brings it along."""
    event = turn.event
    if isinstance(event, IncomingMessage):
        return event.reply_to.quoted if event.reply_to else None
    return None if isinstance(event, MessageDeleted) else event.quoted


async def leave(turn: Turn, value: str) -> None:
    """The resident: leave it."""
    await service.decide(turn, await _own(turn, value), SuggestionState.DROPPED)


async def _open(turn: Turn, value: str) -> Suggestion:
    suggestion = await turn.store(Suggestions).get(SuggestionId(int(value)))
    if suggestion is None or suggestion.state in DECIDED:
        raise Refused("heard.decided")
    return suggestion


async def _own(turn: Turn, value: str) -> Suggestion:
    suggestion = await _open(turn, value)
    if suggestion.person != turn.person.id:
        raise Refused("no.not_caller")
    return suggestion


async def _to_decide(turn: Turn, value: str) -> Suggestion:
    """The suggestion that is decided by whoever was asked, and by the people of the group's place."""
    suggestion = await _open(turn, value)
    was_asked = turn.person.id == suggestion.worker and bool(await turn.duties())
    if not (was_asked or turn.is_admin or await _works_there(turn, suggestion)):
        raise Refused("no.workers_only")
    return suggestion


async def _works_there(turn: Turn, suggestion: Suggestion) -> bool:
    group = await turn.store(Groups).get(suggestion.chat)
    if group is None or group.place is None:
        return False
    return await roster.works_in(turn, await turn.store(Places).get(group.place))
