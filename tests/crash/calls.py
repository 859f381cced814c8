"""What residents and workers say, so that it is known by its words alone what must have become of it."""

import re
from dataclasses import dataclass
from typing import Final

THINGS: Final = ("路灯不亮", "门禁打不开", "下水道堵了", "楼道有人堆杂物", "垃圾桶满了", "楼道窗户破了")
BUILDINGS: Final = 8
_NUMBER: Final = re.compile(r"#(\d+) ")
_MARK: Final = re.compile(r"第(\d+)处")


@dataclass(frozen=True, kw_only=True)
class Call:
    """A resident's call: the `mark`-th, said in this chat of this network as this message."""

    mark: int
    network: str
    chat: str
    message: str


def words_of_call(mark: int) -> str:
    """What a resident says."""
    return f"{mark % BUILDINGS + 1}号楼第{mark}处{THINGS[mark % len(THINGS)]}"


def mark_in(text: str) -> int | None:
    """Which call these words tell of."""
    found = _MARK.search(text)
    return int(found[1]) if found else None


def ticket_shown(text: str) -> int | None:
    """The ticket whose card or task this message of ours is: such a message begins with it and repeats the call."""
    found = _NUMBER.match(text)
    return int(found[1]) if found and mark_in(text) is not None else None


def tickets_listed(text: str) -> dict[int, str]:
    """The tickets that a list of ours shows, each with its line."""
    if ticket_shown(text) is not None:
        return {}
    return {number: line for line in text.splitlines() if (number := ticket_shown(line)) is not None}


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a worker does with a ticket, by its number: three in ten are left, two accepted, three worked at, two done.

    `state` and `sign` are what must come of it: the ledger's state, and words that only the last card has.
    """

    number: int

    @property
    def steps(self) -> int:
        """0: leave it. 1: accept. 2: and tell of progress. 3: and say that it is done."""
        return (0, 0, 0, 1, 1, 2, 2, 2, 3, 3)[self.number % 10]

    @property
    def state(self) -> str:
        """The state in the ledger in the end."""
        return ("assigned", "accepted", "in_progress", "resolved")[self.steps]

    @property
    def sign(self) -> str:
        """Words of the card in its last version."""
        return ("已交给网格员", "接单了", self.progress, self.done)[self.steps]

    @property
    def sign_in_list(self) -> str:
        """The same, where the ticket is a line of a list."""
        return ("等接单", "已接单", "正在办", "办好了")[self.steps]

    @property
    def progress(self) -> str:
        """What the worker says on the way."""
        return f"师傅看过了,配件到了就换,记作{self.number}之一"

    @property
    def done(self) -> str:
        """What the worker says at the end."""
        return f"换好了,试过没问题,记作{self.number}之二"
