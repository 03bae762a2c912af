"""English for what the graph says: sentences that the panel and the table share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from viz.picture import Claim, Link, Need, Position, Requirement, Source

_CERTAINTY = ((0.9, "said outright"), (0.75, "said clearly"), (0.5, "can be read so"), (0.0, "only hinted at"))
_SMALL_WORDS = {"the", "of", "and", "for", "in", "on", "to", "s"}
_KINDS = {
    "demanded": "demands it",
    "procedural": "sets it as an order of steps",
    "analytic": "says that the one needs the other",
    "constitutive": "says that it is a part of it",
    "enabling": "says that it would make it possible",
    "parallel": "says that both go together",
}


def clean(text: str) -> str:
    """A name on one line, without control and direction-changing characters that would rearrange what stands by it."""
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " for c in text)
    return re.sub(r"\s+", " ", kept).strip() or "(no name)"


def initials(name: str) -> str:
    """Two or three letters for inside a shape: "BN" for Benjamin Netanyahu, "Isr" for Israel."""
    every: list[str] = re.findall(r"\w+", clean(name))
    telling = [word for word in every if word.lower() not in _SMALL_WORDS] or every
    if len(telling) == 1 and not telling[0].isupper():
        return telling[0][:3].capitalize()
    return "".join(word[0] for word in telling)[:3].upper() or "?"


def safe_url(url: str | None) -> str | None:
    """The address if it is http or https, else None: no other scheme ever becomes a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def certainty(value: float | None) -> str:
    """How explicit the text is, in words."""
    return "certainty not coded" if value is None else next(words for floor, words in _CERTAINTY if value >= floor)


def dated(source: Source | None) -> str:
    """When a source was published, "not before 2025-10-10" where that is only a bound, or "undated": never a guess."""
    if source is None or not source.published:
        return "undated"
    bound = source.precision.replace("-", " ")
    return f"{bound} {clean(source.published)}" if bound in ("not before", "not after") else clean(source.published)


def titled(source: Source) -> str:
    """What a source is called; one that has no title goes by its id."""
    return clean(source.title) if source.title else f"Untitled ({clean(source.id)})"


def counted(number: int, word: str, plural: str | None = None) -> str:
    return f"{number} {word if number == 1 else plural or word + 's'}"


def listed(names: Sequence[str], word: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}" if names else ""


def conditions(needs: Sequence[Need]) -> str:
    """ "only after Y and Z, or after W": needs of one group belong together, groups are alternatives."""
    groups = []
    for _, members in groupby(sorted(needs, key=lambda n: n.group), key=lambda n: n.group):
        groups.append(listed([("not " if n.negated else "") + clean(n.name) for n in members]))
    return f"only after {', or after '.join(groups)}" if groups else ""


def chain(links: Sequence[Link], sources: Mapping[str, Source]) -> str:
    """Who affirms it, from the outlet inwards: "DW reports that JD Vance says this."

    A verb may also be "according to", as the text has it.
    """
    said, end = "", "this"
    for i, link in enumerate(links):
        name = f"“{titled(sources[link.id])}”" if link.id in sources else clean(link.name or link.id)
        verb, last = clean(link.verb) if link.verb else "says" if i else "reports", i == len(links) - 1
        if verb.lower() != "according to":
            said += f"{name} {verb} {end if last else 'that '}"
        elif last:
            said = f"{said.removesuffix('that ')}{end if said else 'This'}, according to {name}"
        else:
            said += f"according to {name} "
    return f"{said}." if said else ""


def claim_marks(claim: Claim) -> list[str]:
    """What a reader must know before taking the claim at its word."""
    marks = []
    if claim.imputed:
        marks.append("imputed: said about the holder by somebody else")
    if claim.basis in ("implied", "inferred"):
        marks.append("implied by the sentence" if claim.basis == "implied" else "inferred by the coder")
    if claim.negated:
        marks.append("negated")
    if claim.strength == "tentative":
        marks.append("tentative")
    if claim.modality and claim.modality != "asserted":
        marks.append(clean(claim.modality))
    return marks


def position_marks(position: Position) -> list[str]:
    """The qualifications of a position, in words."""
    flags = (
        (position.imputed, "imputed: others say so"),
        (position.expected, "expected: foreseen, not yet so"),
        (position.strength == "tentative", "tentative"),
        (position.conditional, "conditional"),
        (position.inherited, "inherited from a wider or narrower measure"),
        (position.disputed, "disputed"),
        (not position.current, "earlier position"),
        (position.basis == "implied", "implied"),
        (position.basis == "inferred", "inferred"),
    )
    return [words for on, words in flags if on]


def requirement_marks(requirement: Requirement) -> list[str]:
    """Who sets a precondition, how, and on what basis."""
    holder = clean(requirement.holder.name) if requirement.holder else "Nobody named"
    marks = [f"{holder} {_KINDS.get(requirement.kind, requirement.kind or 'sets it')}"]
    if requirement.imputed:
        marks.append("imputed: others say so")
    if requirement.basis in ("implied", "inferred"):
        marks.append(requirement.basis)
    return marks


def place(start: int | None, end: int | None) -> str:
    """Where in the source: offsets count characters of the text file."""
    return f"characters {start}–{end}" if start is not None and end is not None else "place not given"
