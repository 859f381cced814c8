"""Signatures as other Matrix software checks them."""

import json
import stat
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from signedjson.key import decode_verify_key_bytes
from signedjson.sign import verify_signed_json
from unpaddedbase64 import decode_base64

from adapters.matrix.signing import SigningKeys, is_device_signed, master_of

BOT, DEVICE = "@huying:example.org", "HUYING1"


def device_document() -> dict[str, Any]:
    return {
        "user_id": BOT,
        "device_id": DEVICE,
        "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        "keys": {f"curve25519:{DEVICE}": "3C5BFWi2Y8MaVvjM8M22DBmh24PmgR0nPvJOIArzgyI"},
        "unsigned": {"device_display_name": "呼应"},
    }


def answer_of_query(keys: SigningKeys) -> dict[str, Any]:
    uploaded = keys.upload(BOT)
    return {
        "device_keys": {BOT: {DEVICE: keys.sign_device(device_document())}},
        "master_keys": {BOT: uploaded["master_key"]},
        "self_signing_keys": {BOT: uploaded["self_signing_key"]},
    }


def test_another_library_accepts_our_signatures() -> None:
    keys = SigningKeys.fresh()
    answer = answer_of_query(keys)
    key_id, public = next(iter(answer["self_signing_keys"][BOT]["keys"].items()))
    key = decode_verify_key_bytes(key_id, decode_base64(public))

    verify_signed_json(answer["device_keys"][BOT][DEVICE], BOT, key)

    assert key_id == f"ed25519:{public}"
    assert "=" not in json.dumps(answer)


def test_a_whole_chain_of_signatures_proves_the_device() -> None:
    keys = SigningKeys.fresh()

    answer = answer_of_query(keys)

    assert is_device_signed(answer, BOT, DEVICE)
    assert master_of(answer, BOT) == keys.master_public


@pytest.mark.parametrize("broken", ["device_keys", "self_signing_keys", "master_keys"])
def test_a_stranger_s_document_anywhere_in_the_chain_breaks_it(broken: str) -> None:
    answer = answer_of_query(SigningKeys.fresh())

    answer[broken] = answer_of_query(SigningKeys.fresh())[broken]

    assert not is_device_signed(answer, BOT, DEVICE)


def test_a_changed_device_is_not_signed() -> None:
    answer = answer_of_query(SigningKeys.fresh())

    answer["device_keys"][BOT][DEVICE]["keys"] = {f"curve25519:{DEVICE}": b64encode(bytes(32)).decode().rstrip("=")}

    assert not is_device_signed(answer, BOT, DEVICE)


def test_keys_come_back_from_a_file_that_nobody_else_can_read(tmp_path: Path) -> None:
    file, keys = tmp_path / "signing.json", SigningKeys.fresh()

    keys.save(file)

    assert SigningKeys.load(file) == keys
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert keys.master not in repr(keys)


def test_a_file_with_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "signing.json"
    file.write_text('{"master": "x"}')

    with pytest.raises(ValueError, match="three signing keys"):
        SigningKeys.load(file)
    assert SigningKeys.load(tmp_path / "missing.json") is None
