"""What is the same for every turn, put together once at start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.config import Config
from bot.feature import EventReaction, Feature
from bot.files import Printer
from bot.hours import Calendar
from bot.media import Shelf
from bot.texts import Texts


@dataclass(frozen=True, kw_only=True)
class Setup:
    """Settings, words, features, the working calendar, our accounts.

    `memory` keeps what is costly to build and follows from the database alone (a gazetteer, by its version).
    `bots` names our first account on each network, `accounts` all of them (network and name).
    """

    config: Config
    texts: Texts
    features: tuple[Feature, ...]
    # The working calendar of a community, by its name; None: the deployment's.
    calendar_in: Callable[[str | None], Calendar]
    bots: dict[str, str]
    accounts: frozenset[tuple[str, str]] = frozenset()
    # Networks where we can open a private chat ourselves; elsewhere the person must press Start first.
    opens_private: frozenset[str] = frozenset()
    # Our accounts (network and name) of which encrypted rooms' words stay on their network.
    sealing: frozenset[tuple[str, str]] = frozenset()
    # Our accounts (network and name) that can show people a menu of our commands.
    shows_menus: frozenset[tuple[str, str]] = frozenset()
    # How an invitation is opened with an account of ours, with {code} in it: a deep link or what to write to it.
    invitation_links: dict[str, str] = field(default_factory=dict)
    memory: dict[str, object] = field(default_factory=dict)
    printer: Printer | None = None
    # Where files that people send are kept; None: nowhere, so that none are fetched.
    shelf: Shelf | None = None
    _reactions: dict[type, Sequence[EventReaction]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def reactions_to(self, event: type) -> Sequence[EventReaction]:
        """Who reacts to events of this type, in the order of the features."""
        found = self._reactions.get(event)
        if found is None:
            offered = [reaction for feature in self.features for reaction in feature.reactions]
            found = [reaction for reaction in offered if issubclass(event, reaction.event)]
            self._reactions[event] = found
        return found
