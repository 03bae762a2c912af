"""Closed word classes and the few word lists of general English that questions need.

Nothing here is about any negotiation: names come from the graph, the words for relations from the registry.
All in normal form (`english.normal`).
"""

from __future__ import annotations

from .english import IRREGULAR, normal, root


def word_set(text: str) -> frozenset[str]:
    return frozenset(normal(w) for w in text.split())


WH = word_set("who whom whose what which when where why how")
BE = word_set("is are was were be been being am")
DO = word_set("do does did")
HAVE = word_set("has have had having")
MODAL = word_set("will would shall should can could may might must")
AUX = BE | DO | HAVE | MODAL
NEGATION = word_set("not never neither nor")
DETERMINERS = word_set(
    "the a an this that these those any some its their his her our my your each every no such certain all both "
    "several other certain specific"
)
PREPOSITIONS = word_set(
    "of in on at to for from by with about against over into onto upon under within through toward regarding "
    "concerning between among across around near inside out up as than per via after before until during since "
    "without"
)
CONJUNCTIONS = word_set("and or but & / ,")
PRONOUNS = word_set("it they them he him she her itself themselves this that these those one ones there its their his")
ADVERBS = word_set(
    "still currently now really actually also already ever today openly publicly reportedly strongly firmly "
    "explicitly clearly exactly yet even just so far officially apparently supposedly generally mainly directly "
    "then else either formally flatly explicitly fully completely again here there previously recently most more "
    "very much too only always usually basically truly eventually soon first"
)
COPULAS = word_set(
    "stand stands stood come comes came remain remains remained seem seems seemed appear appears speak speaks "
    "spoke argue argues argued vote votes voted lobby lobbies lobbied campaign campaigns feel feels felt act acts "
    "acted acting serve serves served serving express expresses voiced be been being get gets got become becomes"
)
LIGHT = word_set(
    "have has had voice voices voiced express expresses expressed raise raises raised show shows showed shown "
    "make makes made making hold holds held declare declares declared announce announces announced state states "
    "stated signal signals signaled signaled put puts give gives gave given offer offers offered exert exerts "
    "exerted set sets attach attaches attached impose imposes imposed lay having raising giving setting putting "
    "exerting attaching imposing do does did carry launch launched pay paid"
)
ANYONE = word_set("anyone anybody someone somebody everyone everybody nobody noone anything")
STOP = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | PRONOUNS
    | ADVERBS
    | AUX
    | NEGATION
    | WH
    | ANYONE
    | word_set("'s if then that there let being get")
)

# Nouns after "which" and "what" that say what is asked for, with the actor kinds that they narrow to.
KIND_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(word_set(
    "actor actors party parties side sides player players stakeholder stakeholders one ones those people body "
    "bodies entity entities anyone anybody someone"
), ()),
    **dict.fromkeys(word_set(
    "country countries state states nation nations government governments capital capitals"
), ("State",)),
    **dict.fromkeys(word_set(
    "person persons leader leaders politician politicians official officials individual individuals minister "
    "ministers man woman men women"
), ("Person",)),
    **dict.fromkeys(word_set("organization organizations organisation organisations institution institutions"),
                    ("Organisation", "InternationalBody")),
    **dict.fromkeys(word_set("militia militias"), ("ArmedGroup",)),
    **dict.fromkeys(word_set("group groups"), ("Group", "ArmedGroup", "Organisation")),
    **dict.fromkeys(word_set("force forces"), ("Force",)),
    **dict.fromkeys(word_set("newspaper newspapers outlet outlets medium"), ("Outlet",)),
}  # fmt: skip
SOURCE_WORDS = word_set(
    "source sources article articles text texts report reports document documents paper papers "
    "publication publications outlet outlets newspaper newspapers"
)
MEASURE_WORDS = word_set(
    "measure measures thing things step steps policy policies proposal proposals plan plans idea ideas action "
    "actions decision decisions issue issues topic topics point points demand demands goal goals"
)
POSITION_WORDS = word_set(
    "position positions stance stances view views opinion opinions attitude attitudes stand line take viewpoint "
    "viewpoints perspective policy posture standpoint thinking thoughts"
)
CONDITION_WORDS = word_set(
    "condition conditions precondition preconditions prerequisite prerequisites requirement requirements terms "
    "circumstances circumstance proviso provisos stipulation stipulations pre-condition pre-conditions"
)

# Words that add nothing to a measure's name; they may stay unmatched ("any reconstruction step").
GENERIC = frozenset(
    map(
        root,
        word_set(
            "step steps idea question issue matter plan proposal process effort efforts move topic subject point "
            "thing things prospect possibility case kind sort form part whole way measure action decision "
            "activity role new proposed possible planned future potential so-called called overall entire current "
            "further implementation happen happening take place taking go ahead going occur being having done do "
            "allow allowing accept accepting permit permitting see seeing let have be get getting use using make "
            "making become bring full official own side need fact accepted agreeing agree agreed progress "
            "continue continuation bid attempt call calls request give gives given grant grants granted provide provides "
            "provided issue issues obtain obtains line"
        ),
    )
)
QUANTIFIERS = word_set("all most many some other few several")
"""Of groups that are actors: "most countries"."""
TITLES = word_set(
    "president prime minister pm premier secretary mr mrs ms dr sir king queen general ambassador vice-president "
    "government administration authorities authority state regime leadership officials official side people "
    "cabinet foreign envoy envoys chancellor senator republic kingdom delegation camp nation country party group "
    "movement organization president's vice ex former leader negotiator negotiators terrorist militant militants "
    "organisation capital"
)

PREVENTING = word_set(
    "stop prevent avoid block ban forbid hinder thwart halt oppose reject veto stopping preventing avoiding "
    "blocking stopped prevented blocked"
)

IRREGULAR_PARTICIPLES = frozenset(participle for _, participle in IRREGULAR.values())
