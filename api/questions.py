"""Questions in words over a store whose data may change: the words that name things are read once a version."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from graph import loads
from graph.ask import Lexicon, ask, build_lexicon
from graph.reader import Scope
from graph.store import Store, Tx


@dataclass(slots=True)
class Questions:
    """Asks `store`; keeps the lexicon of the present version of its data."""

    store: Store
    _kept: tuple[str, Lexicon] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: str, scope: Scope) -> dict[str, Any]:
        """The answer in the shape of `schema.shapes.AskAnswer`. Raises QuestionError for what is not understood."""

        def work(tx: Tx) -> dict[str, Any]:
            return ask(
                tx, question, basis=scope.basis, include_imputed=scope.include_imputed, roll_up=scope.roll_up,
                min_certainty=scope.min_certainty, as_of=scope.as_of, on=scope.on, according_to=scope.according_to,
                source=scope.source, lexicon=self._lexicon(tx),
            )  # fmt: skip

        return self.store.read(work)

    def _lexicon(self, tx: Tx) -> Lexicon:
        """Read in the transaction that answers: names and answer are of one version."""
        version = loads.data_version(tx)
        with self._lock:
            if self._kept is None or self._kept[0] != version:
                self._kept = (version, build_lexicon(tx))
            return self._kept[1]
