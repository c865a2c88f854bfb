"""What the guides say of commands, predicates, formats and columns is what the program has."""

from __future__ import annotations

import pytest

from tests.docs.generate import PARTS
from tests.docs.pages import DOCS, generated


@pytest.mark.parametrize(("page", "name"), sorted(PARTS), ids=lambda value: value)
def test_the_generated_part_is_up_to_date(page: str, name: str) -> None:
    same = generated(DOCS / page, name) == PARTS[page, name]()
    assert same, f"docs/{page} ({name}) is out of date: run `python -m tests.docs.generate` and read the difference"
