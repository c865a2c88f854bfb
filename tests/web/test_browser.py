"""The pages in a real browser: the whole way of a roster, accessibility, and that nothing leaves the machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from muster.cases import Accounts
from muster.reading import keep, names_of, propose, read_document
from muster.register import Register
from tests.conftest import EXAMPLE
from tests.web.conftest import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
PASSWORD = "correct horse battery"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DAY = "as_of=2018-11-28"
PAGES = (
    "/", f"/search?q=Shibl+al-Zaydi&{DAY}", "/search?q=x&born=nonsense", f"/entity/aah?{DAY}", f"/entity/pmf?{DAY}",
    "/source/iraq-2018:article", "/lists", "/cases", "/hits", "/users", "/nothing-here", "/audit", "/recheck",
    "/reading",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield made
        made.close()


def people(served: Served) -> None:
    with Register(str(served.register)) as register:
        accounts = Accounts(register)
        first = accounts.add("amina", "administrator", password=PASSWORD)
        for name, role in (("bilal", "analyst"), ("chidi", "approver")):
            accounts.add(name, role, password=PASSWORD, full_name=f"{name.title()} Example", by=first)


def log_in(page: Page, served: Served, name: str) -> None:
    page.goto(f"{served.url}/login")
    page.fill("main input[name=name]", name)
    page.fill("main input[name=password]", PASSWORD)
    press(page, "main button")
    assert page.locator(".who").inner_text().startswith(name)


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


@pytest.fixture
def page(browser: Browser, own_server: Served) -> Iterator[Page]:
    """A page that fails the test if it asks anything of another machine, or if a script of its own fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    made = context.new_page()
    outside: list[str] = []
    faults: list[str] = []
    made.on("request", lambda one: outside.append(one.url) if urlsplit(one.url).hostname != "127.0.0.1" else None)
    made.on("pageerror", lambda one: faults.append(str(one)))
    people(own_server)
    yield made
    context.close()
    assert (outside, faults) == ([], [])


def test_a_roster_goes_all_the_way_to_a_signed_certificate(page: Page, own_server: Served) -> None:
    base = own_server.url
    log_in(page, own_server, "bilal")
    page.goto(f"{base}/cases")
    page.set_input_files("input[type=file]", EXAMPLE / "roster.csv")
    page.select_option("form[enctype] select", "list-screening")
    press(page, "form[enctype] button")
    cases = page.locator("main tbody tr")
    assert cases.count() == 8
    address = str(page.locator("a", has_text="PNS BADR").get_attribute("href"))

    page.goto(base + address)
    press(page, "form[action$='/decide'] button")
    assert "No adverse information" in page.locator(".result").inner_text()
    page.fill("textarea.memo", "Nothing adverse was found in what was searched.")
    press(page, "form[action$='/memo'] button")
    press(page, "form[action$='/sign'] button")
    assert "Signed" in page.locator(".under").inner_text()
    assert page.locator("form[action$='/approve']").count() == 0, "the analyst cannot sign twice"

    log_in(page, own_server, "chidi")
    page.goto(base + address)
    press(page, "form[action$='/approve'] button")
    press(page, "a[href$='/certificate']")
    text = page.locator("main").inner_text()
    assert "bilal" in text
    assert "chidi" in text
    assert "It is not a finding" in text


def test_hits_are_judged_by_key(page: Page, own_server: Served) -> None:
    base = own_server.url
    log_in(page, own_server, "bilal")
    page.goto(f"{base}/cases")
    page.fill("section[aria-labelledby=new] input[name=unit]", "Lake Guard Company")
    page.fill("textarea[name=leaders]", "Shibl al Zaidy")
    page.fill("input[name=country]", "Iraq")
    press(page, "section[aria-labelledby=new] button")
    number = page.url.rsplit("/", 1)[1]
    press(page, "form[action$='/decide'] button")
    page.goto(f"{base}/hits")
    first = page.locator("[data-item]").first
    assert page.locator("input[type=radio]:checked").count() == 0, "nothing is chosen beforehand"
    count = page.locator("[data-item]").count()
    assert count >= 1
    page.keyboard.press("j")
    page.keyboard.press("d")
    assert first.locator("input[value=different]").is_checked()
    press(page, "form[action='/hits'] button")
    assert "no reason is given" in page.locator("[role=alert]").inner_text()
    assert first.locator("input[value=different]").is_checked(), "what was chosen is still there"
    first.locator("input[name^=reason-]").fill("another father's name")
    press(page, "form[action='/hits'] button")
    assert page.locator("[data-item]").count() == count - 1
    page.goto(f"{base}/cases/{number}")
    assert "another father's name" in page.locator("section[aria-labelledby=steps]").inner_text()


def test_proposed_claims_hold_a_case_until_each_was_reviewed(page: Page, own_server: Served, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Colonel Adil Example, the commander of the Lake Brigade, spoke on Monday.\n", "utf-8")
    with Register(str(own_server.register)) as register:
        document = read_document(article, published="2018-10-01", title="He spoke")
        keep(register, document, propose(document, names_of(register)))
    base = own_server.url
    log_in(page, own_server, "bilal")
    page.goto(f"{base}/cases")
    page.fill("section[aria-labelledby=new] input[name=unit]", "Lake Brigade")
    press(page, "section[aria-labelledby=new] button")
    page.locator("section[aria-labelledby=texts] summary").click()
    page.select_option("select[name=document]", document.id)
    press(page, "form[action$='/attach'] button")
    assert "Reviewing" in page.locator(".under").inner_text()
    assert page.locator("form[action$='/decide']").count() == 0
    assert Axe().run(page).violations_count == 0
    page.locator("section[aria-labelledby=texts] summary").first.click()
    assert page.locator("input[name=proposal]:checked").count() == 0, "nothing is chosen beforehand"
    for box in page.locator("input[name=proposal]").all():
        box.check()
    page.fill("form[action$='/set_aside'] input[name=reason]", "about another unit")
    press(page, "form[action$='/set_aside'] button")
    assert "about another unit" in page.locator("section[aria-labelledby=steps]").inner_text()
    press(page, "form[action$='/decide'] button")
    assert "Decided" in page.locator(".under").inner_text()


def test_all_open_cases_are_decided_at_once(page: Page, own_server: Served) -> None:
    log_in(page, own_server, "bilal")
    page.goto(f"{own_server.url}/cases")
    page.set_input_files("input[type=file]", EXAMPLE / "roster.csv")
    press(page, "form[enctype] button")
    press(page, "form[action='/cases/decide'] button")
    assert page.locator("main tbody tr").count() == 8
    assert page.get_by_text("not decided").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(page: Page, own_server: Served, scheme: str) -> None:
    log_in(page, own_server, "bilal")
    page.emulate_media(color_scheme=scheme)
    with_decision = own_server.client.get("/api/v1/decisions?limit=1", headers={"Cookie": _cookie(page)}).json()[
        "items"
    ]
    made = [f"/decision/{one['decision']}" for one in with_decision]
    for path in (*PAGES, *made, "/login"):
        page.goto(own_server.url + path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"


def _cookie(page: Page) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window(page: Page, own_server: Served, width: int) -> None:
    log_in(page, own_server, "bilal")
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(own_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_pages_work_without_script(browser: Browser, own_server: Served) -> None:
    people(own_server)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, own_server, "bilal")
    page.goto(f"{own_server.url}/entity/pmf")
    page.fill("form.slide input[name=as_of]", "2016-06-01")
    press(page, "form.slide button")
    assert "1 June 2016" in page.locator(".times").inner_text()
    assert "as_of=2016-06-01" in page.url
    context.close()


def test_a_page_asked_for_is_shown_after_the_login(page: Page, own_server: Served) -> None:
    page.goto(f"{own_server.url}/entity/aah?{DAY}")
    assert "/login" in page.url
    page.fill("main input[name=name]", "bilal")
    page.fill("main input[name=password]", "wrong wrong wrong")
    press(page, "main button")
    assert "wrong" in page.locator("[role=alert]").inner_text()
    page.fill("main input[name=name]", "bilal")
    page.fill("main input[name=password]", PASSWORD)
    press(page, "main button")
    assert page.url == f"{own_server.url}/entity/aah?{DAY}"


def test_names_written_from_right_to_left_stand_right(page: Page, own_server: Served) -> None:
    log_in(page, own_server, "bilal")
    name = "\u0634\u0628\u0644 \u0627\u0644\u0632\u064a\u062f\u064a"
    page.goto(f"{own_server.url}/search?q={name}")
    heading = page.locator("h1 bdi")
    assert heading.inner_text() == name
    assert heading.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
