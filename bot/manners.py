"""How we speak in a chat: in which language, and whether aloud.

Nothing sounds at night or in a group that asked for quiet, emergencies excepted (DESIGN part 2, "Quiet"). A community
may have a language and a time zone of its own.
"""

from datetime import datetime
from typing import Final

from bot.community import Account, ChatRef, Group, PlaceId, PlaceKind
from bot.config import Config, LocalSettings
from bot.hours import is_quiet
from bot.messages import Address
from bot.ports import UnitOfWork
from bot.stores import Facts, Groups, People, Places

# So many posts sound in a group on one day; later ones come without a sound, emergencies excepted.
MOST_SOUNDS: Final = 12


class Manners:
    """The manners of one turn. What was asked once is not asked again."""

    def __init__(self, uow: UnitOfWork, config: Config, now: datetime) -> None:
        self._uow = uow
        self._config = config
        self._now = now
        self._groups: dict[ChatRef, Group | None] = {}
        # Without communities that do things their own way nothing has to be looked up.
        self._is_same_everywhere = not config.community

    def know(self, group: Group) -> None:
        """The group as this turn has changed it."""
        self._groups[group.chat.whole] = group

    async def group(self, chat: ChatRef) -> Group | None:
        """The group of this chat, if we know it."""
        if chat.whole not in self._groups:
            self._groups[chat.whole] = await self._uow.store(Groups).get(chat.whole)
        return self._groups[chat.whole]

    async def language_in(self, group: Group | None) -> str:
        """The group's own language, else its community's, else the deployment's."""
        if group is not None and group.language is not None:
            return group.language
        return (await self._settings(group.place if group else None)).language

    async def is_quiet(self, to: Address) -> bool:
        """May nothing but an emergency sound there now?"""
        if isinstance(to, ChatRef):
            group = await self.group(to)
            if group is not None and group.quiet_until is not None and self._now < group.quiet_until:
                return True
            here = await self._settings(group.place if group else None)
        else:
            here = await self._settings(await self._place_of(to.account))
        return is_quiet(self._now, self._config.hours.quiet, here.timezone)

    async def may_sound(self, to: Address) -> bool:
        """Has the group room for one more sounding post today? Asked once for each, which is counted then.

        A phone that rang twelve times is put on mute by its owner, and then nobody hears the thirteenth either.
        """
        if not isinstance(to, ChatRef):
            return True
        group = await self.group(to)
        here = await self._settings(group.place if group else None)
        key, day = f"sounded.{to.channel}.{to.bot}.{to.chat}", str(self._now.astimezone(here.timezone).date())
        facts = self._uow.store(Facts)
        known_day, _, count = (await facts.get(key) or "").partition(" ")
        sounded = int(count) if known_day == day else 0
        if sounded < MOST_SOUNDS:
            await facts.set(key, f"{day} {sounded + 1}")
        return sounded < MOST_SOUNDS

    async def _place_of(self, account: Account) -> PlaceId | None:
        """Where a person lives, else where that person has a duty."""
        if self._is_same_everywhere:
            return None
        people = self._uow.store(People)
        person = await people.by_account(account)
        if person is None:
            return None
        if person.home is not None:
            return person.home.building
        return next((duty.place for duty in await people.duties(person.id) if duty.place is not None), None)

    async def _settings(self, place: PlaceId | None) -> LocalSettings:
        if place is None or self._is_same_everywhere:
            return self._config.settings_in(None)
        places = self._uow.store(Places)
        known = await places.get(place)
        community = known.id if known.kind is PlaceKind.COMMUNITY else known.community
        name = None if community is None else (await places.get(community)).name
        return self._config.settings_in(name)
