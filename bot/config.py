"""The operator's choices, read once into frozen types.

`config.example.toml` is the manual. Decides what a valid config is; refuses to know what is done with it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from bot.config_channels import Matrix, Telegram, Web, finished_matrix, finished_telegram
from bot.config_deadlines import Deadline, Deadlines
from bot.config_digest import Digest
from bot.config_files import Surroundings
from bot.config_open311 import Open311, finished_open311
from bot.config_privacy import Languages, PrivacyRules
from bot.config_reading import ConfigProblems, Problem, Spot, leaf, named_tables, optional_table, table, tables
from bot.config_understanding import UnderstandingRules
from bot.config_values import (
    Accounts,
    Count,
    Country,
    Days,
    File,
    Keeping,
    Language,
    Length,
    Opening,
    Phone,
    Quiet,
    StorageAddress,
    TimeOfDay,
    Zone,
    choice,
)
from bot.config_ways import IdeaRules, MediationRules, MeetingRhythm, Ways
from bot.config_webhook import Webhook, finished_webhooks
from bot.hours import Hours, Span
from bot.rhythm import Rhythm

__all__ = ["Config", "ConfigProblems", "Deadline", "Matrix", "Problem", "Telegram", "Web", "load"]

OUR_LANGUAGES: Final = ("zh", "en")
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_SQLITE: Final = "sqlite:///"


@dataclass(frozen=True, kw_only=True)
class Storage:
    """The database. After loading, an SQLite path is whole; the address may hold a password."""

    url: StorageAddress = field(default="sqlite:///huying.db", repr=False)


_THREE_DAYS: Final = Span.parse("3d")
_ONE_WORKING_DAY, _FIVE_WORKING_DAYS = Span.parse("1wd"), Span.parse("5wd")


_WORK: Final = Hours.parse("09:00-17:30")
_LONG_DAY: Final = Hours.parse("07:00-23:00")
_NIGHT: Final = Hours.parse("22:00-07:00")


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """When clocks run and when nothing sounds. `holidays` and `workdays` come before what the calendar knows."""

    work: Opening = _WORK
    urgent: Opening = _LONG_DAY
    quiet: Quiet = _NIGHT
    calendar: Country = "CN"
    holidays: Days = ()
    workdays: Days = ()


_THREE_MINUTES: Final = Span.parse("3m")
_ONE_WEEK, _TWO_WEEKS = Span.parse("7d"), Span.parse("14d")


@dataclass(frozen=True, kw_only=True)
class EmergencyNumbers:
    """Telephone numbers shown first; one that is None is left out. `repeat`: how often an alarm rings again."""

    fire: Phone | None = None
    police: Phone | None = None
    medical: Phone | None = None
    repeat: Length = _THREE_MINUTES


@dataclass(frozen=True, kw_only=True)
class TicketRules:
    """`detect` says what plain group talk may become: off, watch, suggest or auto (DESIGN part 4).

    `reopen_within`: how long after its closing a ticket can be reopened by its caller. `visit_after`: how long after it
    the caller is asked whether all is still well; of the confirmed ones one in `visit_one_in`, or (0) none.
    """

    confirm_after: Length = _THREE_DAYS
    reopen_within: Length = _TWO_WEEKS
    visit_after: Length = _ONE_WEEK
    visit_one_in: Count = 10
    detect: Annotated[str, leaf(choice("off", "watch", "suggest", "auto"))] = "suggest"
    # Languages that a card in a group offers beside the group's own, by a button.
    card_also_in: Languages = ()


_HALF_AN_HOUR, _FOUR_HOURS = Span.parse("30m"), Span.parse("4h")
_THREE_WORKING_DAYS: Final = Span.parse("3wd")


@dataclass(frozen=True, kw_only=True)
class WhistleRules:
    """How soon a department that was called reports in, by urgency, and how soon its part is done.

    `hear_score` is the time in which it may answer a score before that counts; `link_lives` the life of a one-time
    link.
    """

    report: Length = _ONE_WORKING_DAY
    report_urgent: Length = _FOUR_HOURS
    report_emergency: Length = _HALF_AN_HOUR
    finish: Length = _FIVE_WORKING_DAYS
    hear_score: Length = _THREE_WORKING_DAYS
    link_lives: Length = _TWO_WEEKS


@dataclass(frozen=True, kw_only=True)
class Files:
    """Documents that we make, and files that people send.

    `font`: a file with all Chinese characters; None: one of the places known for it. `store`: a folder, or the address
    of an object store ("s3://bucket/prefix"). `most_mb`: the largest file that is kept, in megabytes.
    """

    font: File | None = None
    store: Keeping = "media"
    most_mb: Count = 20

    @property
    def most(self) -> int:
        """The largest file that is kept, in bytes."""
        return self.most_mb * 1_000_000


@dataclass(frozen=True, kw_only=True)
class CommunityOverrides:
    """What one community does differently; None is what everybody does."""

    timezone: Zone | None = None
    language: Language | None = None
    digest_at: TimeOfDay | None = None
    calendar: Country | None = None
    meeting: MeetingRhythm | None = None


@dataclass(frozen=True, kw_only=True)
class LocalSettings:
    """What holds in one community."""

    timezone: ZoneInfo
    language: str
    digest_at: time
    calendar: str
    # The regular meeting, where one comes by itself.
    meeting: Rhythm | None


_STORAGE, _DIGEST, _DEADLINES, _HOURS = Storage(), Digest(), Deadlines(), OpeningHours()
_NUMBERS, _TICKETS = EmergencyNumbers(), TicketRules()
_WHISTLES: Final = WhistleRules()
_WAYS, _MEDIATION, _IDEAS = Ways(), MediationRules(), IdeaRules()
_FILES, _PRIVACY, _UNDERSTANDING = Files(), PrivacyRules(), UnderstandingRules()
_OPEN311: Final = Open311()
_Communities = Mapping[str, CommunityOverrides]


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that the operator chose. `folder` is the config file's, which relative paths count from."""

    language: Language = "zh"
    timezone: Zone = _SHANGHAI
    admins: Accounts = ()
    storage: Annotated[Storage, table] = _STORAGE
    telegram: Annotated[tuple[Telegram, ...], tables(Telegram())] = ()
    matrix: Annotated[tuple[Matrix, ...], tables(Matrix())] = ()
    web: Annotated[Web | None, optional_table(Web())] = None
    digest: Annotated[Digest, table] = _DIGEST
    deadlines: Annotated[Deadlines, table] = _DEADLINES
    hours: Annotated[OpeningHours, table] = _HOURS
    emergency: Annotated[EmergencyNumbers, table] = _NUMBERS
    tickets: Annotated[TicketRules, table] = _TICKETS
    whistles: Annotated[WhistleRules, table] = _WHISTLES
    ways: Annotated[Ways, table] = _WAYS
    mediation: Annotated[MediationRules, table] = _MEDIATION
    ideas: Annotated[IdeaRules, table] = _IDEAS
    files: Annotated[Files, table] = _FILES
    privacy: Annotated[PrivacyRules, table] = _PRIVACY
    understanding: Annotated[UnderstandingRules, table] = _UNDERSTANDING
    open311: Annotated[Open311, table] = _OPEN311
    webhook: Annotated[tuple[Webhook, ...], tables(Webhook())] = ()
    community: Annotated[_Communities, named_tables(CommunityOverrides())] = field(
        default_factory=lambda: MappingProxyType({})
    )
    folder: Path = Path()
    warnings: tuple[str, ...] = ()

    def settings_in(self, community: str | None) -> LocalSettings:
        """What holds in the community of that name, or (None) outside all communities."""
        own = self.community.get(community or "", CommunityOverrides())
        return LocalSettings(
            timezone=own.timezone or self.timezone,
            language=own.language or self.language,
            digest_at=self.digest.at if own.digest_at is None else own.digest_at,
            calendar=own.calendar or self.hours.calendar,
            meeting=own.meeting,
        )


def load(path: Path, environ: Mapping[str, str]) -> Config:
    """The config of that file, whole and checked.

    Raises:
        ConfigProblems: everything that is wrong with it, at once.
    """
    spot = Spot(key="", problems=[])
    around = Surroundings(folder=path.resolve().parent, environ=environ)
    document = _document(path)
    written = table(document, spot, Config())
    config = _finished(written, document, around, spot)
    if spot.problems:
        raise ConfigProblems(path.name, spot.problems)
    if _holds_secrets(written):
        around.warn_if_open(path)
    if not config.admins:
        around.warnings.append("admins is empty: nobody can bind a group, and nobody is told when all else fails")
    return replace(config, folder=around.folder, warnings=tuple(around.warnings))


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = "does not exist; huying init makes one, or name another file with -c"
    except OSError as trouble:
        what = f"cannot be read: {(trouble.strerror or 'unknown error').lower()}"
    except UnicodeDecodeError:
        what = "is not UTF-8 text"
    except tomllib.TOMLDecodeError as wrong:
        what = f"is not TOML: {wrong}"
    raise ConfigProblems(path.name, [Problem(key=str(path), what=what)])


def _finished(config: Config, document: Mapping[str, Any], around: Surroundings, spot: Spot) -> Config:
    if not document.keys() & {"telegram", "matrix", "web"}:
        spot.inside("telegram").wrong("is missing, and so are [matrix] and [web]: nothing would run, add one of them")
    _check_languages(config, around, spot)
    has_web = "web" in document
    return replace(
        config,
        storage=_whole_path(config.storage, around, spot.inside("storage").inside("url")),
        telegram=finished_telegram(config.telegram, around, spot.inside("telegram"), has_web=has_web),
        matrix=finished_matrix(config.matrix, around, spot.inside("matrix"), config.admins),
        open311=finished_open311(config.open311, around, spot.inside("open311")),
        webhook=finished_webhooks(config.webhook, around, spot.inside("webhook")),
    )


def _check_languages(config: Config, around: Surroundings, spot: Spot) -> None:
    chosen = [(spot.inside("language"), config.language)]
    for name, own in config.community.items():
        chosen.append((spot.inside("community").inside(name).inside("language"), own.language or config.language))
    for place, language in chosen:
        file = around.path(Path("texts") / f"{language}.toml")
        if language not in OUR_LANGUAGES and not file.is_file():
            place.wrong(f'"{language}" is neither zh nor en, and there are no words for it in {file}')


def _whole_path(storage: Storage, around: Surroundings, spot: Spot) -> Storage:
    if not storage.url.startswith(_SQLITE):
        return storage
    file = around.path(Path(storage.url.removeprefix(_SQLITE)))
    if not file.parent.is_dir():
        spot.wrong(f"lies in {file.parent}, which is no folder")
    return replace(storage, url=f"{_SQLITE}{file}")


def _holds_secrets(written: Config) -> bool:
    """Whether a secret stands in the config file itself, not in a file or variable that it points to."""
    accounts: tuple[Telegram | Matrix, ...] = (*written.telegram, *written.matrix)
    secrets = [account.token or account.webhook_secret for account in written.telegram]
    secrets += [account.password or account.access_token for account in written.matrix]
    secrets += [key.key for key in written.open311.keys] + [hook.secret for hook in written.webhook]
    addresses = [written.storage.url, *(account.proxy or "" for account in accounts)]
    return any(secrets) or any("@" in address for address in addresses if not address.startswith(_SQLITE))
