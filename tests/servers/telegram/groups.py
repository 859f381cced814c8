"""Groups as tests build and move them: who is in, who joins, rights, topics, migration."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers.telegram import delivery
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.chats import Chat, Member
from tests.servers.telegram.people import TELEGRAM, Account

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

Json = dict[str, Any]


@dataclass(eq=False, kw_only=True)
class Group(Chat):
    """A basic group or supergroup. Who stands there from the start came without an update."""

    world: "World"

    def seat(self, account: Account, status: str = "member", **rights: bool) -> Member:
        """Put somebody in without a word."""
        hears_all = isinstance(account, Bot) and not account.privacy_mode
        member = Member(account=account, status=status, rights=rights, hears_all=hears_all)
        self.members[account.id] = member
        return member

    @property
    def creator(self) -> Account:
        """Who owns the group; Telegram itself while nobody does."""
        return next((m.account for m in self.members.values() if m.status == "creator"), TELEGRAM)

    def _now(self, account: Account) -> Member:
        return self.members.get(account.id) or Member(account=account, status="left")

    def _becomes(self, account: Account, by: Account | None, status: str, **rights: bool) -> None:
        old = self._now(account)
        new = self.seat(account, status, **rights)
        new.hears_all = old.hears_all if old.inside else new.hears_all
        delivery.member_changed(self.world, self, old, new, by or self.creator)

    async def adds(self, account: Account, *, by: Account | None = None, admin: bool = False) -> None:
        """Somebody adds a person or a bot; privacy mode of a bot counts as it is now."""
        by = by or self.creator
        self._becomes(account, by, "member")
        self.world.service(self, by, new_chat_members=[account.json()])
        if admin:
            await self.promotes(account, by=by)

    async def joins(self, account: Account) -> None:
        """A person comes in by a link."""
        self._becomes(account, account, "member")
        self.world.service(self, account, new_chat_members=[account.json()])

    async def leaves(self, account: Account) -> None:
        self._becomes(account, account, "left")
        self.world.service(self, account, left_chat_member=account.json())

    async def kicks(self, account: Account, *, by: Account | None = None) -> None:
        self._becomes(account, by, "kicked")
        self.world.service(self, by or self.creator, left_chat_member=account.json())

    async def promotes(self, account: Account, *, by: Account | None = None, **rights: bool) -> None:
        """Makes an administrator; without rights named, one who may delete messages only."""
        chosen = rights or {"can_delete_messages": True}
        self._becomes(account, by, "administrator", can_manage_chat=True, **chosen)

    async def demotes(self, account: Account, *, by: Account | None = None) -> None:
        self._becomes(account, by, "member")

    async def restricts(self, account: Account, *, by: Account | None = None, **permissions: bool) -> None:
        """Mutes a member; every permission not named is taken away."""
        self._becomes(account, by, "restricted", **permissions)
