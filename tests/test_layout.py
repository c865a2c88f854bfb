"""The layout's promises: imports run downward, the core stays light, and one module alone reaches for the network."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "muster"
MODULES = sorted(SOURCE.rglob("*.py"))
MAX_LINES = 600

# DESIGN, section 3: a module imports from levels below its own, or from its own package.
LEVELS = (
    {"errors", "frozen"},
    {"arrays", "dates", "jit", "plainyaml"},
    {"claims"},
    {"register", "sources", "names", "links"},
    {"snapshot"},
    {"policy"},
    {"vetting"},
    {"cases", "reading", "reports", "batch", "exports"},
    {"web"},
    {"cli"},  # above web, which `muster serve` starts
)
EXEMPT = {"__init__", "__main__"}  # the public names, and the start of the command line

HEAVY = {"alembic", "jinja2", "lxml", "openpyxl", "rapidfuzz", "rich", "sqlalchemy"}
NETWORK = {
    *("aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket"),
    *("socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc"),
}


def unit(path: Path) -> str:
    """The package or top module that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def level(name: str) -> int:
    return next(number for number, names in enumerate(LEVELS) if name in names)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, anywhere in it, with the line; what is taken from a package counts too."""
    package = ["muster", *path.relative_to(SOURCE).parts[:-1]]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in ("import_module", "__import__"):
                yield from ((node.lineno, text) for text in map(_start, node.args[:1]) if text)


def _start(node: ast.expr) -> str:
    """The fixed beginning of a module name that is put together when it runs."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def inner(path: Path) -> Iterator[tuple[int, str]]:
    """The packages of Muster that a file imports, other than its own."""
    for line, module in imports(path):
        top, _, rest = module.partition(".")
        name = rest.split(".")[0]
        exists = (SOURCE / name).exists() or (SOURCE / f"{name}.py").exists()
        if top == "muster" and name and name != unit(path) and exists:
            yield line, name


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_every_package_has_a_level() -> None:
    assert {unit(path) for path in MODULES} - EXEMPT <= set().union(*LEVELS)


def test_imports_run_downward() -> None:
    wrong = [
        f"{place(path, line)} imports {other}"
        for path in MODULES
        if unit(path) not in EXEMPT
        for line, other in inner(path)
        if level(other) >= level(unit(path))
    ]
    assert wrong == []


def test_the_scan_sees_every_way_to_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, a scan that sees nothing would pass for a layout that holds."""
    monkeypatch.setattr(sys.modules[__name__], "SOURCE", tmp_path)
    for package in ("register", "claims", "names", "cli"):
        (tmp_path / package).mkdir()
    (tmp_path / "dates.py").touch()
    module = tmp_path / "names" / "new.py"
    module.write_text(
        "import muster.register\nfrom muster.register.store import Register\nfrom muster import claims\n"
        "from ..dates import UNKNOWN\nfrom .. import register\nfrom . import index\nimport muster\n"
        "def f():\n    from muster.register import Register\n    import_module('muster.register')\n"
        "    importlib.import_module(f'muster.cli.{f}')\n    import os, muster.names.score\n"
    )
    found = [(1, "register"), (2, "register"), (3, "claims"), (4, "dates"), (5, "register"), (9, "register")]
    assert sorted(inner(module)) == [*found, (10, "register"), (11, "cli")]


def test_every_module_says_why_it_exists() -> None:
    silent = [
        place(path, 1) for path in MODULES if path.read_text("utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_files_stay_short() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in [*MODULES, *(ROOT / "tests").rglob("*.py")]}
    assert [place(path, lines) for path, lines in lengths.items() if lines > MAX_LINES] == []


@pytest.mark.parametrize(
    "code",
    [
        "import muster",
        "import runpy; sys.argv = ['muster', '--help']; runpy.run_module('muster', run_name='__main__')",
        "import runpy; sys.argv = ['muster', '--version']; runpy.run_module('muster', run_name='__main__')",
        "import muster.names, muster.links, muster.claims, muster.dates",
    ],
)
def test_starting_up_loads_nothing_heavy(code: str) -> None:
    allowed = {"rapidfuzz"} if "muster.names" in code else set()
    script = (
        f"import atexit, json, sys\natexit.register(lambda: print('\\n' + json.dumps(sorted(sys.modules))))\n{code}\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    loaded = {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert "muster" in loaded
    assert loaded & (HEAVY - allowed) == set()


def test_one_module_alone_reaches_for_the_network() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if unit(path) != "web"  # the server listens; it does not call out
        for _, module in imports(path)
        if any(module == name or module.startswith(f"{name}.") for name in NETWORK)
    }
    assert found == {"sources/download.py"}


def test_only_fetch_uses_that_module() -> None:
    users = {
        (path.relative_to(SOURCE).as_posix(), target)
        for path in MODULES
        for _, module in imports(path)
        for target in ("sources.download", "sources.fetch")
        if f"{module}.".startswith(f"muster.{target}.")
    }
    assert users == {("sources/fetch.py", "sources.download"), ("cli/fetch.py", "sources.fetch")}


# --- files that are committed ------------------------------------------------------------------------------------

# Where a package comes from is the user's choice: no index, mirror or archive may be written down here.
_HOSTS = r"pypi\.org|pythonhosted\.org|(?:index|extra-index|find-links)-?url|--find-links|--trusted-host|PIP_[A-Z_]*URL"
_MIRRORS = r"artifactory|/simple/?$|registry\.npmjs|/-/npm|devpi"
_ARCHIVES = r"https?://\S+\.(?:whl|tar\.gz|tgz|zip)\b"
_NAMED = re.compile(f"{_HOSTS}|{_MIRRORS}|{_ARCHIVES}", re.IGNORECASE)
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[a-z,]+\])?==[A-Za-z0-9.!+]+(?:\s*;[^@]*)?(?:\s+#.*)?")


def committed() -> list[Path]:
    """The files that git tracks or would track, or every file of an unpacked source archive."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found = [ROOT / name for name in done.stdout.split("\0") if name]
    else:
        found = [path for part in ("src", "tests", "docs", "policies") for path in (ROOT / part).rglob("*")]
        found += ROOT.glob("*")
    return [path for path in found if path.is_file() and path != Path(__file__)]


def test_no_file_names_a_registry_or_an_archive_to_download() -> None:
    wrong = []
    for path in committed():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        # The data of the example cite publications by their address, and those may be archives.
        wrong += [
            f"{place(path, number)}: {line.strip()[:80]}"
            for number, line in enumerate(lines, 1)
            if "examples" not in path.parts and _NAMED.search(line)
        ]
    assert wrong == []


def test_constraints_are_names_and_versions_only() -> None:
    wrong = []
    for path in committed():
        if path.name.startswith(("constraints", "requirements")) and path.suffix == ".txt":
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                text = line.strip()
                if text and not text.startswith("#") and not _REQUIREMENT.fullmatch(text):
                    wrong.append(f"{place(path, number)}: {text[:80]}")
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/x",
        "https://files.pythonhosted.org/packages/a",
        "lxml @ https://example.org/lxml-5.2-cp311.whl",
        "PIP_INDEX_URL=x",
        "curl -O https://example.org/list.zip",
        "https://example.org/simple/",
    ],
)
def test_such_a_line_would_be_seen(line: str) -> None:
    assert _NAMED.search(line)
    assert not _REQUIREMENT.fullmatch(line)


@pytest.mark.parametrize("line", ["lxml==5.2.1", "uvicorn[standard]==0.30", 'tomli==2.0.1 ; python_version < "3.11"'])
def test_a_pinned_version_is_a_constraint(line: str) -> None:
    assert _REQUIREMENT.fullmatch(line)
    assert not _NAMED.search(line)
