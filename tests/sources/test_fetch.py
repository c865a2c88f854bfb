"""Lists fetched from a server on this machine: whole or not at all, politely, and going on after a cut."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request

import pytest
from tests.conftest import EXAMPLE, Muster

from muster.errors import BadInput, MusterError, NotFound
from muster.sources import download as downloads
from muster.sources.addresses import RemoteFile, check_address, read_addresses
from muster.sources.download import Stamp, download
from muster.sources.fetch import Fetched, fetch_list

SDN = (EXAMPLE / "ofac-2018-11-13" / "sdn.csv").read_bytes()
BODY = b"".join(b"%d,a line of a list\r\n" % number for number in range(20_000))
OLD = "Mon, 12 Nov 2018 08:00:00 GMT"


@dataclass
class Page:
    """What the server has under one path, and how it misbehaves: each `fault` is spent on one request."""

    body: bytes = BODY
    etag: str = '"v1"'
    modified: str = OLD
    faults: list[Callable[[BaseHTTPRequestHandler], bool]] = field(default_factory=list)


@dataclass
class Publisher:
    """A publisher's server: its pages, and the requests that it was sent."""

    base: str
    pages: dict[str, Page]
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str = "/list.csv") -> str:
        return self.base + path

    def headers(self, number: int = -1) -> dict[str, str]:
        return self.requests[number][1]


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("NO_PROXY", "*")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.requests.append((self.path, {name.lower(): text for name, text in self.headers.items()}))
            self.close_connection = True
            page = made.pages.get(self.path)
            if page is None:
                self.send_error(404)
            elif not (page.faults and page.faults.pop(0)(self)):
                self.answer(page)

        def answer(self, page: Page) -> None:
            told = self.headers
            if page.etag and told["If-None-Match"] == page.etag:
                self.start(304, page)
                return
            start, size = 0, len(page.body)
            if (span := told["Range"]) and told["If-Range"] in (page.etag, page.modified):
                start = int(span.removeprefix("bytes=").removesuffix("-"))
                if start >= size:
                    self.start(416, page, ("Content-Range", f"bytes */{size}"), ("Content-Length", "0"))
                    return
            more = [("Content-Range", f"bytes {start}-{size - 1}/{size}")] if start else []
            self.start(206 if start else 200, page, ("Content-Length", str(size - start)), *more)
            self.wfile.write(page.body[start:])

        def start(self, status: int, page: Page, *headers: tuple[str, str]) -> None:
            self.send_response(status)
            for name, text in (("ETag", page.etag), ("Last-Modified", page.modified), *headers):
                if text:
                    self.send_header(name, text)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Publisher(f"http://127.0.0.1:{server.server_port}", {"/list.csv": Page()})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def cut(length: int, etag: str = '"v1"') -> Callable[[BaseHTTPRequestHandler], bool]:
    """The connection breaks after so many bytes of the whole file."""

    def fault(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(200)
        for name, text in (("ETag", etag), ("Last-Modified", OLD), ("Content-Length", str(len(BODY)))):
            if text:
                handler.send_header(name, text)
        handler.end_headers()
        handler.wfile.write(BODY[:length])
        return True

    return fault


def status(code: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], bool]:
    """The server answers with this status alone."""

    def fault(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(code)
        for name, text in {"Content-Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.end_headers()
        return True

    return fault


@contextmanager
def silent(_: str) -> Iterator[Callable[..., None]]:
    yield lambda step, total=None: None


def fetch(publisher: Publisher, folder: Path, *names: str, sha256: str = "", limit: int = 1 << 30) -> Fetched:
    files = [RemoteFile(publisher.address(f"/{name}"), name, sha256) for name in names or ("list.csv",)]
    return fetch_list("made", files, folder, silent, limit=limit)


def left(folder: Path) -> set[str]:
    """All files below a folder but the parts of a broken download."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".part" not in path.parts
    }


# --- one file -----------------------------------------------------------------------------------------------


def test_a_whole_file_and_what_the_server_is_told(publisher: Publisher, tmp_path: Path) -> None:
    seen: list[int] = []
    stamp = download(publisher.address(), tmp_path / "part", step=lambda step, total=None: seen.append(step))
    assert (tmp_path / "part").read_bytes() == BODY
    assert stamp == Stamp(publisher.address(), '"v1"', OLD, '"v1"')
    assert sum(seen) == len(BODY)
    told = publisher.headers()
    assert told["user-agent"].startswith("Muster/")
    assert "range" not in told
    assert "if-none-match" not in told


@pytest.mark.parametrize("etag", ['"v1"', ""], ids=["etag", "last-modified"])
def test_after_a_cut_only_the_rest_is_asked_for(publisher: Publisher, tmp_path: Path, etag: str) -> None:
    publisher.pages["/list.csv"] = Page(etag=etag, faults=[cut(100_000, etag)])
    part, waits = tmp_path / "part", list[float]()
    download(publisher.address(), part, wait=waits.append)
    assert part.read_bytes() == BODY
    assert waits == [1.0]
    assert (publisher.headers()["range"], publisher.headers()["if-range"]) == ("bytes=100000-", etag or OLD)


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(publisher: Publisher, tmp_path: Path) -> None:
    page, part = publisher.pages["/list.csv"], tmp_path / "part"
    page.faults += [cut(50_000), *[status(503)] * (downloads.TRIES - 1)]
    with pytest.raises(MusterError, match="503") as caught:
        download(publisher.address(), part, wait=lambda _: None)
    assert "is kept" in caught.value.hint
    assert part.read_bytes() == BODY[:50_000]
    download(publisher.address(), part)
    assert part.read_bytes() == BODY
    assert publisher.headers()["range"] == "bytes=50000-"


def test_a_newer_version_is_never_joined_to_the_beginning_of_an_older(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/list.csv"] = Page(body=BODY[::-1], etag='"v2"', modified="", faults=[cut(50_000)])
    download(publisher.address(), tmp_path / "part", wait=lambda _: None)
    assert publisher.headers()["if-range"] == '"v1"'
    assert (tmp_path / "part").read_bytes() == BODY[::-1]


def test_a_file_received_whole_is_not_sent_again(publisher: Publisher, tmp_path: Path) -> None:
    first = download(publisher.address(), tmp_path / "part")
    assert download(publisher.address(), tmp_path / "part") == first
    assert publisher.headers()["range"] == f"bytes={len(BODY)}-"
    assert (tmp_path / "part").read_bytes() == BODY


def test_a_rest_that_does_not_fit_is_thrown_away(publisher: Publisher, tmp_path: Path) -> None:
    """A server that sends another part than asked for, or whose file of the same version has become shorter."""
    page = publisher.pages["/list.csv"]
    page.faults += [cut(50_000), status(206, ETag='"v1"', Content_Range=f"bytes 60000-{len(BODY) - 1}/{len(BODY)}")]
    download(publisher.address(), tmp_path / "part", wait=lambda _: None)
    assert ["range" in headers for _, headers in publisher.requests] == [False, True, False]
    assert (tmp_path / "part").read_bytes() == BODY
    page.body = BODY[:70_000]
    download(publisher.address(), tmp_path / "part", wait=lambda _: None)
    assert (tmp_path / "part").read_bytes() == BODY[:70_000]


def test_the_beginning_of_one_address_is_not_continued_from_another(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/other.csv"] = Page(BODY[::-1])
    download(publisher.address(), tmp_path / "part")
    download(publisher.address("/other.csv"), tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY[::-1]


def test_what_cannot_be_told_apart_is_fetched_anew(publisher: Publisher, tmp_path: Path) -> None:
    """Without a version, or with a weak one, or one younger than a minute, no rest is asked for."""
    for number, (etag, modified) in enumerate((("", ""), ('W/"v1"', ""), ("", formatdate(usegmt=True)))):
        publisher.pages["/list.csv"] = Page(etag=etag, modified=modified)
        part = tmp_path / str(number)
        for _ in range(2):
            stamp = download(publisher.address(), part)
            assert stamp
            assert stamp.resume == ""
            assert "range" not in publisher.headers()
            assert part.read_bytes() == BODY


def test_a_busy_server_is_given_the_time_it_asks_for(publisher: Publisher, tmp_path: Path) -> None:
    waits: list[float] = []
    in_the_past = "Wed, 21 Oct 2015 07:28:00 GMT"
    publisher.pages["/list.csv"].faults += [
        status(429, Retry_After="7"),
        status(503),
        status(503, Retry_After=in_the_past),
    ]
    download(publisher.address(), tmp_path / "part", wait=waits.append)
    assert waits == [7.0, 2.0, 4.0]


def test_a_server_that_asks_for_too_long_is_left_alone(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/list.csv"].faults.append(status(503, Retry_After="3600"))
    with pytest.raises(MusterError) as caught:
        download(publisher.address(), tmp_path / "part", wait=lambda _: pytest.fail("waited"))
    assert "in 3600 seconds" in caught.value.hint
    assert len(publisher.requests) == 1


@pytest.mark.parametrize(("code", "kind"), [(404, NotFound), (410, NotFound), (403, MusterError), (204, MusterError)])
def test_a_refusal_is_not_tried_again(publisher: Publisher, tmp_path: Path, code: int, kind: type[MusterError]) -> None:
    publisher.pages["/list.csv"].faults.append(status(code))
    with pytest.raises(kind, match=str(code)) as caught:
        download(publisher.address(), tmp_path / "part", wait=lambda _: pytest.fail("waited"))
    assert caught.value.place == publisher.address()
    assert type(caught.value) is kind


def test_nobody_there(tmp_path: Path, publisher: Publisher) -> None:
    with pytest.raises(MusterError, match="cannot be reached"):
        download("http://127.0.0.1:9/list.csv", tmp_path / "part", wait=lambda _: None)


@pytest.mark.parametrize("told", [True, False], ids=["length told", "length not told"])
def test_a_file_over_the_limit_is_not_taken(publisher: Publisher, tmp_path: Path, told: bool) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(BODY)
        return True

    if not told:
        publisher.pages["/list.csv"].faults.append(endless)
    with pytest.raises(BadInput, match="limit of 100,000 bytes"):
        download(publisher.address(), tmp_path / "part", limit=100_000)
    assert list(tmp_path.iterdir()) == []


def test_a_redirection_is_followed_where_it_may_lead(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/moved.csv"] = Page(faults=[status(302, Location="/list.csv")])
    download(publisher.address("/moved.csv"), tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == BODY
    for target in ("http://example.org/list.csv", "file:///etc/hosts", "ftp://127.0.0.1/list.csv"):
        publisher.pages["/moved.csv"] = Page(faults=[status(302, Location=target)])
        with pytest.raises(MusterError, match=r"(?i)redirect"):
            download(publisher.address("/moved.csv"), tmp_path / "other")


def test_no_redirection_leads_from_https_to_http() -> None:
    """Not even to this machine, which could be asked by plain HTTP."""
    asked = Request("https://example.org/list.csv")
    for target in ("http://127.0.0.1/list.csv", "http://example.org/list.csv"):
        with pytest.raises(BadInput, match="not encrypted"):
            downloads._Redirects(False).redirect_request(asked, io.BytesIO(), 302, "Found", Message(), target)


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://example.org/list.csv", "not encrypted"),
        ("http://127.0.0.1.example.org/list.csv", "not encrypted"),
        ("ftp://example.org/list.csv", "not an address"),
        ("file:///etc/passwd", "not an address"),
        ("list.csv", "not an address"),
        ("https:///list.csv", "not an address"),
        ("https://example.org:x/list.csv", "not an address"),
        ("https://example.org/a list.csv", "not an address"),
        ("https://me:secret@example.org/list.csv", "name or password"),
    ],
)
def test_an_address_that_is_refused_opens_no_connection(tmp_path: Path, address: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        download(address, tmp_path / "part", wait=lambda _: pytest.fail("it was tried"))


def test_plain_http_where_it_is_allowed() -> None:
    check_address("http://example.org/list.csv", plain=True)
    check_address("http://localhost:8000/list.csv")
    check_address("http://[::1]/list.csv")


# --- a list -------------------------------------------------------------------------------------------------


def test_a_list_lies_in_a_folder_of_its_day_with_its_record(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/more.csv"] = Page(b"1,more\n", '"m"')
    got = fetch(publisher, tmp_path, "list.csv", "more.csv")
    assert got.new
    assert [path.read_bytes() for path in got.paths] == [BODY, b"1,more\n"]
    day = got.folder.name
    assert left(tmp_path / "made") == {f"{day}/list.csv", f"{day}/more.csv", f"record-{day}.json"}
    record = json.loads((tmp_path / "made" / f"record-{day}.json").read_text("utf-8"))
    (first, _) = record["files"]
    assert first.pop("fetched").startswith(day)
    assert first == {
        "name": "list.csv",
        "address": publisher.address(),
        "sha256": hashlib.sha256(BODY).hexdigest(),
        "bytes": len(BODY),
        "etag": '"v1"',
        "last_modified": OLD,
    }


def test_what_is_not_new_is_not_sent_and_changes_nothing(publisher: Publisher, tmp_path: Path) -> None:
    first = fetch(publisher, tmp_path)
    before = left(tmp_path)
    again = fetch(publisher, tmp_path)
    assert publisher.headers()["if-none-match"] == '"v1"'
    assert (again.new, again.folder, again.files) == (False, first.folder, first.files)
    publisher.pages["/list.csv"].etag = '"sent anew, but the same"'
    assert not fetch(publisher, tmp_path).new
    assert left(tmp_path) == before


def test_a_new_day_is_whole_and_the_old_one_stays(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/more.csv"] = Page(b"1,more\n", '"m"')
    first = fetch(publisher, tmp_path, "list.csv", "more.csv")
    publisher.pages["/more.csv"] = Page(b"1,still more\n", '"n"')
    second = fetch(publisher, tmp_path, "list.csv", "more.csv")
    assert [path.read_bytes() for path in first.paths] == [BODY, b"1,more\n"]
    assert [path.read_bytes() for path in second.paths] == [BODY, b"1,still more\n"]
    assert second.new
    assert second.folder != first.folder


def test_a_file_changed_by_hand_is_fetched_again(publisher: Publisher, tmp_path: Path) -> None:
    (path,) = fetch(publisher, tmp_path).paths
    path.write_bytes(BODY[:-1] + b"x")
    (again,) = fetch(publisher, tmp_path).paths
    assert "if-none-match" not in publisher.headers()
    assert again.read_bytes() == BODY


def test_another_address_is_asked_for_the_whole_file(publisher: Publisher, tmp_path: Path) -> None:
    fetch(publisher, tmp_path)
    publisher.pages["/moved.csv"] = Page(BODY[::-1])
    (path,) = fetch_list("made", [RemoteFile(publisher.address("/moved.csv"), "list.csv")], tmp_path, silent).paths
    assert path.read_bytes() == BODY[::-1]


def test_a_part_of_unknown_version_never_gets_into_a_list(publisher: Publisher, tmp_path: Path) -> None:
    publisher.pages["/more.csv"] = Page(b"1,more\n", '"m"')
    fetch(publisher, tmp_path, "list.csv", "more.csv")
    publisher.pages["/more.csv"] = Page(b"1,still more\n", '"n"')
    (tmp_path / "made" / ".part").mkdir()
    (tmp_path / "made" / ".part" / "list.csv.part").write_bytes(b"from nowhere")
    assert fetch(publisher, tmp_path, "list.csv", "more.csv").paths[0].read_bytes() == BODY


PAGE = b"<!DOCTYPE html>\n<html><body>Please log in</body></html>"


@pytest.mark.parametrize(
    ("second", "sha256", "problem"),
    [
        (None, "", "nothing there"),
        (Page(PAGE, '"p"'), "", "a web page"),
        (Page(b"", '"e"'), "", "is empty"),
        (Page(b"1,another\n", '"a"'), "0" * 64, "not the file expected"),
        (Page(BODY * 3, '"l"'), "", "larger than the limit"),
    ],
    ids=["404", "page", "empty", "checksum", "too large"],
)
def test_one_bad_file_and_nothing_changes(
    publisher: Publisher, tmp_path: Path, second: Page | None, sha256: str, problem: str
) -> None:
    before = fetch(publisher, tmp_path)
    stood = left(tmp_path)
    publisher.pages["/list.csv"] = Page(BODY + b"a new line\r\n", '"v2"')
    if second:
        publisher.pages["/second.csv"] = second
    files = [
        RemoteFile(publisher.address(), "list.csv"),
        RemoteFile(publisher.address("/second.csv"), "second.csv", sha256),
    ]
    with pytest.raises(MusterError, match=problem) as caught:
        fetch_list("made", files, tmp_path, silent, limit=len(BODY) * 2)
    assert caught.value.place == publisher.address("/second.csv")
    assert caught.value.hint
    assert left(tmp_path) == stood
    assert before.paths[0].read_bytes() == BODY
    assert not list((tmp_path / "made" / ".part").glob("second*"))


def test_another_digest_is_expected_of_an_unchanged_file(publisher: Publisher, tmp_path: Path) -> None:
    good = hashlib.sha256(BODY).hexdigest()
    assert fetch(publisher, tmp_path, sha256=good).new
    with pytest.raises(BadInput, match="not the file expected"):
        fetch(publisher, tmp_path, sha256="1" * 64)


# --- the file of addresses ----------------------------------------------------------------------------------


def test_addresses_are_read(tmp_path: Path) -> None:
    path = tmp_path / "addresses.yaml"
    path.write_text(
        "muster: addresses/1\nlists:\n  us-ofac-sdn:\n    - https://example.org/sdn.csv\n"
        "    - {address: https://example.org/get?file=2, name: alt.csv, sha256: " + "A" * 64 + "}\n",
        "utf-8",
    )
    assert read_addresses(path) == {
        "us-ofac-sdn": (
            RemoteFile("https://example.org/sdn.csv", "sdn.csv"),
            RemoteFile("https://example.org/get?file=2", "alt.csv", "a" * 64),
        )
    }


@pytest.mark.parametrize(
    ("lists", "problem"),
    [
        ("../x: [https://example.org/a.csv]", "not an id of a list"),
        ("x: []", "no address"),
        ("x: [https://example.org/]", "not a name for a file"),
        ("x: [https://example.org/..%2F..%2Fa.csv]", "not a name for a file"),
        ("x: [https://example.org/.hidden]", "not a name for a file"),
        ("x: [{address: https://example.org/a, name: ../a}]", "not a name for a file"),
        ("x: [https://example.org/a.csv, https://example.org/b/A.csv]", "two files"),
        ("x: [{address: https://example.org/a, sha256: abc}]", "not a SHA-256"),
        ("x: [ftp://example.org/a.csv]", "not an address"),
        ("x: [{adress: https://example.org/a.csv}]", "no 'adress'"),
    ],
)
def test_bad_addresses_are_told_with_their_line(tmp_path: Path, lists: str, problem: str) -> None:
    path = tmp_path / "addresses.yaml"
    path.write_text(f"muster: addresses/1\nlists:\n  {lists}\n", "utf-8")
    with pytest.raises(BadInput, match=problem) as caught:
        read_addresses(path)
    assert caught.value.place == "addresses.yaml line 3"


# --- the command --------------------------------------------------------------------------------------------


@pytest.fixture
def addresses(publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "addresses.yaml"
    publisher.pages["/sdn.csv"] = Page(SDN, '"s"')
    lists = {"us-ofac-sdn": "sdn.csv", "gone": "gone.csv", "lost": "lost.csv"}
    lines = "".join(f"  {name}: [{publisher.address(f'/{file}')}]\n" for name, file in lists.items())
    path.write_text(f"muster: addresses/1\nlists:\n{lines}", "utf-8")
    monkeypatch.setenv("MUSTER_ADDRESSES", str(path))
    return path


@pytest.mark.usefixtures("addresses")
def test_fetched_and_imported_under_the_day_of_the_fetch(muster: Muster, tmp_path: Path) -> None:
    done = muster("fetch", "us-ofac-sdn", "--into", tmp_path / "lists", "--import", "--json").json
    (got,), (change,) = done["fetched"], done["imported"]
    assert got["new"]
    assert change["stream"] == "us-ofac-sdn/sdn"
    assert change["claims"] > 0
    assert change["published"] == Path(got["folder"]).name
    again = muster("fetch", "us-ofac-sdn", "--into", tmp_path / "lists", "--import", "--json").json
    assert (again["fetched"][0]["new"], again["imported"][0]["unchanged"]) == (False, True)
    folder = muster("import", got["folder"], "--json").json
    assert [one["unchanged"] for one in folder] == [True]


@pytest.mark.usefixtures("addresses")
def test_a_list_that_fails_does_not_keep_the_others_back(muster: Muster, tmp_path: Path) -> None:
    ran = muster("fetch", "gone", "us-ofac-sdn", "--into", tmp_path / "lists")
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["us-ofac-sdn"]
    assert ran.status == 4
    assert "nothing there" in ran.err
    assert "us-ofac-sdn" in ran.out
    both = muster("fetch", "gone", "lost", "--into", tmp_path / "lists")
    assert both.status == 1
    assert "2 of 2 lists" in both.err
    assert "gone.csv" in both.err


def test_without_addresses_the_next_step_is_told(muster: Muster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUSTER_ADDRESSES", raising=False)
    ran = muster("fetch", "us-ofac-sdn")
    assert ran.status == 2
    assert "--addresses" in ran.err


def test_a_list_without_addresses(muster: Muster, addresses: Path, publisher: Publisher) -> None:
    ran = muster("fetch", "us-ofac-sdm", "--addresses", addresses)
    assert ran.status == 4
    assert "did you mean us-ofac-sdn" in ran.err
    assert publisher.requests == []
