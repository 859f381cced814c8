"""How each command and button is tried: on a ticket of which state, with which words, where.

A new route is tried by `DEFAULT`: on an accepted ticket, with its number and some words. One that needs more, to be
allowed to those whom it is for, says so here.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.feature import ButtonRoute, CommandRoute
from bot.features.visits.model import Stage, Visit
from bot.features.visits.store import ReturnVisits
from bot.messages import Button, OutgoingMessage
from bot.richtext import plain
from bot.stores import People
from bot.turn import Turn
from tests.permissions.cast import Cast, Part
from tests.town import Somebody

Tried = CommandRoute | ButtonRoute
LABEL: Final = "试试"
NAMES: Final = ("no.not_worker", "no.not_your_grid", "no.not_caller", "no.workers_only", "no.admins_only")
# The lines that tell somebody that it is not theirs to do, or to know of.
DENIALS: Final = (*NAMES, "no.unknown_number", "no.private_number")


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """`words` is what follows the command, or the button's value; `in_group`: said in the ticket's group by all."""

    words: str = "{n} 已经看过"
    state: str = "accepted"
    in_group: bool = False


DEFAULT: Final = Attempt()
_PRESSED: Final = Attempt(words="{n}")
_ASSIGNED, _RESOLVED = Attempt(words="{n}", state="assigned"), Attempt(words="{n}", state="resolved")
_IDEA: Final = Attempt(words="{n}", state="idea")
_CALLED, _SAID_TO_BE_NOT_THEIRS = (
    Attempt(words="{whistle}", state="called"),
    Attempt(words="{whistle}", state="not_ours"),
)
_PART_DONE, _SCORED = Attempt(words="{whistle}", state="part_done"), Attempt(words="{whistle}", state="scored")
_DISPUTED, _LINE = Attempt(words="{n}", state="disputed"), Attempt(words="{line}", state="line")

ATTEMPTS: Final[dict[str, Attempt]] = {
    "withdraw": _ASSIGNED,
    "tickets.at": Attempt(words="{n},{building}", state="unplaced"),
    "tickets.inside": Attempt(words="{n},{compound}", state="unplaced"),
    "tickets.not_a_call": Attempt(words="{n}", state="emergency"),
    "claim": _ASSIGNED,
    "tasks.claim": _ASSIGNED,
    "fixed": _RESOLVED,
    "reopen": Attempt(words="{n} 还是不亮", state="resolved"),
    "rate": Attempt(words="{n} 5", state="resolved"),
    "visits.fine": Attempt(words="{n}", state="visited"),
    "visits.not_fine": Attempt(words="{n}", state="visited"),
    **{f"visits.call_{how}": Attempt(words="{n}", state="visited") for how in ("fine", "not_fine", "in_vain")},
    "ratings.because": Attempt(words="{n},slow", state="resolved"),
    "rule": Attempt(words="{n} 重办", state="disputed"),
    "ratings.reopen": _DISPUTED,
    "ratings.keep": _DISPUTED,
    "merge": Attempt(words="{n} {n}"),
    "assign": Attempt(words="{n} 陈静"),
    "transfers.assign": Attempt(words="{n},{person}"),
    "ask": Attempt(words="{n} 哪一盏?"),
    "wait": Attempt(words="{n} 配件"),
    "transfer": Attempt(words="{n} 赵敏 在那一侧"),
    "decline": Attempt(words="{n} 供水公司 总管归他们"),
    "transfers.to": Attempt(words="{n},{person},transferred"),
    "transfers.because": Attempt(words="{n},{person},transferred,area"),
    "transfers.rule": Attempt(words="{n},{person}", state="passed"),
    "transfers.told": Attempt(words="{n}", state="passed"),
    "fix": Attempt(words="{n} 4号楼"),
    "tasks.cannot_go": Attempt(words="{n}", state="emergency"),
    "tasks.services_called": Attempt(words="{n}", state="emergency"),
    "tasks.photo_next": Attempt(words="0"),
    "tasks.photo_none": Attempt(words=""),
    "tasks.apart": Attempt(words="{n},0"),
    "tasks.page": Attempt(words="time,0"),
    "tasks.fix_at": Attempt(words="{n},{building}"),
    "intake": Attempt(words="phone"),
    "intake_desk.way": Attempt(words="phone"),
    "mediation.with": Attempt(words="{n},{person}"),
    "duty": Attempt(words="off 1h"),
    "duty.off": Attempt(words="off 1h"),
    "duty.on": Attempt(words="on"),
    "digests.which": Attempt(words="response,{community},0,1"),
    "digests.subscribe": Attempt(words="{community}", in_group=True),
    "digests.unsubscribe": Attempt(words="{community}"),
    "ticket": Attempt(words=""),
    "suggestions.record": _LINE,
    "suggestions.no": _LINE,
    "suggestions.ask": _LINE,
    "suggestions.report": _LINE,
    "suggestions.leave": _LINE,
    "suggestions.not_same": Attempt(words="{line},{n}", state="line"),
    "ideas.adopted": _IDEA,
    "ideas.partly": _IDEA,
    "ideas.not": _IDEA,
    "whistle": Attempt(words="{n} 城管郑队 请来看看"),
    "here": Attempt(words="{n}", state="called"),
    "visit": Attempt(words="{n} 看过了", state="called"),
    "propose": Attempt(words="{n} 明天15:00", state="called"),
    "ready": Attempt(words="{n} 清好了", state="called"),
    "notours": Attempt(words="{n} 供水站 归他们管", state="called"),
    "score": Attempt(words="{n} 5 来得快", state="part_done"),
    "whistles.choose": Attempt(words="{n}", state="called"),
    "whistles.call": Attempt(words="{n},{department}", state="called"),
    **{f"whistles.{verb}": _CALLED for verb in ("lead", "inform", "withdraw", "link", "here", "visit", "when", "end")},
    **{f"whistles.{verb}": _CALLED for verb in ("not_ours", "as_visit", "as_end", "as_word")},
    **{f"whistles.{verb}": _SAID_TO_BE_NOT_THEIRS for verb in ("release", "insist", "ask_above")},
    **{f"whistles.score_{how}": _PART_DONE for how in ("well", "so_so", "badly")},
    "whistles.no_answer": _SCORED,
    "whistles.answer": _SCORED,
    "forget": Attempt(words=""),
    "privacy.forget_other": Attempt(words="{caller}"),
    "home": Attempt(words="3号楼"),
    "who": Attempt(words="3号楼"),
    "lang": Attempt(words="中文"),
    "roster.home_at": Attempt(words="{building}"),
    "roster.home_here": Attempt(words="{building}"),
    "roster.who_at": Attempt(words="{building}"),
    "roster.not_here": Attempt(words="{building}"),
    "bind": Attempt(words="御城二区", in_group=True),
    "unbind": Attempt(words="", in_group=True),
    "quiet": Attempt(words="2", in_group=True),
    "block": Attempt(words=""),
    "unblock": Attempt(words="web:nobody"),
    "blocks.end": Attempt(words="{caller}"),
    "groups.begin": Attempt(words="", in_group=True),
    "groups.bind": Attempt(words="{community}", in_group=True),
}


def name_of(route: Tried) -> str:
    """The command's name, or the button's action."""
    return route.name if isinstance(route, CommandRoute) else route.action


def attempt_of(route: Tried) -> Attempt:
    """How this route is tried."""
    known = ATTEMPTS.get(name_of(route))
    if known is not None:
        return known
    if name_of(route).startswith("ratings."):
        return _RESOLVED
    return DEFAULT if isinstance(route, CommandRoute) else _PRESSED


async def subject(cast: Cast, number: int, state: str) -> dict[str, int]:
    """A new ticket in this state, or a line that may become one; answers the values for an attempt's words."""
    here, caller, worker = cast.here, cast.people[Part.CALLER], cast.people[Part.WORKER]
    await caller.says(_WORDS.get(state, "/report 3号楼路灯不亮"))
    if state in {"accepted", "resolved", "disputed", "visited", *_WHISTLED}:
        await worker.tells_the_bot(f"/claim {number}")
    if state in {"resolved", "disputed", "visited"}:
        await worker.tells_the_bot(f"/done {number} 换了灯泡")
    if state == "visited":
        await caller.tells_the_bot(f"/fixed {number}")
        visit = Visit(id=0, ticket=number, stage=Stage.LISTED, due=here.town.clock.at + timedelta(days=1))
        await here.town.keep(lambda uow: uow.store(ReturnVisits).add(visit))
    if state == "passed":
        await cast.people[Part.STAFF].tells_the_bot(f"/assign {number} 李明")
        await worker.tells_the_bot(f"/decline {number} 供水公司 总管归他们")
    if state == "disputed":
        await caller.tells_the_bot(f"/reopen {number} 还是不亮")
    if state in _WHISTLED:
        await _whistled(cast, number, state)
    return {
        "n": number,
        "whistle": number,
        "department": 1,
        "line": number,
        "community": here.community.id,
        "compound": here.first.id,
        "grid": here.grid.id,
        "building": here.building3.id,
        "caller": await here.town.keep(lambda uow: _id_of(uow.store(People), caller)),
        "person": await here.town.keep(lambda uow: _id_of(uow.store(People), here.chen)),
    }


_WHISTLED: Final = ("called", "not_ours", "part_done", "scored")


async def _whistled(cast: Cast, number: int, state: str) -> None:
    """A department is called to the ticket, and has answered that."""
    staff, department = cast.people[Part.STAFF], cast.people[Part.DEPARTMENT]
    await staff.tells_the_bot("/department 供水站 add 李明")
    await cast.people[Part.WORKER].tells_the_bot(f"/whistle {number} 城管郑队 请来看看")
    if state == "not_ours":
        await department.tells_the_bot(f"/notours {number} 供水站 归他们管")
    if state in {"part_done", "scored"}:
        await department.tells_the_bot(f"/ready {number} 清好了")
    if state == "scored":
        await staff.tells_the_bot(f"/score {number} 5 来得快")


_WORDS: Final = {
    "emergency": "3号楼有煤气味,快来人",
    "idea": "/idea 门口放几条长椅",
    "unplaced": "/report 路灯不亮",
    "line": "3号楼二单元的灯又不亮了,有没有人管",
}


async def _id_of(people: People, somebody: Somebody) -> int:
    known = await people.by_account(somebody.account)
    assert known is not None
    return known.id


async def tried(cast: Cast, part: Part, route: Tried, values: dict[str, int]) -> list[str]:
    """This person tries it; answers all that was said to anybody in consequence."""
    who, attempt = cast.people[part], attempt_of(route)
    usual, before = who.group, _said(cast)
    if attempt.in_group:
        who.group = cast.here.group
    words = attempt.words.format(**values)
    if isinstance(route, ButtonRoute):
        await _presses(cast, who, Button(label=LABEL, action=route.action, value=words))
    else:
        await _speaks(who, f"/{route.name} {words}".strip())
    who.group = usual
    return list((_said(cast) - before).elements())


async def _speaks(who: Somebody, line: str) -> None:
    if who.group is None:
        await who.tells_the_bot(line)
    else:
        await who.says(line)


async def _presses(cast: Cast, who: Somebody, button: Button) -> None:
    """The button stands on a message that this person sees, so that only its own check decides."""

    async def post(turn: Turn) -> None:
        to = who.group.chat if who.group else who.address
        turn.outbox.post(to, OutgoingMessage(text=plain("。"), buttons=((button,),)))

    await cast.here.town.acts(post)
    await who.presses(LABEL)


def _said(cast: Cast) -> Counter[str]:
    network = cast.here.town.network
    chats = (text for messages in network.chats.values() for shown in messages for text in shown.texts)
    return Counter([*(text for text in chats if text != "。"), *network.toasts.values()])
