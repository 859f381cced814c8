"""Accounts: people, bots and the three that Telegram itself sends with."""

from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]


@dataclass(eq=False, kw_only=True)
class Account:
    """Somebody who can be the sender of a message."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def json(self) -> Json:
        facts: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if value := getattr(self, key):
                facts[key] = value
        return facts

    def __repr__(self) -> str:
        return f"<{'bot' if self.is_bot else 'user'} {self.id} {self.name}>"


# Who stands in `from` when a group, a channel or a linked channel's post speaks.
ANONYMOUS_ADMIN: Final = Account(id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL_SENDER: Final = Account(id=136817688, first_name="Channel", username="Channel_Bot", is_bot=True)
TELEGRAM: Final = Account(id=777000, first_name="Telegram")
