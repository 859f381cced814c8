"""`huying doctor`: reads what the running service wrote down, and says in one line each what a person has to do.

Pure: what was seen goes in, lines come out. It asks no network; `huying check` does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.condition import AccountCondition, Condition
from bot.copies import LastBackup
from bot.upkeep import length, waiting_line
from bot.watch import LEAST_DISK, Backlog, is_late, is_off

# The service writes its condition down every minute.
_SIGN_OF_LIFE: Final = timedelta(minutes=3)
_LITTLE_DISK: Final = 1024 * 1024 * 1024
_BIG_LOG: Final = 64 * 1024 * 1024
_OLD_BACKUP: Final = timedelta(days=8)
_NAMED: Final = 9
_MB: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What there is to judge. `groups` and `workers` are finished lines about those that need a hand."""

    now: datetime
    condition: Condition | None
    backlog: Backlog
    backup: LastBackup | None
    disk_free: int
    log_bytes: int
    warnings: Sequence[str]
    groups: Sequence[str]
    workers: Sequence[str]
    # Open tickets whose clocks are not those that their history gives.
    clocks: Sequence[int] = ()


@dataclass(frozen=True)
class Finding:
    """One line; `is_good`: nothing is to be done."""

    is_good: bool
    line: str

    def __str__(self) -> str:
        return f"{'ok' if self.is_good else 'to do'}: {self.line}"


def findings(seen: Seen) -> list[Finding]:
    """Everything, what is to be done and what is well."""
    parts = (_service(seen), _waiting(seen), _failed(seen), _machine(seen), _backup(seen), _clocks(seen), _people(seen))
    return [finding for part in parts for finding in part]


def _good(line: str) -> Finding:
    return Finding(True, line)


def _to_do(line: str) -> Finding:
    return Finding(False, line)


def _service(seen: Seen) -> Iterator[Finding]:
    if seen.condition is None:
        yield _to_do("the service never ran here; start huying run")
        return
    silent = seen.now - seen.condition.at
    if silent > _SIGN_OF_LIFE:
        yield _to_do(f"no sign of life from the service for {length(silent.total_seconds())}; start huying run")
        return
    yield _good("the service runs")
    for account in seen.condition.accounts:
        yield from _account(account)


def _account(account: AccountCondition) -> Iterator[Finding]:
    if not account.ready:
        yield _to_do(f"{account.name} does not answer; the log says why, and huying check after stopping the service")
        return
    if account.ahead is not None and is_off(account.ahead):
        side = "ahead of" if account.ahead > 0 else "behind"
        by = length(abs(account.ahead))
        yield _to_do(f"the clock is {by} {side} that of {account.name}; let the machine take its time from NTP")
    if account.signed is False:
        yield _to_do(f"the device of {account.name} is not signed, so Element keeps it out; the log says why")
    else:
        yield _good(f"{account.name} answers")


def _waiting(seen: Seen) -> Iterator[Finding]:
    known = {(one.channel, one.bot) for one in seen.condition.accounts} if seen.condition else set()
    for queue in seen.backlog.queues:
        line = waiting_line(queue, seen.now)
        if is_late(queue, seen.now):
            is_known = not known or (queue.channel, queue.bot) in known
            yield _to_do(f"{line}; {'the log says why' if is_known else 'the config names no such account'}")
        else:
            yield _good(line)


def _failed(seen: Seen) -> Iterator[Finding]:
    backlog = seen.backlog
    if backlog.given_up:
        yield _to_do(f"{backlog.given_up} received messages could not be handled: huying inbox")
    if backlog.retrying:
        yield _good(f"{backlog.retrying} received messages failed and are tried again by themselves")
    if backlog.dead:
        kinds = ", ".join(f"{count} {channel} {reason}" for channel, reason, count in backlog.dead)
        yield _to_do(f"some things never arrived ({kinds}): huying outbox")


def _machine(seen: Seen) -> Iterator[Finding]:
    room = f"{seen.disk_free // _MB} MB left on the disk"
    if seen.disk_free < LEAST_DISK:
        yield _to_do(f"{room}: make room now, or nothing can be kept any more")
    elif seen.disk_free < _LITTLE_DISK:
        yield _to_do(f"{room}: make room soon")
    else:
        yield _good(room)
    if seen.log_bytes > _BIG_LOG:
        yield _to_do(
            f"the database's log has grown to {seen.log_bytes // _MB} MB, because something reads the file for long; "
            "end it, or restart the service"
        )


def _backup(seen: Seen) -> Iterator[Finding]:
    if seen.backup is None:
        yield _to_do("there is no backup: huying backup FILE, every night")
        return
    age = seen.now - seen.backup.at
    line = f"the last backup is {length(age.total_seconds())} old"
    if age > _OLD_BACKUP:
        yield _to_do(f"{line}: huying backup FILE, every night")
    elif not seen.backup.proved:
        yield _to_do(f"{line} and was not proved: leave out --unproved")
    else:
        yield _good(f"{line} and was proved by a restore")


def _clocks(seen: Seen) -> Iterator[Finding]:
    if seen.clocks:
        named = " ".join(f"#{number}" for number in seen.clocks[:_NAMED])
        yield _to_do(
            f"the clocks of {len(seen.clocks)} open tickets are not those of their history ({named}); after a change "
            "of hours or deadlines they follow at each ticket's next step, else tell us"
        )


def _people(seen: Seen) -> Iterator[Finding]:
    yield from (_to_do(line) for line in (*seen.warnings, *seen.groups, *seen.workers))
