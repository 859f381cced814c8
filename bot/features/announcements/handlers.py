"""What staff say and press to announce something: understand, act, answer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.community import Group, PlaceKind
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.announcements.model import ALL, LONGEST, MOST_A_DAY, chosen, name_of
from bot.features.roster import views as roster
from bot.messages import IncomingMessage
from bot.stores import Facts, Groups, Places, Priority
from bot.turn import Turn
from bot.words import shortened

DRAFT: Final = "announcements.draft"
WORDS: Final = "announcements.words"
# So long a draft waits for the tap that sends it.
WAITS: Final = timedelta(minutes=30)
SHOWN: Final = 6
LABEL: Final = 30


async def announce(turn: Turn, words: str) -> None:
    """`/announce <words>`, in private: how it will look, and to whom it may go."""
    if not turn.is_private:
        raise Refused("no.use_private")
    if not words.strip():
        await turn.expect(WORDS, "")
        turn.answer("announce.what")
        return
    await _preview(turn, words.strip())


async def answer_words(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what shall I announce?"."""
    if not message.text.strip():
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _preview(turn, message.text.strip())
    return True


async def send(turn: Turn, value: str) -> None:
    """The button under the preview: one post in each group that is meant and has not heard enough today."""
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    if dialog is None or dialog.kind != DRAFT:
        raise Refused("announce.too_late")
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    sent = [group for group in chosen(await _groups(turn), value) if await _counted(turn, group)]
    for group in sent:
        language = await turn.language_at(group.chat)
        message = turn.compose("announce.post", language, words=dialog.value, who=turn.person.name)
        turn.outbox.post(group.chat, message, priority=Priority.CARD)
    turn.answer("announce.sent" if sent else "announce.enough", count=len(sent) or MOST_A_DAY)


async def drop(turn: Turn, _value: str) -> None:
    """The button “Don't send”."""
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    turn.answer("announce.dropped")


async def _preview(turn: Turn, words: str) -> None:
    if len(words) > LONGEST:
        raise Refused("announce.too_long", count=LONGEST)
    groups = await _groups(turn)
    if not groups:
        raise Refused("announce.no_group")
    await turn.expect(DRAFT, words, within=WAITS)
    texts, language = turn.setup.texts, turn.language
    choices = [(texts.word("announce.to_all", language, count=len(groups)), ("announcements.send", ALL))]
    if len(groups) > 1:
        choices += [
            (await _title(turn, group), ("announcements.send", name_of(group.chat))) for group in groups[:SHOWN]
        ]
    choices.append((texts.word("announce.dont", language), ("announcements.drop", "")))
    post = texts.text("announce.post", language, words=words, who=turn.person.name)
    turn.choose("announce.preview", choices, in_a_row=1, words=post)


async def _title(turn: Turn, group: Group) -> str:
    """What the group is called, on a button; one without a name by its place."""
    return shortened(group.title, LABEL) or await roster.place_name(turn, group.place)


async def _groups(turn: Turn) -> Sequence[Group]:
    """The groups of the communities whose staff the actor is."""
    places, within = turn.store(Places), []
    for community in await roster.staffed(turn):
        within.append(community)
        for kind in (PlaceKind.COMPOUND, PlaceKind.GRID, PlaceKind.BUILDING):
            within += [place.id for place in await places.of_kind(kind, within=community)]
    return [group for group in await turn.store(Groups).bound_to(within) if not group.suspended]


async def _counted(turn: Turn, group: Group) -> bool:
    """Count one more for this group today. False: it has heard enough today."""
    key, day = f"announced.{name_of(group.chat)}", str(turn.now.astimezone(turn.setup.config.timezone).date())
    known = (await turn.store(Facts).get(key) or "").split()
    count = int(known[1]) if known and known[0] == day else 0
    if count >= MOST_A_DAY:
        return False
    await turn.store(Facts).set(key, f"{day} {count + 1}")
    return True
