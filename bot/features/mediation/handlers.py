"""What the mediator says and presses: understand, act, answer."""

from typing import Final

from bot.community import PersonId
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.mediation import replies, service, sides
from bot.features.mediation.model import Mediation, MediationId, Side, Stage
from bot.features.mediation.naming import other_side
from bot.features.mediation.store import Mediations
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.features.ways import views as ways
from bot.messages import IncomingMessage
from bot.stores import People
from bot.turn import Turn

WHO: Final = "mediation.who"
# A name that somebody without the app is called by.
LONGEST_NAME: Final = 40


async def mediate(turn: Turn, words: str) -> None:
    """`/mediate <n> <who> <what it is about>`, or the button: without a name we ask for it."""
    ticket, rest = await views.named_ticket(turn, words)
    await _check(turn, ticket)
    if rest:
        await _start(turn, ticket, rest)
        return
    await sides.hold(turn, WHO, str(ticket.id))
    turn.whisper("mediation.who", about=ticket.key, n=int(ticket.id))


async def _check(turn: Turn, ticket: Ticket) -> None:
    await ways.check_handler(turn, ticket)
    if not turn.is_private:
        raise Refused("no.use_private")
    ways.check_open_to_ways(ticket)
    await service.check_new(turn, ticket)


async def answer_who(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "who is the other side?"."""
    if not message.text.strip() or views.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    ticket = await views.ticket(turn, int(dialog.value.partition(" ")[0]))
    await _check(turn, ticket)
    await _start(turn, ticket, message.text.strip())
    return True


async def _start(turn: Turn, ticket: Ticket, words: str) -> None:
    named = await other_side(turn, ticket, words)
    if len(named.people) == 1:
        await service.start(turn, ticket, named.people[0], "", named.rest)
        _said(turn, "mediation.started", ticket)
    elif named.people:
        await sides.hold(turn, WHO, f"{ticket.id} {named.rest}")
        choices = [(person.name, ("mediation.with", f"{ticket.id},{person.id}")) for person in named.people]
        turn.choose("mediation.which", choices, n=int(ticket.id))
    else:
        await sides.hold(turn, WHO, f"{ticket.id} {words}")
        actions = [[("mediation.absent", str(ticket.id))]]
        name = words[:LONGEST_NAME]
        turn.whisper("mediation.unknown", about=ticket.key, actions=actions, n=int(ticket.id), short=name)


def _said(turn: Turn, key: str, ticket: Ticket) -> None:
    if turn.message is not None:
        turn.whisper(key, n=int(ticket.id))


async def with_person(turn: Turn, value: str) -> None:
    """One of several people of that name was meant."""
    number, _, person = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    await _check(turn, ticket)
    about = await _held(turn, WHO, number)
    await service.start(turn, ticket, await turn.store(People).get(PersonId(int(person or 0))), "", about)


async def absent(turn: Turn, value: str) -> None:
    """The other side is not on the app: the mediator speaks for it."""
    ticket = await views.ticket(turn, int(value))
    await _check(turn, ticket)
    words = await _held(turn, WHO, value)
    if not words:
        raise Refused("mediation.who", n=int(ticket.id))
    name, _, about = words.partition(" ")
    await service.start(turn, ticket, None, name[:LONGEST_NAME], about)


async def to_caller(turn: Turn, value: str) -> None:
    """The next line is for the caller."""
    await _ask_words(turn, value, "to_caller", {Stage.TALKING, Stage.AGREEING})


async def to_other(turn: Turn, value: str) -> None:
    """The next line is for the other side."""
    await _ask_words(turn, value, "to_other", {Stage.TALKING, Stage.AGREEING})


async def round_(turn: Turn, value: str) -> None:
    """The next line is the note of one round."""
    await _ask_words(turn, value, "round", {Stage.TALKING})


async def write(turn: Turn, value: str) -> None:
    """The next line is the agreement."""
    await _ask_words(turn, value, "agreement", {Stage.TALKING, Stage.AGREEING})


async def _ask_words(turn: Turn, value: str, what: str, stages: set[Stage]) -> None:
    mediation = await _open(turn, value)
    if mediation.stage not in stages:
        raise Refused("mediation.not_yet", n=mediation.ticket)
    await sides.hold(turn, sides.WORDS, f"{mediation.ticket} {what}")
    turn.tell(turn.person, f"mediation.words_{what}", about=f"{mediation.key}:words", n=mediation.ticket)


async def answer_words(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after a button that asked for words."""
    if not message.text.strip() or views.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    number, _, what = dialog.value.partition(" ")
    if what == "speak":
        return await sides.speak_up(turn, await sides.newest(turn, int(number)), message.text)
    mediation = await _open(turn, number)
    if what == "round":
        await service.note_round(turn, mediation, message.text)
    elif what == "agreement":
        await service.agree_on(turn, mediation, message.text)
    else:
        await service.say(turn, mediation, Side(what.removeprefix("to_")), message.text)
    turn.whisper(f"mediation.noted_{what}", n=mediation.ticket)
    return True


async def for_side(turn: Turn, value: str) -> None:
    """The mediator enters what a side without the app has said."""
    number, mediation_id, asked, side, word = [*value.split(","), "", "", "", ""][:5]
    mediation = await _open(turn, number)
    scene = await replies.scene_of(turn, mediation)
    if scene.value() != f"{number},{mediation_id},{asked}" or Side(side) not in mediation.spoken_for:
        raise Refused("mediation.not_asked", n=mediation.ticket)
    await service.answer(turn, mediation, Side(side), willing=word == "y")


async def give_up(turn: Turn, value: str) -> None:
    """It leads nowhere."""
    await service.fail(turn, await _open(turn, value))


async def committee(turn: Turn, value: str) -> None:
    """Both sides read where they can go instead."""
    ticket = await views.ticket(turn, int(value))
    await ways.check_handler(turn, ticket)
    mediation = await sides.newest(turn, int(ticket.id))
    if mediation is None or mediation.stage is not Stage.FAILED:
        raise Refused("mediation.none", n=int(ticket.id))
    await replies.tell_sides(turn, mediation, "mediation.committee")
    turn.answer("mediation.committee_told")


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """A reply to a message about a mediation is never a call: a side's words go to the mediator, and back."""
    about = await views.about(turn) if turn.is_private and message.reply_to is not None else None
    feature, _, rest = (about or "").partition(":")
    if feature != "mediation" or not message.text.strip() or views.is_alarm(message.text):
        return False
    number, _, part = rest.partition(":")
    mediation = await turn.store(Mediations).get(MediationId(int(number)))
    if mediation is None:
        return False
    if mediation.mediator == turn.person.id and part in set(Side) and not mediation.is_over:
        await service.say(turn, mediation, Side(part), message.text)
        turn.answer(f"mediation.noted_to_{part}", n=mediation.ticket)
        return True
    return await sides.speak_up(turn, mediation, message.text)


async def redraw(turn: Turn, about: str) -> None:
    """An old button was pressed: everybody's messages say again how it stands."""
    mediation = await turn.store(Mediations).get(MediationId(int(about.split(":")[1])))
    if mediation is not None:
        await replies.show(turn, mediation)


async def _open(turn: Turn, value: str) -> Mediation:
    """The open talk about this ticket, for those who handle the ticket and for the mediator alone."""
    ticket = await views.ticket(turn, int(value))
    await ways.check_handler(turn, ticket)
    mediation = await service.open_about(turn, ticket)
    if mediation is None:
        raise Refused("mediation.none", n=int(ticket.id))
    if mediation.mediator != turn.person.id:
        mediator = await turn.store(People).get(mediation.mediator)
        raise Refused("mediation.not_yours", n=int(ticket.id), worker=mediator.name)
    return mediation


async def _held(turn: Turn, kind: str, number: str) -> str:
    """What was kept beside the number; nothing, when it took too long."""
    dialog = await turn.store(Dialogs).at(turn.chat, turn.person.id, turn.now)
    if dialog is None or dialog.kind != kind or dialog.value.partition(" ")[0] != number:
        return ""
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    return dialog.value.partition(" ")[2]
