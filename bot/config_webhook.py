"""The config's tables of programs that are told of public tickets."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from bot.config_files import Sources, Surroundings
from bot.config_reading import Spot, leaf
from bot.config_values import NO_SECRET, File, Hidden, WebAddress, choice, several

# What can be told, in the order of a ticket's life.
EVENTS: Final = (
    *("opened", "assigned", "accepted", "progress", "waiting", "resolved"),
    *("not_fixed", "reopened", "closed", "merged"),
)


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """An address that is told of these events; each message is signed with `secret`. After loading, it is there."""

    url: WebAddress | None = None
    secret: Hidden = NO_SECRET
    secret_file: File | None = None
    events: Annotated[tuple[str, ...], leaf(several(choice(*EVENTS)))] = EVENTS

    @property
    def name(self) -> str:
        """What stands for its address in the database and the log: addresses may be secret too."""
        return hashlib.sha256((self.url or "").encode()).hexdigest()[:12]


def finished_webhooks(written: Sequence[Webhook], around: Surroundings, spot: Spot) -> tuple[Webhook, ...]:
    """With all secrets; complains about what is missing or stands twice. A table that says nothing is none."""
    given = [hook for hook in written if hook.url or hook.secret or hook.secret_file]
    spots = [spot if len(given) == 1 else spot.numbered(number + 1) for number in range(len(given))]
    for place, hook in enumerate(given):
        if hook.url and hook.url in [earlier.url for earlier in given[:place]]:
            spots[place].inside("url").wrong("stands twice")
    return tuple(_finished(hook, around, place) for hook, place in zip(given, spots, strict=True))


def _finished(hook: Webhook, around: Surroundings, spot: Spot) -> Webhook:
    sources = Sources(key="secret", given=hook.secret, file_key="secret_file", file=hook.secret_file, variable="")
    found = around.long_secret(sources, spot)
    if not hook.url and spot.inside("url").is_clean():
        spot.inside("url").wrong("is missing")
    return replace(hook, secret=found)
