"""What a worker and a resident read about a line that may be a call. No answer repeats words that are wiped."""

from bot.features.suggestions.model import Suggestion, SuggestionState
from bot.stores import People, Priority
from bot.turn import Turn


async def show_to_worker(turn: Turn, suggestion: Suggestion) -> None:
    """The worker's message of this line: the words with three buttons, later only how it ended."""
    if suggestion.worker is None:
        return
    people = turn.store(People)
    worker = await people.get(suggestion.worker)
    to = turn.private_to(worker)
    if to is None:
        return
    group = await turn.manners.group(suggestion.chat)
    number = str(suggestion.id)
    waits = suggestion.state is SuggestionState.WAITING
    message = turn.compose(
        "heard.unsure_worker" if waits else f"heard.was_{suggestion.state}",
        turn.language_of(worker),
        actions=[[(f"suggestions.{verb}", number) for verb in ("record", "no", "ask")]] if waits else (),
        group=group.title if group else "",
        who=(await people.get(suggestion.person)).name,
        words=suggestion.words,
    )
    turn.outbox.card(to, suggestion.key, message, priority=Priority.ANSWER)


async def ask_resident(turn: Turn, suggestion: Suggestion) -> None:
    """A quiet reply to the resident's own line; who does not tap is left in peace."""
    number = str(suggestion.id)
    actions = [[("suggestions.report", number), ("suggestions.leave", number)]]
    language = await turn.language_at(suggestion.chat)
    message = turn.compose("heard.unsure_resident", language, actions=actions, silent=True)
    turn.outbox.card(suggestion.chat, suggestion.key, message, reply_to=suggestion.message)


async def ask_again(turn: Turn, suggestion: Suggestion) -> None:
    """The words were not kept: please say it once more."""
    await _instead(turn, suggestion, "heard.say_again")


async def tell_resident(turn: Turn, suggestion: Suggestion, state: SuggestionState) -> None:
    """The question in the group is over."""
    await _instead(turn, suggestion, "heard.taken" if state is SuggestionState.RECORDED else "heard.left")


async def _instead(turn: Turn, suggestion: Suggestion, key: str) -> None:
    message = turn.compose(key, await turn.language_at(suggestion.chat), silent=True)
    turn.outbox.card(suggestion.chat, suggestion.key, message, reply_to=suggestion.message)
