"""Checkpoints in C2SP's text form: the shape that other tools read, and nothing that was bent passes."""

from __future__ import annotations

import base64
import hashlib
import random
from pathlib import Path

import pytest

from muster.cases.notes import Checkpoint, PublicKey, SigningKey, load_key, opened, signed
from muster.errors import BadInput

# The worked example of the signed-note specification: a public key, and a note that it signed.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_published_example_verifies() -> None:
    """The example's text is no checkpoint, so only its key and its signature line are looked at."""
    from muster.cases import notes

    key = PublicKey.parse(VKEY)
    text, _, line = NOTE.partition("\n\n")
    assert notes._signs(line.strip("\n"), text + "\n", key)
    assert not notes._signs(line.strip("\n"), text, key)


def test_a_checkpoint_has_the_shape_of_the_specification() -> None:
    key = SigningKey.made()
    root = hashlib.sha256(b"x").digest()
    note = signed(Checkpoint(key.name, 20, root), key)
    lines = note.split("\n")
    assert lines[:4] == [key.name, "20", base64.b64encode(root).decode(), ""]
    assert lines[4].startswith(f"— {key.name} ")
    assert lines[5:] == [""]
    assert len(base64.b64decode(lines[4].split(" ")[2])) == 4 + 64
    assert opened(note, key.public) == Checkpoint(key.name, 20, root)


def test_a_note_with_another_witness_still_opens() -> None:
    key, witness = SigningKey.made(), SigningKey.made()
    one = Checkpoint(key.name, 3, bytes(32))
    cosigned = signed(one, key) + witness.sign(one.text()).rpartition("\n\n")[2]
    assert opened(cosigned, key.public) == one


def test_no_flipped_byte_of_a_note_passes() -> None:
    key = SigningKey.made()
    note = signed(Checkpoint(key.name, 1234, hashlib.sha256(b"y").digest()), key)
    raw = note.encode()
    chance = random.Random(1)
    for place in range(len(raw)):
        bent = bytearray(raw)
        bent[place] ^= 1 << chance.randrange(7)
        with pytest.raises(BadInput):
            opened(bent.decode("utf-8", "replace"), key.public)


@pytest.mark.parametrize(
    "text", ["", "x", "a\nb\nc\n\n", "a\n1\n\n\n", "a\n01\nAAAA\n\n— a b\n", "\n\n\n\n\n", "a\n²\nAA\n\n\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        opened(text, SigningKey.made().public)


def test_a_key_is_made_once_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert load_key(path) is None
    made = load_key(path, create=True)
    again = load_key(path, create=True)
    assert made is not None
    assert again is not None
    assert made.public == again.public
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("text", ["", "hello", "PRIVATE+KEY+a+b+c", "\x00"])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(BadInput, match="not a signing key"):
        load_key(path)
