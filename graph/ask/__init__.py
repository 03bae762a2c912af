"""Questions in English, answered from the graph: no model, no network, no templates.

    tokens → mentions → grammar (clauses, conditions) → interpret (a typed Reading) → planning (Cypher) → answers

`parse` is pure and needs only a Lexicon, which `build_lexicon` reads from a store; `ask` answers; `explain` shows the
stages. What the words for relations are stands in the registry; what things are called, in the graph.
"""

from .answers import Store, answer, ask, build_lexicon
from .explain import explain
from .lexicon import Lexicon
from .names import Entity
from .parsing import parse
from .planning import Options, Statement, plan
from .reading import Alternative, Reading, Slot

__all__ = [
    "Alternative", "Entity", "Lexicon", "Options", "Reading", "Slot", "Statement", "Store", "answer", "ask",
    "build_lexicon", "explain", "parse", "plan",
]  # fmt: skip
