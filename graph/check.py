"""Whether a store is sound: every invariant looked for in the store itself, as `parley check` reports it."""

from __future__ import annotations

from dataclasses import dataclass

from . import cypher
from .corpus import Corpus
from .export import undisturbed
from .invariants import INVARIANTS, Checked
from .store import Store

MAX_FINDINGS = 100
"""Of one invariant: where more is wrong, the first hundred say what."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: which invariant, what, and where (ids)."""

    invariant: str
    what: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.what}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`findings`, empty where all is well. `invariants`: how many findings each has, at most a hundred.

    `passages_verified` were found in their texts, of `passages`; `texts` are at hand, of `sources`. Of the other
    passages place, length and id were checked.
    """

    findings: list[Finding]
    invariants: dict[str, int]
    claims: int
    edges: int
    passages: int
    passages_verified: int
    sources: int
    texts: int


def check(store: Store, corpus: Corpus | None = None) -> CheckReport:
    """Look for everything that must never be. Reads only. Raises StoreBusy if a load went on meanwhile."""
    it = Checked(store, corpus or Corpus())
    with undisturbed(store):
        found = {i.name: [Finding(i.name, what) for what in i.look(it)][:MAX_FINDINGS] for i in INVARIANTS}
        claims = int(store.rows(cypher.ACCEPTED_CLAIMS)[0]["n"])
    return CheckReport(
        [finding for some in found.values() for finding in some], {name: len(some) for name, some in found.items()},
        claims, len(it.view), len(it.passages), it.verified, len(it.texts),
        sum(it.corpus.text(sha256) is not None for sha256 in it.texts.values()),
    )  # fmt: skip
