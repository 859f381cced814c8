"""What people see of our messages, and what of it is there twice."""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.crash.calls import ticket_shown, tickets_listed

Chat = str
Message = str


@dataclass(kw_only=True)
class Seen:
    """Of one network. `cards` and `asked` by the call that they answer; `tasks` by worker and ticket.

    Each holds the texts of all our messages of that kind as they look now, oldest first. `lines` and `task_lines` are
    those of lists, by ticket, and by worker and ticket. `repeated` are transactions that made more than one event,
    `unreadable` events of ours that their reader has no key for.
    """

    cards: dict[tuple[Chat, Message], list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[tuple[Chat, Message], list[str]] = field(default_factory=lambda: defaultdict(list))
    tasks: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    task_lines: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    repeated: list[str] = field(default_factory=list)
    unreadable: int = 0
    rooms_too_many: int = 0
    # Messages that told nothing which an earlier one had not told: a list is one, however many lines it has.
    again: int = 0

    @property
    def doubled(self) -> list[list[str]]:
        """Messages that say, or once said, the same. A worker's ticket may stand in a list and alone beside it."""
        in_groups = defaultdict(list, {number: [*lines] for number, lines in self.lines.items()})
        for texts in filter(None, self.cards.values()):
            in_groups[ticket_shown(texts[-1]) or 0] += texts
        kinds = (*in_groups.values(), *self.asked.values(), *self.tasks.values(), *self.task_lines.values())
        return [texts for texts in kinds if len(texts) > 1]

    @property
    def doubles(self) -> int:
        """How many there are too many."""
        return sum(len(texts) - 1 for texts in self.doubled) + len(self.repeated)

    def read_in_group(self, text: str, answered: tuple[Chat, Message] | None) -> None:
        """A message of ours in a group, perhaps the answer to a message there."""
        listed = tickets_listed(text)
        self.again += bool(listed) and all(self.lines.get(number) for number in listed)
        for number, line in listed.items():
            self.lines[number].append(line)
        if answered is not None:
            kind = self.cards if ticket_shown(text) is not None else self.asked
            self.again += not listed and bool(kind.get(answered))
            kind[answered].append(text)

    def read_in_private(self, text: str, worker: str) -> None:
        """A message of ours to a worker."""
        listed = tickets_listed(text)
        self.again += bool(listed) and all(self.task_lines.get((worker, number)) for number in listed)
        for number, line in listed.items():
            self.task_lines[worker, number].append(line)
        if (own := ticket_shown(text)) is not None:
            self.again += bool(self.tasks.get((worker, own)))
            self.tasks[worker, own].append(text)
