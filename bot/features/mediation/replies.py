"""What the mediator and the two sides read. Each reads only what is theirs; nothing of it goes to a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.community import Person
from bot.features.mediation.model import Mediation, Side, Stage
from bot.features.mediation.store import Mediations
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.labels import Action
from bot.stores import People, Priority
from bot.turn import Turn


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One mediation with all that its messages name. `version` counts the agreements that were written."""

    mediation: Mediation
    ticket: Ticket
    drawing: views.Drawing
    mediator: Person
    names: dict[Side, str]
    people: dict[Side, Person]
    version: int

    def value(self) -> str:
        """What a side's button carries: an old button never answers a newer question."""
        asked = self.version if self.mediation.stage is Stage.AGREEING else 0
        return f"{self.mediation.ticket},{self.mediation.id},{asked}"

    def values(self, language: str) -> dict[str, Any]:
        """The values that most of its texts use."""
        return {
            **self.drawing.values(language),
            "worker": self.mediator.name,
            "caller": self.names[Side.CALLER],
            "other": self.names[Side.OTHER],
            "due": self.drawing.when(self.mediation.due, language),
            "count": self.mediation.rounds,
            "words": self.mediation.agreement,
        }


async def scene_of(turn: Turn, mediation: Mediation) -> Scene:
    """Everything that its messages name."""
    people = turn.store(People)
    ticket = await views.ticket(turn, mediation.ticket)
    reached = {side: mediation.person_of(side) for side in Side}
    lines = await turn.store(Mediations).lines(mediation.id)
    drawing = await views.drawing_of(turn, ticket)
    return Scene(
        mediation=mediation,
        ticket=ticket,
        drawing=drawing,
        mediator=await people.get(mediation.mediator),
        names={Side.CALLER: drawing.names.reporter.name, Side.OTHER: mediation.other_name},
        people={side: await people.get(person) for side, person in reached.items() if person is not None},
        version=sum(line.kind == "agreement" for line in lines),
    )


async def show(turn: Turn, mediation: Mediation) -> None:
    """Draw everybody's messages anew."""
    scene = await scene_of(turn, mediation)
    _board(turn, scene)
    for side, person in scene.people.items():
        await _side(turn, scene, side, person)


def _put(turn: Turn, person: Person, key: str, text: str, scene: Scene, rows: Sequence[Sequence[Action]]) -> None:
    to = turn.private_to(person)
    if to is not None:
        language = turn.language_of(person)
        message = turn.compose(text, language, actions=rows, **_more(turn, scene, person))
        turn.outbox.card(to, key, message, priority=Priority.ANSWER)


def _more(turn: Turn, scene: Scene, person: Person) -> dict[str, Any]:
    language = turn.language_of(person)
    texts = turn.setup.texts
    failure = scene.mediation.failure
    absent = [scene.names[side] for side in scene.mediation.spoken_for]
    who = "\n".join(["", *(texts.word("mediation.absent", language, who=name) for name in absent)])
    return {
        **scene.values(language),
        "absent": who if not scene.mediation.is_over else "",
        "reason": texts.word(f"mediation.reason_{failure}", language) if failure else "",
        "matter": scene.mediation.about or texts.word("mediation.about_neighbours", language),
    }


def _board(turn: Turn, scene: Scene) -> None:
    """The mediator's one message about it: how far it is, and what can be done."""
    mediation = scene.mediation
    _put(turn, scene.mediator, mediation.key, f"mediation.board_{mediation.stage}", scene, _deeds(scene))


def _deeds(scene: Scene) -> list[list[Action]]:
    mediation, number = scene.mediation, str(scene.mediation.ticket)
    speaks: list[list[Action]] = [
        [_if(side in mediation.spoken_for, "mediation.for_side", f"{scene.value()},{side},{word}") for word in "yn"]
        for side in Side
    ]
    match mediation.stage:
        case Stage.ASKING:
            return [*speaks, [("mediation.give_up", number)]]
        case Stage.TALKING:
            to = [_if(side in scene.people, f"mediation.to_{side}", number) for side in Side]
            return [to, [("mediation.round", number), ("mediation.write", number)], [("mediation.give_up", number)]]
        case Stage.AGREEING:
            return [*speaks, [("mediation.write", number), ("mediation.give_up", number)]]
        case Stage.FAILED:
            return [[("meetings.put", number), ("whistles.choose", number)], [("mediation.committee", number)]]
        case _:
            return []


def _if(wanted: bool, action: str, value: str) -> Action:  # noqa: FBT001 - the condition of what follows it
    return (action, value) if wanted else None


async def _side(turn: Turn, scene: Scene, side: Side, person: Person) -> None:
    mediation = scene.mediation
    ask: list[list[Action]] = [[("mediation.yes", scene.value())], [("mediation.no", scene.value())]]
    match mediation.stage:
        case Stage.ASKING if mediation.says(side) is None:
            await _ask(turn, scene, side, person, ask)
        case Stage.ASKING:
            said = "willing" if mediation.says(side) else "unwilling"
            _put(turn, person, mediation.key, f"mediation.said_{said}", scene, ask)
        case Stage.TALKING | Stage.AGREEING:
            rows: list[list[Action]] = [[("mediation.speak", scene.value())]]
            _put(turn, person, mediation.key, "mediation.talking", scene, rows)
        case _:
            _put(turn, person, mediation.key, f"mediation.side_{mediation.stage}", scene, ())
    if mediation.stage in {Stage.AGREEING, Stage.AGREED}:
        said = {None: "ask", True: "yes", False: "no"}[mediation.says(side)]
        key = f"mediation.agreement_{said}" if mediation.stage is Stage.AGREEING else "mediation.agreement_over"
        _put(turn, person, _agreement(scene), key, scene, ask if mediation.stage is Stage.AGREEING else ())


async def _ask(turn: Turn, scene: Scene, side: Side, person: Person, rows: Sequence[Sequence[Action]]) -> None:
    """The other side reads what it is about and where, not whose call it is, nor the words of it."""
    if side is Side.CALLER:
        _put(turn, person, scene.mediation.key, "mediation.ask_caller", scene, rows)
        return
    smallest = await views.smallest_place(turn, scene.ticket)
    place = await roster.place_name(turn, smallest.id) if smallest else ""
    to = turn.private_to(person)
    if to is not None:
        values = {**_more(turn, scene, person), "place": place}
        message = turn.compose("mediation.ask_other", turn.language_of(person), actions=rows, **values)
        turn.outbox.card(to, scene.mediation.key, message, priority=Priority.ANSWER)


def _agreement(scene: Scene) -> str:
    """The message that shows one version of the agreement."""
    return f"{scene.mediation.key}:agreement:{scene.version}"


async def withdraw_agreement(turn: Turn, mediation: Mediation) -> None:
    """The words that stand before both are no longer what they are asked about."""
    if mediation.stage is Stage.AGREEING:
        scene = await scene_of(turn, mediation)
        for person in scene.people.values():
            _put(turn, person, _agreement(scene), "mediation.agreement_gone", scene, ())


async def take_away(turn: Turn, mediation: Mediation) -> None:
    """Somebody else mediates from now on."""
    scene = await scene_of(turn, mediation)
    _put(turn, scene.mediator, mediation.key, "mediation.board_gone", scene, ())


async def tell_begun(turn: Turn, mediation: Mediation) -> None:
    """Both want to talk: an edited message would ring on nobody's phone."""
    await tell_mediator(turn, mediation, "mediation.rings_begun")
    await tell_sides(turn, mediation, "mediation.rings_side_begun")


async def tell_mediator(turn: Turn, mediation: Mediation, key: str) -> None:
    """A line that rings, beside the message that changes."""
    scene = await scene_of(turn, mediation)
    turn.tell(scene.mediator, key, about=mediation.key, **_more(turn, scene, scene.mediator))


async def tell_sides(turn: Turn, mediation: Mediation, key: str) -> None:
    """The same line to both, so that it tells neither what the other said."""
    scene = await scene_of(turn, mediation)
    for person in scene.people.values():
        turn.tell(person, key, about=mediation.key, **_more(turn, scene, person))


async def pass_on(turn: Turn, mediation: Mediation, *, to: Side | None, side: Side | None, words: str) -> None:
    """The mediator's words to a side, or a side's to the mediator, who answers by replying to them."""
    scene = await scene_of(turn, mediation)
    if to is not None:
        mediator = scene.mediator.name
        turn.tell(scene.people[to], "mediation.from_mediator", about=mediation.key, worker=mediator, words=words)
    elif side is not None:
        about, number = f"{mediation.key}:{side}", mediation.ticket
        turn.tell(scene.mediator, "mediation.from_side", about=about, n=number, who=scene.names[side], words=words)
