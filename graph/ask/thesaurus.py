"""Words that may stand for each other in the name of a measure, and words that turn it round; by their roots."""

from __future__ import annotations

from .english import normal, root
from .words import PREVENTING

_GROUPS = """
troop force soldier army military contingent personnel peacekeeper boots
participation involvement role part join contribution membership presence inclusion enlist entry
withdrawal pullback pullout retreat redeployment leave exit pull
disarmament demilitarization weapons arms decommission disarm
rebuild reconstruction redevelopment rehabilitation
lift remove end drop ease revoke repeal abolish scrap cancel lifting relief gone lose loss
keep retain maintain preserve continue extend stay
ceasefire truce armistice
deal agreement accord pact treaty settlement
oversight supervision monitoring control inspection
start begin launch commence
elections vote poll ballot referendum
money fund finance financing funding pay payment
hostage captive
talk negotiation dialogue discussion
border crossing checkpoint gate
open reopen
close shut closure
stop halt cessation end suspend pause
mandate authorization resolution
annexation sovereignty
execution killing
attack strike offensive
guarantee assurance
government governance administration
phase stage
two second
one first
aid relief assistance help
accelerate speed hasten quicken
delay slow postpone
schedule timetable timeline
return handover recovery
remains bodies
army military
change alteration modification
reduce reduction cut decrease shrink
increase raise
establish set creation create formation
deploy send station dispatch deployment
price tariff
war fighting hostilities combat warfare
leave off remove left
run govern administer rule manage
free release liberate
drive bring carry transport take
softer soft lenient ease
job employment
"""
THESAURUS: dict[str, frozenset[str]] = {}
"""Roots that may stand for each other in the name of a measure, at a price."""
for _line in _GROUPS.strip().splitlines():
    _roots = frozenset(root(normal(w)) for w in _line.split())
    for _r in _roots:
        THESAURUS[_r] = THESAURUS.get(_r, frozenset()) | _roots

_OPPOSITES = (
    (
        "lift remove drop revoke repeal ease end abolish scrap cancel gone",
        "keep retain maintain preserve extend stay renew",
    ),
    ("open reopen", "close shut closure closed"),
    ("withdraw withdrawal leave pullout exit", "stay remain"),
    ("start launch begin resume", "stop halt suspend"),
    ("include inclusion", "exclude exclusion"),
    ("raise increase", "lower reduce cut decrease"),
    ("allow permit", "ban forbid prohibit prevent"),
)
ANTONYMS: dict[str, frozenset[str]] = {}
for _left, _right in _OPPOSITES:
    _a, _b = (frozenset(root(normal(w)) for w in side.split()) for side in (_left, _right))
    for _r in _a:
        ANTONYMS[_r] = ANTONYMS.get(_r, frozenset()) | _b
    for _r in _b:
        ANTONYMS[_r] = ANTONYMS.get(_r, frozenset()) | _a
ENDING = frozenset(
    root(normal(w)) for w in ["lift", "remove", "revoke", "repeal", "abolish", "scrap", "cancel", "end", "drop"]
)
"""Being for a thing is being against a measure that is named as the ending of it."""
PREVENTED = frozenset(root(w) for w in PREVENTING)
