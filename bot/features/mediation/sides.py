"""What the two sides press and say: understand, act, answer. Nobody else can act for them here."""

from datetime import timedelta
from typing import Final

from bot.errors import Refused
from bot.features.mediation import replies, service
from bot.features.mediation.model import Mediation, Side
from bot.features.mediation.store import Mediations
from bot.features.tickets import views
from bot.stores import People
from bot.turn import Turn

# Long enough to word an agreement.
ANSWER_TIME: Final = timedelta(minutes=30)
WORDS: Final = "mediation.words"


async def yes(turn: Turn, value: str) -> None:
    """This side wants to talk, or accepts the agreement."""
    await _answer(turn, value, willing=True)


async def no(turn: Turn, value: str) -> None:
    """This side does not."""
    await _answer(turn, value, willing=False)


async def _answer(turn: Turn, value: str, *, willing: bool) -> None:
    mediation, side = await _own(turn, value)
    scene = await replies.scene_of(turn, mediation)
    if scene.value() != value:
        raise Refused("mediation.not_asked", n=mediation.ticket)
    await service.answer(turn, mediation, side, willing=willing)


async def speak(turn: Turn, value: str) -> None:
    """This side's next line is for the mediator."""
    mediation, _ = await _own(turn, value)
    if mediation.is_over:
        raise Refused("mediation.over")
    await hold(turn, WORDS, f"{mediation.ticket} speak")
    mediator = await turn.store(People).get(mediation.mediator)
    turn.tell(turn.person, "mediation.words_speak", about=mediation.key, worker=mediator.name)


async def _own(turn: Turn, value: str) -> tuple[Mediation, Side]:
    """The newest talk about this ticket, and the side that the actor is in it."""
    ticket = await views.ticket(turn, int(value.partition(",")[0]))
    mediation = await newest(turn, int(ticket.id))
    side = mediation.side_of(turn.person.id) if mediation else None
    if mediation is not None and side is not None:
        return mediation, side
    # The caller knows of the ticket, others learn nothing about it.
    raise Refused("mediation.none" if turn.person.id == ticket.reporter else "no.private_number", n=int(ticket.id))


async def speak_up(turn: Turn, mediation: Mediation | None, words: str) -> bool:
    """A side tells the mediator something; answers whether it was one."""
    side = mediation.side_of(turn.person.id) if mediation else None
    if mediation is None or side is None:
        return False
    if mediation.is_over:
        turn.answer("mediation.over")
        return True
    await service.say(turn, mediation, None, words, side=side)
    mediator = await turn.store(People).get(mediation.mediator)
    turn.answer("mediation.passed", worker=mediator.name)
    return True


async def newest(turn: Turn, number: int) -> Mediation | None:
    """The latest talk about this ticket."""
    found = await turn.store(Mediations).of_ticket(number)
    return found[-1] if found else None


async def hold(turn: Turn, kind: str, value: str) -> None:
    """The actor's next line in this chat answers a question of ours."""
    await turn.expect(kind, value, within=ANSWER_TIME)
