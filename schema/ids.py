"""Ids that follow from content, so that loading the same thing twice changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable

from .records import CLAIM_PREFIX, Claim, Passage

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode


def digest(*parts: object, size: int = 10) -> str:
    """Hex digest of `size` bytes over the canonical JSON of `parts`. 10 bytes: a collision among 10⁹ is below 10⁻⁶."""
    return hashlib.blake2b(_canonical(parts).encode(), digest_size=size).hexdigest()


def passage_id(source_sha256: str, passage: Passage) -> str:
    """A passage is its text, its place and the words quoted: two claims may quote other words of one slice."""
    return "p" + digest(source_sha256, passage.start, passage.end, passage.phrase, passage.part)


def edge_id(type_: str, start: str, end: str, *rest: object) -> str:
    """An edge of the view is its type, its ends and, where several may lie side by side, what tells them apart."""
    return "e" + digest(type_, start, end, *rest)


def judgement_id(kind: str, targets: Iterable[str], dataset: str) -> str:
    """A judgement is its kind, what it is about, and the data set whose files hold it, "" where none does."""
    return "j" + digest(kind, sorted(targets), dataset)


def claim_id(claim: Claim, resolve: Callable[[str], str]) -> str:
    """Id of a claim; `resolve` gives the id of the claim that `claim:KEY` names.

    Not part of it: key, statement, certainty, strength, basis, status, coder, note and the passages, so that
    correcting those keeps the id and every link to it.
    """

    def name(reference: str) -> str:
        return resolve(reference) if reference.startswith(CLAIM_PREFIX) else reference

    def ordered(parts: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
        return sorted(parts, key=repr)

    return "c" + digest(
        claim.source,  # the same proposition in another source is another claim: sources are counted
        claim.relation,
        sorted(claim.holder),
        ordered((name(r.id), r.contrary) for r in claim.about),  # for lifting is not for keeping
        ordered((t.id, t.role) for t in claim.towards),
        ordered((name(c.id), c.group, c.negated) for c in claim.conditions),
        claim.condition_kind,
        claim.negated,
        claim.embedded,  # a proposition that is denied is not the proposition that is asserted
        claim.modality,
        ordered((a.level, a.id) for a in claim.attributed_to),  # who says so: another speaker, another claim
        sorted(claim.on_behalf_of),
        sorted(claim.after),
        claim.judgement,
        claim.figure.model_dump() if claim.figure else None,
        (claim.said_from, claim.said_to, claim.valid_from, claim.valid_to),  # said again later: another claim
    )
