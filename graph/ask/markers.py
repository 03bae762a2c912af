"""Words and phrases by which the grammar knows the kind and the parts of a question."""

from __future__ import annotations

from .words import word_set

Marker = tuple[str, ...]


def markers(text: str) -> tuple[Marker, ...]:
    """Phrases, one a line."""
    return tuple(tuple(line.split()) for line in text.strip().splitlines())


# ---- before the question itself

POLITE = markers("""
please
can you tell me
could you tell me
can you show me
could you show me
can you say
could you say
can you list
could you list
can you explain
could you explain
tell me
show me
give me
find me
find out
let me know
list for me
i would like to know
i want to know
what i want to know is
do you know
would you know
i wonder
i am asking
explain
find
hey
hi
hello
ok
so
and
well
now
""")
ASIDES = markers("""
in particular
in general
in principle
in fact
at all
at present
at the moment
right now
of course
as of now
""")
"""They add nothing to what is asked."""
HYPOTHETICAL = markers("""
what happens if
what happens when
what would happen
""")
"""What would follow is not in the graph."""
VIEWS = markers("""
according to
in the view of
in the eyes of
in the opinion of
from the perspective of
from the viewpoint of
from the point of view of
as seen by
""")
VIEW_NOUNS = word_set("view opinion eyes perspective estimation")

# ---- who says so

SAYING = word_set(
    "say says said saying report reports reported reporting claim claims claimed claiming state states stated "
    "affirm affirms confirm confirms confirmed mention mentions mentioned assert asserts asserted argue argues "
    "argued believe believes write writes wrote tell tells told back backs backed support supports supported show "
    "shows prove proves document documents record records attest attests suggest suggests indicate indicates "
    "think thinks quote quotes evidence evidences speak hold holds"
)
PLAIN_SAYING = word_set("says said claims reports reported")
MENTIONING = word_set(
    "mention mentions mentioned name names discuss discusses cover covers cite cites speak speaks talk talks deal "
    "deals write writes"
)
DENYING = word_set("deny denies denied denying dismiss dismisses dismissed dispute disputes disputed")
CLAIM_NOUNS = word_set("claim claims view statement statements idea assertion proposition fact notion finding report")
UNNAMED = word_set("unnamed anonymous unidentified undisclosed nameless")
TRUST = word_set("trust trusts trusted confidence faith")
AMOUNTS = word_set("share percentage percent proportion amount number figure cost price sum part fraction")
DEADLOCK = word_set("deadlock deadlocks deadlocked stalemate stalemates impasse impasses gridlock standoff standoffs")
EACH_OTHER = markers("""
each other
one another
""")
MUTUAL = word_set(
    "block blocks blocking blocked wait waits waiting depend depends depending hold holds holding hinge require "
    "requires presuppose"
)

# ---- positions and comparison

ABOUT = word_set("on about toward regarding concerning to of over for with in vis")
THINKING = word_set("think thinks say says said believe believes feel feels thought argue argues")
SEEING = word_set(
    "see sees view views regard regards judge judges consider considers assess assesses evaluate evaluates feel "
    "feels think thinks perceive perceives treat"
)
FARING = word_set("going doing faring progressing developing working proceeding")
TAKING = word_set("take takes taken have has hold holds adopt adopts defend express")
DIFFER = word_set("differ diverge disagree clash differing disagreeing split")
AGREE = word_set("agree coincide overlap converge common")
DIFFERENCES = word_set(
    "difference differences disagreement disagreements dispute disputes gap gaps rift divide divides divergence "
    "separate separates"
)
APART = markers("""
between
divide
divides
separate
separates
""")

# ---- conditions

BEFORE = markers("""
before
until
till
prior to
ahead of
in exchange for
in return for
as a condition for
as a condition of
as condition for
as a precondition for
as precondition for
as a prerequisite for
in order to
in order for
so that
unless
""")
ONLY_IF = markers("""
only if
only after
only when
only once
only with
provided that
on condition that
on condition of
on the condition that
conditional on
contingent on
dependent on
if
once
unless
without
""")
HANGING = markers("""
depends on
depend on
depending on
hinges on
hinge on
hinging on
rests on
waits for
wait for
waiting for
waits on
waiting on
awaits
awaiting
conditional on
conditional upon
dependent on
dependent upon
contingent on
contingent upon
conditioned on
conditioned upon
tied to
linked to
""")
POSSIBLE_AFTER = markers("""
possible after
possible once
possible if
possible by
comes after
come after
follows
can follow
follow from
wait until
happen after
happen once
happen if
""")
IN_THE_WAY = markers("""
in the way of
holds up
holding up
holds back
holding back
""")
HAPPENING = word_set(
    "happen happens happened occur occurs come comes done met fulfilled fulfill place true first take takes taken "
    "go goes resolved settled achieved precede precedes need needs needed required necessary prerequisite "
    "possible in must be to completed accomplished satisfied sorted agreed order sort ought has have else exactly "
    "demanded"
)
"""Verbs that say nothing but that something comes about: "what must happen before Y"."""
COMING_ABOUT = word_set(
    "can could may might will would begin begins start starts go goes ahead happen happens proceed proceeds take "
    "takes place possible is are be allowed launched started begun happening come comes occur occurs about first"
)
"""At the end of a step they add nothing: "reconstruction can begin"."""
NEEDED = word_set("needed required necessary demanded essential")
BLOCKS = word_set(
    "blocking blocks block prevents preventing stops stopping delays delaying obstructs hinders hindering impedes "
    "impeding stalls stalling"
)
UNLOCKS = word_set(
    "allow allows permit permits unlock unlocks unlocked enable enables enabled unblock unblocks unblocked free frees"
)
PERSUADE = word_set("make get bring convince persuade lead allow induce move cause")
MAKE = word_set("make makes made making")
TYING = word_set("tie ties tied tying link links linked linking condition conditions conditioned conditioning")
STEP_MARKS = word_set("for on to of before regarding concerning about toward in")
CONSIDERING = word_set("consider considers see sees regard regards call calls name names view views deem deems as")
SETTING = word_set(
    "set sets put puts impose imposes attach attaches have has name names make makes place places state lay "
    "demand demands want wants"
)

# ---- clauses

FILLERS = word_set("there that to") | {","}
INTENSIFIERS = word_set(
    "strong firm staunch vocal open fierce main chief biggest serious clear public deep great key known more"
)
SEEMING = word_set(
    "try tries trying going likely expected supposed about said reported known set due planning believed thought"
)
"""Before "to" and a verb they only soften it: "is expected to join"."""
LISTING = word_set("list name enumerate show identify all display")
