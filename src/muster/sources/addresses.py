"""The user's file of addresses: where the publisher of each list keeps its files.

Muster ships no address. Where a list is fetched from is the user's decision and stands in the user's own file,
which is read here, as text only; nothing in this module opens a connection.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from muster.errors import BadInput
from muster.plainyaml import Node, compose
from muster.sources.files import InputFile

VERSION = "addresses/1"
VARIABLE = "MUSTER_ADDRESSES"
GUIDE = "docs/lists.md, Fetching, shows one"

_MAX_BYTES = 1 << 20
_LIST = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")  # becomes a folder
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.()-]{0,119}")  # becomes a file; hidden ones would not be imported
_ADDRESS = re.compile(r"https?://[!-~]{1,2000}", re.IGNORECASE)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a list: its address, the name to keep it under, and its SHA-256 if it is known beforehand."""

    address: str
    name: str
    sha256: str = ""


Addresses = Mapping[str, tuple[RemoteFile, ...]]


def read_addresses(path: Path) -> Addresses:
    """The lists of a file of addresses, each with its files. Raises NotFound or BadInput with the line."""
    given = InputFile(path)
    if path.stat().st_size > _MAX_BYTES:
        raise BadInput("larger than 1 MB", place=given.name, hint="it should hold nothing but addresses")
    hint = f"it must begin with `muster: {VERSION}`; {GUIDE}"
    top = compose(given.text(("utf-8-sig",)), given.name, hint).table(
        ("muster", "lists"), ("muster", "lists"), "a file of addresses"
    )
    top["muster"].choice([VERSION])
    return {name: _files(name, node) for name, node in top["lists"].pairs().items()}


def _files(name: str, node: Node) -> tuple[RemoteFile, ...]:
    if not _LIST.fullmatch(name):
        node.fail(f"not an id of a list: {name!r}", "letters, digits, `-` and `_`, such as us-ofac-sdn")
    found: dict[str, RemoteFile] = {}
    for item in node.items():
        file = _file(item)
        if file.name.casefold() in found:
            item.fail(f"two files of {name} are called {file.name!r}", "give one of them another `name:`")
        found[file.name.casefold()] = file
    if not found:
        node.fail(f"{name} has no address", "add a line `- https://…` for each of its files")
    return tuple(found.values())


def _file(node: Node) -> RemoteFile:
    if isinstance(node.value, str):
        address, name, sha256 = node.filled(), "", ""
    else:
        told = node.texts(("address", "name", "sha256"), ("address",), "a file of a list")
        address, name, sha256 = told["address"], told.get("name", ""), told.get("sha256", "").lower()
    node.run(lambda: check_address(address, plain=True))  # plain HTTP is refused when it is fetched
    name = name or unquote(urlsplit(address).path.rpartition("/")[2])
    if not _NAME.fullmatch(name):
        node.fail(f"not a name for a file: {name!r}", "add `name:`, of letters, digits, `-`, `_` and `.`")
    if sha256 and not _SHA256.fullmatch(sha256):
        node.fail("not a SHA-256", "64 digits of 0-9 and a-f")
    return RemoteFile(address, name, sha256)


def check_address(address: str, *, plain: bool = False) -> None:
    """Refuse what is no address to fetch a list from: HTTPS, or plain HTTP on this machine or where `plain` allows it.

    Raises BadInput.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port  # a port that is no number raises too
    except ValueError:
        host = None
    if not host or not _ADDRESS.fullmatch(address):
        raise BadInput(f"not an address: {address[:100]!r}", hint="write it as https://example.org/list.csv")
    if parts.username is not None or parts.password is not None:
        hint = "it would be written into the record of what was fetched"
        raise BadInput("an address must not hold a name or password", hint=hint)
    if parts.scheme.lower() == "http" and not plain and not is_loopback(host):
        hint = "use its https:// address; --allow-http fetches it all the same, and anyone on the way may change it"
        raise BadInput(f"{address} is not encrypted", hint=hint)


def is_loopback(host: str) -> bool:
    """True if the host is this machine itself.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("example.org")
    (True, True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
