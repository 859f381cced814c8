"""The queue, a ticket with all its steps, and what can be done with it: the same as in chat, by the same routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from adapters.web.board.asked import number
from adapters.web.board.drawing import Reader
from adapters.web.desk.files import PICTURES
from adapters.web.desk.guard import Shut, Visitor
from adapters.web.desk.pages import DeskPages, text_of
from bot.errors import Refused
from bot.features.desk import service as desk_service
from bot.features.desk import views as desk
from bot.messages import Button
from bot.richtext import words_of

# What a form may ask for: the command in chat, and the fields that follow the ticket's number there.
_DEEDS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "claim": ("claim", ()),
    "progress": ("progress", ("words",)),
    "done": ("done", ("words",)),
    "note": ("note", ("words",)),
    "ask": ("ask", ("words",)),
    "wait": ("wait", ("words",)),
    "assign": ("assign", ("who",)),
    "whistle": ("whistle", ("who", "words")),
    "fix": ("fix", ("right",)),
    "rule_reopen": ("rule", ("=reopen",)),
    "rule_keep": ("rule", ("=keep", "words")),
    "reopen": ("reopen", ("words",)),
    "supervise": ("supervise", ()),
    "private": ("private", ()),
    "merge": ("merge", ("into",)),
    "why": ("why", ()),
}
_AT_WORK: Final = frozenset({"assigned", "accepted", "in_progress", "waiting"})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the bot answered: its words, and buttons that may be pressed now, each with its seal."""

    words: str
    about: str
    buttons: Sequence[tuple[Button, str]]


class Work:
    """Answers `/desk` and `/desk/ticket/<number>`."""

    def __init__(self, pages: DeskPages) -> None:
        self._pages = pages

    async def queue(self, request: web.Request, visitor: Visitor) -> web.Response:
        """What is due, the earliest first."""
        skip = number(request.query.get("skip")) or 0
        queue = await self._pages.ask(visitor, lambda turn: desk.queue(turn, visitor.person, skip))
        reader = self._pages.reader(request)
        rows = [_row(task, reader) for task in queue.tasks]
        return self._pages.page(request, "desk_queue.html", visitor, queue=queue, rows=rows, skipped=skip)

    async def ticket(self, request: web.Request, visitor: Visitor) -> web.Response:
        """One ticket."""
        return await self._ticket(request, visitor, _number(request), ())

    async def do(self, request: web.Request, visitor: Visitor) -> web.Response:
        """A deed, and the ticket as it is then."""
        wanted, fields = _number(request), await request.post()
        name, more = _DEEDS.get(text_of(fields, "act"), ("", ()))
        if not name:
            raise Shut("desk.foreign", 400)
        words = " ".join(filter(None, [str(wanted), *(_field(fields, field) for field in more)]))
        try:
            said = await self._pages.act(visitor, lambda turn: desk_service.command(turn, visitor.person, name, words))
        except Refused as refused:
            return await self._ticket(request, visitor, wanted, (), refused=refused)
        return await self._ticket(request, visitor, wanted, said)

    async def press(self, request: web.Request, visitor: Visitor) -> web.Response:
        """A button that was offered in answer to a deed."""
        wanted, fields = _number(request), await request.post()
        data, about = text_of(fields, "data"), text_of(fields, "about")
        if not self._pages.guard.is_sealed(visitor, data, about, text_of(fields, "seal")):
            raise Shut("desk.foreign", 403)
        try:
            said = await self._pages.act(
                visitor, lambda turn: desk_service.press(turn, visitor.person, data, about or None)
            )
        except Refused as refused:
            return await self._ticket(request, visitor, wanted, (), refused=refused)
        return await self._ticket(request, visitor, wanted, said)

    async def say(self, request: web.Request, visitor: Visitor) -> web.Response:
        """Whatever else can be said in chat, said here."""
        line = text_of(await request.post(), "line", 1000)
        said = await self._pages.act(visitor, lambda turn: desk_service.say(turn, visitor.person, line))
        return self._said(request, visitor, said)

    async def press_there(self, request: web.Request, visitor: Visitor) -> web.Response:
        """A button in answer to that."""
        fields = await request.post()
        data, about = text_of(fields, "data"), text_of(fields, "about")
        if not self._pages.guard.is_sealed(visitor, data, about, text_of(fields, "seal")):
            raise Shut("desk.foreign", 403)
        said = await self._pages.act(
            visitor, lambda turn: desk_service.press(turn, visitor.person, data, about or None)
        )
        return self._said(request, visitor, said)

    def _said(self, request: web.Request, visitor: Visitor, said: Sequence[desk.Said]) -> web.Response:
        answers = [self._answer(visitor, one) for one in said]
        return self._pages.page(request, "desk_said.html", visitor, answers=answers, press_at=f"{desk.PATH}/press")

    async def _ticket(
        self,
        request: web.Request,
        visitor: Visitor,
        wanted: int,
        said: Sequence[desk.Said],
        *,
        refused: Refused | None = None,
    ) -> web.Response:
        sheet = await self._pages.ask(visitor, lambda turn: desk.sheet(turn, visitor.person, wanted))
        if sheet is None:
            raise Shut("desk.not_there", 404)
        reader = self._pages.reader(request)
        return self._pages.page(
            request,
            "desk_ticket.html",
            visitor,
            status=200 if refused is None else 409,
            sheet=sheet,
            row=_row(sheet.task, reader),
            steps=[_step(step, reader) for step in sheet.steps],
            answers=[self._answer(visitor, one) for one in said],
            refused="" if refused is None else reader(refused.key, **refused.values),
            press_at=f"{desk.PATH}/ticket/{wanted}/press",
            did=request.method == "POST" and refused is None,
            pictures=PICTURES,
            is_at_work=sheet.task.ticket.state in _AT_WORK,
        )

    def _answer(self, visitor: Visitor, said: desk.Said) -> Answer:
        about = said.about or ""
        buttons = [button for row in said.message.buttons for button in row]
        sealed = [(button, self._pages.guard.seal(visitor, button.data, about)) for button in buttons]
        return Answer(words=words_of(said.message.text), about=about, buttons=sealed)


def _number(request: web.Request) -> int:
    return number(request.match_info["number"]) or 0


def _field(fields: Mapping[str, object], name: str) -> str:
    return name.removeprefix("=") if name.startswith("=") else text_of(fields, name)


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """A ticket of the queue as it is read."""

    number: int
    words: str
    place: str
    state: str
    tone: str
    due: str
    worker: str
    is_late: bool
    is_private: bool
    is_emergency: bool


def _row(task: desk.Task, reader: Reader) -> TaskRow:
    ticket = task.ticket
    due = ticket.late_at if task.is_late else ticket.promised
    tones = {"new": "fresh", "assigned": "fresh", "reopen_requested": "fresh", "waiting": "still"}
    return TaskRow(
        number=int(ticket.id),
        words=ticket.words or "–",
        place=task.place,
        state=reader(f"state.{ticket.state}"),
        tone=tones.get(ticket.state, "busy" if ticket.is_open else "good"),
        due=reader("desk.no_due") if due is None else reader("desk.due", time=reader.when(due)),
        worker=task.worker,
        is_late=task.is_late,
        is_private=not ticket.shows_in_group,
        is_emergency=ticket.urgency == "emergency" and ticket.is_open,
    )


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """A line of history as it is read."""

    moment: str
    iso: str
    who: str
    what: str
    words: str
    is_public: bool


def _step(step: desk.DeskStep, reader: Reader) -> HistoryRow:
    try:
        what = reader(f"step.{step.what}")
    except KeyError:
        what = reader("step.fact")
    return HistoryRow(
        moment=reader.when(step.at),
        iso=step.at.isoformat(timespec="seconds"),
        who=step.who or reader(step.part),
        what=f"{what} {step.to}".strip(),
        words=step.words,
        is_public=step.is_public,
    )
