"""Coefficients of agreement between two coders.

Each is None where it is undefined, never a number that stands for something else: a coefficient that corrects for
chance has nothing to correct where only one value occurs. Krippendorff's α is computed here, since the libraries that
have it are under the GPL or bring pandas and scipy, for what two coders and nominal data reduce to one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Two coders' yes and no: both yes, only the first, only the second, neither."""

    both: int = 0
    only_a: int = 0
    only_b: int = 0
    neither: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool]]) -> Table:
        found = Counter(pairs)
        return cls(found[True, True], found[True, False], found[False, True], found[False, False])

    @property
    def total(self) -> int:
        return self.both + self.only_a + self.only_b + self.neither

    @property
    def observed(self) -> float | None:
        """The share on which they agree."""
        return (self.both + self.neither) / self.total if self.total else None

    @property
    def kappa(self) -> float | None:
        """Cohen's κ; None without cases, or where both coders always said one and the same."""
        yes = (self.both + self.only_a) * (self.both + self.only_b)
        no = (self.neither + self.only_b) * (self.neither + self.only_a)
        by_chance, agreed = yes + no, (self.both + self.neither) * self.total
        most = self.total**2
        return (agreed - by_chance) / (most - by_chance) if most > by_chance else None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Labels that two coders gave, counted over all cases: in common, only the first's, only the second's."""

    common: int = 0
    only_a: int = 0
    only_b: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[Collection[Hashable], Collection[Hashable]]]) -> Overlap:
        common = only_a = only_b = 0
        for one, other in pairs:
            a, b = set(one), set(other)
            common, only_a, only_b = common + len(a & b), only_a + len(a - b), only_b + len(b - a)
        return cls(common, only_a, only_b)

    @property
    def f1(self) -> float | None:
        """Micro-averaged F1, the same whoever is taken for the reference; None where nobody gave a label."""
        given = 2 * self.common + self.only_a + self.only_b
        return 2 * self.common / given if given else None


def krippendorff_alpha(pairs: Collection[tuple[Hashable, Hashable]]) -> float | None:
    """Krippendorff's α of nominal data, two coders and no gaps; None without pairs, or where one value alone occurs."""
    values = Counter(value for pair in pairs for value in pair)
    n = values.total()
    differing = n * n - sum(count * count for count in values.values())
    disagreed = 2 * sum(a != b for a, b in pairs)
    return 1 - (n - 1) * disagreed / differing if differing else None
