"""The pictures of docs/tour.md, taken in a real browser on the example register: `make tour`.

Everything is made anew in a folder that goes away: register, users, cases, an article.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from muster.cases import Accounts
from muster.register import Register

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "iraq-2018"
PASSWORD = "only for the tour"
ARTICLE = """Brigade names new commander

General Karim Example Said, commander of the Lake Brigade, said on Tuesday that his unit answers to the prime minister.
"We have never received weapons from Iran," he said.

Witnesses told the Example Herald that fighters of Asa'ib Ahl al-Haq killed 12 civilians in Basra in September 2018.
Asa'ib Ahl al-Haq denied the allegation.

Lawmakers finalized a bill to sanction Asa'ib Ahl al-Haq. Kata'ib al-Imam Ali is a faction of the Popular Mobilization
Forces.
"""


def main() -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("tour: no Chromium on this machine (on Debian: apt install chromium)")
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "muster.db"
        prepare(register, Path(folder))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*muster(register), "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
        try:
            wait(f"http://127.0.0.1:{port}/healthz")
            with sync_playwright() as playwright:
                opened = playwright.chromium.launch(
                    executable_path=browser, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
                )
                page = opened.new_page(viewport={"width": 1280, "height": 800})
                tour(page, f"http://127.0.0.1:{port}")
                opened.close()
        finally:
            server.terminate()
            server.wait(10)


def muster(register: Path) -> list[str]:
    return [sys.executable, "-m", "muster", "--register", str(register)]


def prepare(register: Path, folder: Path) -> None:
    run = [
        ["import", EXAMPLE / "ofac-2018-11-12", EXAMPLE / "ofac-2018-11-13", "--note", "an excerpt, for the example"],
        ["import", EXAMPLE / "situation.yaml"],
        ["vet", "--roster", EXAMPLE / "roster.csv", "--policy", "us-ndaa-2015-1236", "--as-of", "2018-11-28",
         "-o", folder / "out"],
        ["import", EXAMPLE / "later.yaml"],
    ]  # fmt: skip
    article = folder / "article.txt"
    article.write_text(ARTICLE, "utf-8")
    run.append(["read", article, "--published", "2018-11-29", "--publisher", "Example Herald"])
    for arguments in run:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*muster(register), *map(str, arguments)], check=True, env={**os.environ}, **quiet)
    with Register(str(register)) as held:
        accounts = Accounts(held)
        first = accounts.add("amina", "administrator", password=PASSWORD)
        for name, role in (("bilal", "analyst"), ("chidi", "approver")):
            accounts.add(name, role, password=PASSWORD, full_name=f"{name.title()} Example", by=first)


def wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("tour: the server did not start in a minute")


def tour(page: Page, base: str) -> None:
    def shot(name: str) -> None:
        page.screenshot(path=HERE / f"{name}.png")

    def press(selector: str) -> None:
        with page.expect_navigation():
            page.locator(selector).first.click()

    def log_in(name: str) -> None:
        page.goto(f"{base}/login")
        page.fill("main input[name=name]", name)
        page.fill("main input[name=password]", PASSWORD)
        press("main button")

    log_in("bilal")
    page.goto(f"{base}/cases")
    page.set_input_files("input[type=file]", EXAMPLE / "roster.csv")
    page.select_option("form[enctype] select", "list-screening")
    press("form[enctype] button")
    shot("cases")
    page.goto(f"{base}/search?q=%D8%B4%D8%A8%D9%84+%D8%A7%D9%84%D8%B2%D9%8A%D8%AF%D9%8A&as_of=2018-11-13")
    shot("search")
    page.goto(f"{base}/entity/aah?as_of=2018-11-28")
    shot("entity")
    page.locator("#chain").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('chain').scrollIntoView()")
    shot("chain")
    page.goto(f"{base}/reading")
    press("main tbody a")
    shot("reading")
    page.goto(f"{base}/cases")
    press("a:has-text('PNS BADR')")
    press("form[action$='/decide'] button")
    shot("case")
    press("form[action$='/sign'] button")
    address = page.url
    log_in("chidi")
    page.goto(address)
    press("form[action$='/approve'] button")
    press("a[href$='/certificate']")
    shot("certificate")
    page.goto(f"{base}/recheck?as_of=2020-01-03")
    shot("recheck")
    page.goto(f"{base}/audit?check=1")
    shot("record")
    page.goto(f"{base}/")
    shot("today")


if __name__ == "__main__":
    main()
