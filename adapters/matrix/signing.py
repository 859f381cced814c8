"""Cross-signing keys of the bot's account: made, kept, used and checked. Pure but for the one file that holds them.

Element gives no room keys to a device that its owner has not signed (MSC4153), and matrix-nio cannot sign. An account
has a master key, which signs a self-signing key, which signs each device; a user-signing key completes the set.
Documents and signatures follow the Matrix specification, "Cross-signing" and "Signing JSON".
"""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa

from adapters.matrix.private_files import write_private

SEED_BYTES = 32


@dataclass(frozen=True, kw_only=True, repr=False)
class SigningKeys:
    """The three private keys as seeds, each 32 bytes in unpadded base64."""

    master: str
    self_signing: str
    user_signing: str

    @classmethod
    def fresh(cls) -> "SigningKeys":
        """Keys that nobody has used before."""
        master, self_signing, user_signing = (_encoded(secrets.token_bytes(SEED_BYTES)) for _ in range(3))
        return cls(master=master, self_signing=self_signing, user_signing=user_signing)

    @classmethod
    def load(cls, file: Path) -> "SigningKeys | None":
        """The keys in this file, or None when there is no such file. Raises ValueError when it holds something else."""
        if not file.exists():
            return None
        found = json.loads(file.read_text())
        if not isinstance(found, dict) or set(found) != set(cls.__dataclass_fields__):
            raise ValueError(f"{file} does not hold three signing keys")
        return cls(**found)

    def save(self, file: Path) -> None:
        """Write the keys where only this user can read them; either the whole file is written or none of it."""
        write_private(file, json.dumps(asdict(self)))

    @property
    def master_public(self) -> str:
        """The public master key, by which others recognise the account."""
        return _public(self.master)

    def upload(self, user: str) -> dict[str, Any]:
        """The body of `/keys/device_signing/upload`."""
        return {
            "master_key": _key_document(user, "master", self.master),
            "self_signing_key": _signed(_key_document(user, "self_signing", self.self_signing), user, self.master),
            "user_signing_key": _signed(_key_document(user, "user_signing", self.user_signing), user, self.master),
        }

    def sign_device(self, device: Mapping[str, Any]) -> dict[str, Any]:
        """The device's document as `/keys/query` gave it, with the account's signature added."""
        return _signed(device, device["user_id"], self.self_signing)


def master_of(answer: Mapping[str, Any], user: str) -> str | None:
    """The public master key of this user in an answer of `/keys/query`, or None."""
    document = answer.get("master_keys", {}).get(user)
    return _only_key(document) if document else None


def is_device_signed(answer: Mapping[str, Any], user: str, device: str) -> bool:
    """Whether an answer of `/keys/query` proves, signature by signature, that the user signed this device."""
    document = answer.get("device_keys", {}).get(user, {}).get(device)
    master = answer.get("master_keys", {}).get(user)
    self_signing = answer.get("self_signing_keys", {}).get(user)
    if not (document and master and self_signing):
        return False
    return _is_signed_by(self_signing, user, _only_key(master)) and _is_signed_by(
        document, user, _only_key(self_signing)
    )


def _key_document(user: str, usage: str, seed: str) -> dict[str, Any]:
    public = _public(seed)
    return {"user_id": user, "usage": [usage], "keys": {f"ed25519:{public}": public}}


def _signed(document: Mapping[str, Any], user: str, seed: str) -> dict[str, Any]:
    signature = _encoded(eddsa.new(_private(seed), "rfc8032").sign(_canonical(document)))
    signatures = {who: dict(made) for who, made in document.get("signatures", {}).items()}
    signatures.setdefault(user, {})[f"ed25519:{_public(seed)}"] = signature
    return {**document, "signatures": signatures}


def _is_signed_by(document: Mapping[str, Any], user: str, public: str) -> bool:
    signature = document.get("signatures", {}).get(user, {}).get(f"ed25519:{public}")
    if not signature:
        return False
    try:
        eddsa.new(eddsa.import_public_key(_decoded(public)), "rfc8032").verify(
            _canonical(document), _decoded(signature)
        )
    except ValueError:
        return False
    return True


def _only_key(document: Mapping[str, Any]) -> str:
    public: str = next(iter(document["keys"].values()))
    return public


def _canonical(document: Mapping[str, Any]) -> bytes:
    bare = {key: value for key, value in document.items() if key not in ("signatures", "unsigned")}
    return json.dumps(bare, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _private(seed: str) -> ECC.EccKey:
    return ECC.construct(curve="Ed25519", seed=_decoded(seed))


def _public(seed: str) -> str:
    return _encoded(_private(seed).public_key().export_key(format="raw"))


def _encoded(raw: bytes) -> str:
    # Matrix identifies keys by base64 without padding; with it, servers and clients see a different key.
    return b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return b64decode(text + "=" * (-len(text) % 4), validate=True)
