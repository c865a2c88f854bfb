"""Signed notes and checkpoints in the text forms of C2SP (signed-note, tlog-checkpoint), with Ed25519.

The private key is a file beside the register, readable by its owner alone. The public key is one line of text, to be
given to whoever should be able to check a checkpoint without trusting the register.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from muster.errors import BadInput

_ED25519 = b"\x01"
_DASH = "\u2014"  # the em dash that begins a signature line
_MAX = 1 << 20  # characters of a note that are read


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A verifier key: `name+hash+base64`, the hash being that of name and key."""

    name: str
    raw: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    @property
    def hash(self) -> bytes:
        """The key id of four bytes that signature lines carry."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """The key of one line of text. Raises BadInput."""
        name, _, rest = text.strip().partition("+")
        key_hash, _, encoded = rest.partition("+")
        raw = from_base64(encoded)
        if not name or raw is None or raw[:1] != _ED25519 or len(raw) != 33:
            raise BadInput("not an Ed25519 public key", hint="it is one line, as `muster audit key` prints it")
        found = cls(name, raw[1:])
        if found.hash.hex() != key_hash:
            raise BadInput("the public key's hash does not fit it", hint="copy the whole line again")
        return found


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the name under which it signs."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The text, which ends in a newline, as a signed note."""
        signature = base64.b64encode(self.public.hash + self.private.sign(text.encode())).decode()
        return f"{text}\n{_DASH} {self.name} {signature}\n"

    @classmethod
    def made(cls) -> SigningKey:
        """A new key, named after its own digest."""
        private = Ed25519PrivateKey.generate()
        digest = hashlib.sha256(private.public_key().public_bytes_raw()).hexdigest()
        return cls(f"muster/{digest[:12]}", private)


def load_key(path: Path, *, create: bool = False) -> SigningKey | None:
    """The signing key in a file; if there is none, a new one (written with mode 0600), or None.

    Raises BadInput if the file is no key, or can be read by others.
    """
    if create and not path.exists():
        key = SigningKey.made()
        seed = base64.b64encode(_ED25519 + key.private.private_bytes_raw()).decode()
        _write_new(path, f"PRIVATE+KEY+{key.name}+{key.public.hash.hex()}+{seed}\n")
    try:
        text = path.read_text("utf-8")
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"the signing key cannot be read: {fault}", place=str(path)) from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise BadInput("the signing key can be read by others", place=str(path), hint=f"chmod 600 {path}")
    parts = text.strip().split("+", 4)
    seed_bytes = from_base64(parts[4]) if len(parts) == 5 and parts[:2] == ["PRIVATE", "KEY"] else None
    if seed_bytes is None or len(seed_bytes) != 33:
        raise BadInput("not a signing key", place=str(path), hint="restore it from a copy")
    return SigningKey(parts[2], Ed25519PrivateKey.from_private_bytes(seed_bytes[1:]))


def _write_new(path: Path, text: str) -> None:
    """Write a file that only its owner may read; it appears whole, and never over another one."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(part, path)
    except FileExistsError:
        pass  # another program made one at the same moment: that one counts
    except OSError as fault:
        raise BadInput(f"the signing key cannot be written: {fault.strerror}", place=str(path)) from None
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: whose log (`origin`), how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The checkpoint's body: origin, size, and root in base64, each on a line."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def signed(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note."""
    return key.sign(checkpoint.text())


def opened(note: str, key: PublicKey) -> Checkpoint:
    """The checkpoint of a note that this key has signed. Raises BadInput if it is malformed or not so signed."""
    body, blank, signatures = note.partition("\n\n")
    if not blank or len(note) > _MAX or not signatures.endswith("\n"):
        raise BadInput("not a signed checkpoint", hint="it is the text that `muster audit checkpoint` writes")
    text = body + "\n"
    lines = text.split("\n")
    root = from_base64(lines[2]) if len(lines) >= 4 else None
    if root is None or len(root) != 32 or not lines[1].isdecimal() or str(int(lines[1][:20])) != lines[1]:
        raise BadInput("the checkpoint's body is malformed", hint="its lines are origin, size and root")
    if lines[0] != key.name:
        raise BadInput(f"the checkpoint is of {lines[0]}, the key of {key.name}", hint="name the key of that register")
    if not any(_signs(line, text, key) for line in signatures.splitlines()):
        raise BadInput(f"the checkpoint is not signed by {key.name}", hint="it was changed, or signed with another key")
    return Checkpoint(lines[0], int(lines[1]), root)


def _signs(line: str, text: str, key: PublicKey) -> bool:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH or parts[1] != key.name:
        return False
    signature = from_base64(parts[2])
    if signature is None or signature[:4] != key.hash:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[4:], text.encode("utf-8", "surrogatepass"))
    except InvalidSignature:
        return False
    return True


def from_base64(text: str) -> bytes | None:
    """Base64 in its one canonical form; None for anything else."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if base64.b64encode(found).decode() == text else None
