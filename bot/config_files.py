"""What the config refers to outside itself: the environment's variables, and files beside it."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.config_reading import Spot
from bot.config_values import SAMPLES, Secret

_SHORTEST: Final = 16


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where one account may get its secret from, in the order in which they count."""

    key: str
    given: Secret
    file_key: str
    file: Path | None
    variable: str


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The folder that relative paths count from, and the environment. Collects warnings on the way."""

    folder: Path
    environ: Mapping[str, str]
    warnings: list[str] = field(default_factory=list)

    def path(self, relative: Path) -> Path:
        """The file or folder that the config means."""
        return self.folder / relative.expanduser()

    def secret(self, sources: Sources, spot: Spot) -> Secret:
        """The secret that is written in the config, or in the file that it names, or in the environment."""
        if sources.given and sources.file:
            spot.inside(sources.file_key).wrong(f"stands beside {sources.key}; keep one of the two")
        if sources.given:
            return sources.given
        if sources.file:
            return self._secret_in(sources.file, spot.inside(sources.file_key))
        return Secret(self.environ.get(sources.variable, "").strip())

    def long_secret(self, sources: Sources, spot: Spot) -> Secret:
        """The same, where one must be there and nobody may guess it."""
        found = self.secret(sources, spot)
        if not found and all(spot.inside(one).is_clean() for one in (sources.key, sources.file_key)):
            spot.inside(sources.key).wrong(f"is missing; or {sources.file_key}")
        if found and len(found.reveal()) < _SHORTEST:
            spot.inside(sources.key).wrong(f"is too short to be kept secret; it needs {_SHORTEST} signs at least")
        return found

    def warn_if_open(self, file: Path) -> None:
        """Warn when other people of this machine may read a file that holds secrets."""
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & (stat.S_IRGRP | stat.S_IROTH):
            self.warnings.append(f"{file} holds secrets and can be read by others (mode {mode:03o}): chmod 600 {file}")

    def _secret_in(self, relative: Path, spot: Spot) -> Secret:
        file = self.path(relative)
        try:
            words = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as trouble:
            spot.wrong(f"names {file}, which cannot be read: {_reason(trouble)}")
            return Secret()
        if not words or words in SAMPLES:
            spot.wrong(f"names {file}, which {'still holds the example value' if words else 'is empty'}")
            return Secret()
        self.warn_if_open(file)
        return Secret(words)


def _reason(trouble: OSError | UnicodeDecodeError) -> str:
    # The error of a file that is no text would quote its bytes, which may be the secret.
    return (trouble.strerror or "unknown error").lower() if isinstance(trouble, OSError) else "it is not text"
