"""What people see of our messages, and what of it is there twice."""

from collections import defaultdict
from dataclasses import dataclass, field

Chat = str
Message = str


@dataclass(kw_only=True)
class Seen:
    """Of one network. `cards` and `asked` by the call that they answer; `tasks` by worker and ticket.

    Each holds the texts of all our messages of that kind as they look now, oldest first. `repeated` are transactions
    that made more than one event, `unreadable` events of ours that their reader has no key for.
    """

    cards: dict[tuple[Chat, Message], list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[tuple[Chat, Message], list[str]] = field(default_factory=lambda: defaultdict(list))
    tasks: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    repeated: list[str] = field(default_factory=list)
    unreadable: int = 0
    rooms_too_many: int = 0

    @property
    def doubled(self) -> list[list[str]]:
        """Messages that say, or once said, the same."""
        kinds = (*self.cards.values(), *self.asked.values(), *self.tasks.values())
        return [texts for texts in kinds if len(texts) > 1]

    @property
    def doubles(self) -> int:
        """How many there are too many."""
        return sum(len(texts) - 1 for texts in self.doubled) + len(self.repeated)
