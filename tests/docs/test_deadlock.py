"""The page on why it is stuck is what the data say."""

from __future__ import annotations

from graph.reader import Reader
from graph.store import Store

from .deadlock import PAGE, page


def test_the_page_is_what_the_data_say(gaza: Store) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(Reader(gaza)), "python -m tests.docs.deadlock writes it anew"
