"""`huying service`: the units with which systemd keeps the service running, and makes a backup each night.

Pure: paths and names go in, files come out. A process of ours may write its own folders and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARK: Final = "# Written by `huying service`; run that again to change it."
SERVICE: Final = "huying.service"
BACKUP: Final = "huying-backup.service"
TIMER: Final = "huying-backup.timer"
# A week, at an hour when nobody calls.
KEPT: Final = 7
AT: Final = "*-*-* 03:30:00"
_HOMES: Final = (Path("/home"), Path("/root"), Path("/run/user"))
_PRIVILEGED: Final = 1024

# What no process of ours ever needs.
_HARDENED: Final = """\
NoNewPrivileges=yes
ProtectSystem=strict
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
UMask=0077"""


@dataclass(frozen=True, kw_only=True)
class Installed:
    """Where this installation stands. `written` are the folders that it writes to; `port` is 0 without a web server."""

    program: Sequence[str]
    config: Path
    user: str
    written: Sequence[Path]
    backups: Path
    memory: str
    port: int = 0


def units(here: Installed) -> Mapping[str, str]:
    """The files by name."""
    return {SERVICE: _service(here), BACKUP: _backup(here), TIMER: _timer()}


def _service(here: Installed) -> str:
    return f"""\
{MARK}
[Unit]
Description=Huying, the neighbourhood's bot
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
{_process(here, "run")}
Restart=always
RestartSec=15
TimeoutStopSec=20
MemoryMax={here.memory}
TasksMax=128
{_writes(here)}
{_HARDENED}
{_capabilities(here.port)}

[Install]
WantedBy=multi-user.target
"""


def _backup(here: Installed) -> str:
    return f"""\
{MARK}
[Unit]
Description=Huying's backup

[Service]
Type=oneshot
{_process(here, "backup", "--keep", str(KEPT), str(here.backups))}
Nice=10
IOSchedulingClass=idle
{_writes(here)}
{_HARDENED}
{_capabilities(0)}
"""


def _timer() -> str:
    return f"""\
{MARK}
[Unit]
Description=Huying's backup, each night

[Timer]
OnCalendar={AT}
RandomizedDelaySec=10min
Persistent=true

[Install]
WantedBy=timers.target
"""


def _process(here: Installed, *command: str) -> str:
    words = [*here.program, "-c", str(here.config), *command]
    folder = here.config.parent
    return f"""\
User={here.user}
WorkingDirectory={_escaped(str(folder))}
# Secrets that are not in the config, such as HUYING_TELEGRAM_TOKEN=…, may stand in this file.
EnvironmentFile=-{_escaped(str(folder / "huying.env"))}
ExecStart={" ".join(map(_quoted, words))}"""


def _writes(here: Installed) -> str:
    paths = list(dict.fromkeys(here.written))
    if not any(here.backups.is_relative_to(path) for path in paths):
        paths.append(here.backups)
    used = [*paths, Path(here.program[0]), here.config]
    is_in_home = any(path.is_relative_to(home) for path in used for home in _HOMES)
    # What lies in somebody's home can be read; elsewhere homes are not there at all.
    homes = "read-only" if is_in_home else "yes"
    return f"ReadWritePaths={' '.join(map(_quoted, map(str, paths)))}\nProtectHome={homes}"


def _capabilities(port: int) -> str:
    needed = "CAP_NET_BIND_SERVICE" if 0 < port < _PRIVILEGED else ""
    return f"CapabilityBoundingSet={needed}\nAmbientCapabilities={needed}"


def _quoted(word: str) -> str:
    """One argument, whatever is in it."""
    escaped = _escaped(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"' if set(word) & set(" \t\"'\\;") else escaped


def _escaped(path: str) -> str:
    """Without specifiers."""
    return path.replace("%", "%%")
