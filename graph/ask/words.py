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
DETERMINERS = word_set("the a an this that these those any some its their his her our my your each every no such certain all both "
                   "several other certain specific")  # fmt: skip
PREPOSITIONS = word_set("of in on at to for from by with about against over into onto upon under within through toward "
                    "regarding concerning between among across around near inside out up as than per via after before until "
                    "during since without")  # fmt: skip
CONJUNCTIONS = word_set("and or but & / ,")
PRONOUNS = word_set("it they them he him she her itself themselves this that these those one ones there its their his")
ADVERBS = word_set("still currently now really actually also already ever today openly publicly reportedly strongly firmly "
               "explicitly clearly exactly yet even just so far officially apparently supposedly generally mainly "
               "directly then else either formally flatly explicitly fully completely again here there previously recently "
               "most more very much too only always usually basically truly eventually soon first")  # fmt: skip
COPULAS = word_set("stand stands stood come comes came remain remains remained seem seems seemed appear appears speak speaks "
               "spoke argue argues argued vote votes voted lobby lobbies lobbied campaign campaigns feel feels felt act acts acted acting serve serves served serving "
               "express expresses voiced be been being get gets got become becomes")  # fmt: skip
LIGHT = word_set("have has had voice voices voiced express expresses expressed raise raises raised show shows showed shown "
             "make makes made making hold holds held declare declares declared announce announces announced state states "
             "stated signal signals signaled signaled put puts give gives gave given offer offers offered exert exerts "
             "exerted set sets attach attaches attached impose imposes imposed lay having raising giving setting "
             "putting exerting attaching imposing do does did carry launch launched pay paid")  # fmt: skip
ANYONE = word_set("anyone anybody someone somebody everyone everybody nobody noone anything")
STOP = (DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | ADVERBS | AUX | NEGATION | WH | ANYONE
        | word_set("'s if then that there let being get"))  # fmt: skip

# Nouns after "which" and "what" that say what is asked for, with the actor kinds that they narrow to.
KIND_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(word_set("actor actors party parties side sides player players stakeholder stakeholders one ones those people "
                         "body bodies entity entities anyone anybody someone"), ()),
    **dict.fromkeys(word_set("country countries state states nation nations government governments capital capitals"), ("State",)),
    **dict.fromkeys(word_set("person persons leader leaders politician politicians official officials individual individuals "
                         "minister ministers man woman men women"), ("Person",)),
    **dict.fromkeys(word_set("organization organizations organisation organisations institution institutions"),
                    ("Organisation", "InternationalBody")),
    **dict.fromkeys(word_set("militia militias"), ("ArmedGroup",)),
    **dict.fromkeys(word_set("group groups"), ("Group", "ArmedGroup", "Organisation")),
    **dict.fromkeys(word_set("force forces"), ("Force",)),
    **dict.fromkeys(word_set("newspaper newspapers outlet outlets medium"), ("Outlet",)),
}  # fmt: skip
SOURCE_WORDS = word_set("source sources article articles text texts report reports document documents paper papers "
                    "publication publications outlet outlets newspaper newspapers")  # fmt: skip
MEASURE_WORDS = word_set("measure measures thing things step steps policy policies proposal proposals plan plans idea ideas "
                     "action actions decision decisions issue issues topic topics point points demand demands goal goals")  # fmt: skip
POSITION_WORDS = word_set("position positions stance stances view views opinion opinions attitude attitudes stand line take "
                      "viewpoint viewpoints perspective policy posture standpoint thinking thoughts")  # fmt: skip
CONDITION_WORDS = word_set("condition conditions precondition preconditions prerequisite prerequisites requirement "
                       "requirements terms circumstances circumstance proviso provisos stipulation stipulations pre-condition "
                       "pre-conditions")  # fmt: skip

# Words that add nothing to a measure's name; they may stay unmatched ("any reconstruction step").
GENERIC = frozenset(map(root, word_set(
    "step steps idea question issue matter plan proposal process effort efforts move topic subject point thing things "
    "prospect possibility case kind sort form part whole way measure action decision activity role new proposed possible "
    "planned future potential so-called called overall entire current further "
    "implementation happen happening take place taking go ahead going occur being having done do allow allowing accept "
    "accepting permit permitting see seeing let have be get getting use using make making become bring full official "
    "own side need fact accepted agreeing agree agreed progress continue continuation bid attempt call calls request"
)))  # fmt: skip
TITLES = word_set("president prime minister pm premier secretary mr mrs ms dr sir king queen general ambassador vice-president "
              "government administration authorities authority state regime leadership officials official side people "
              "cabinet foreign envoy envoys chancellor senator republic kingdom delegation camp "
              "nation country party group movement organization president's vice ex former leader negotiator negotiators "
              "terrorist militant militants organisation capital")  # fmt: skip

_GROUPS = """
troop force soldier army military contingent personnel peacekeeper boots
participation involvement role part join contribution membership presence inclusion enlist entry
withdrawal pullback pullout retreat redeployment leave exit pull
disarmament demilitarization weapons arms decommission disarm
rebuild reconstruction redevelopment rehabilitation
lift remove end drop ease revoke repeal abolish scrap cancel lifting relief gone
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

PREVENTING = word_set("stop prevent avoid block ban forbid hinder thwart halt oppose reject veto stopping preventing avoiding "
                  "blocking stopped prevented blocked")  # fmt: skip

# Function words by which another language shows; English ones that look the same are left out.
FOREIGN: dict[str, frozenset[str]] = {
    "German": frozenset(["wer", "was", "wem", "wen", "welche", "welcher", "welches", "der", "das", "den", "dem", "ist", "sind", "gegen", "für", "und", "nicht", "eine", "einen", "lehnt", "ab", "wie", "viele", "über", "von", "zwischen", "unterstützt", "warum", "wann", "wo", "mit", "zur", "zum", "hat", "haben"]),
    "French": frozenset(["qui", "que", "quoi", "quel", "quelle", "quels", "quelles", "est", "sont", "contre", "pour", "le", "la", "les", "des", "du", "et", "dans", "une", "pas", "avec", "soutient", "oppose", "s'oppose", "à", "quand", "où", "pourquoi", "combien", "au", "aux", "sur", "ce"]),
    "Spanish": frozenset(["quién", "quien", "quiénes", "qué", "cuál", "cuáles", "es", "son", "contra", "para", "el", "la", "los", "las", "del", "y", "en", "una", "no", "con", "apoya", "opone", "se", "cuándo", "dónde", "por", "cómo", "al", "sobre", "está"]),
    "Italian": frozenset(["chi", "che", "cosa", "quale", "quali", "è", "sono", "contro", "per", "il", "lo", "la", "gli", "le", "del", "della", "e", "in", "una", "non", "con", "sostiene", "oppone", "si", "quando", "dove", "perché", "come", "al", "alla", "sulla", "cosa"]),
    "Portuguese": frozenset(["quem", "que", "qual", "quais", "são", "contra", "para", "o", "os", "as", "do", "da", "e", "em", "uma", "não", "com", "apoia", "opõe", "se", "quando", "onde", "como", "ao", "sobre", "está", "é"]),
    "Dutch": frozenset(["wie", "wat", "welke", "welk", "is", "zijn", "tegen", "voor", "de", "het", "een", "en", "niet", "met", "steunt", "wanneer", "waar", "waarom", "hoe", "van", "over", "tussen", "heeft"]),
    "Turkish": frozenset(["kim", "kime", "kimler", "ne", "hangi", "neden", "nasıl", "için", "karşı", "ve", "bir", "bu", "mi", "mı", "mu", "mü", "destekliyor", "çıkıyor", "değil", "ile"]),
    "Polish": frozenset(["kto", "co", "kogo", "który", "która", "jest", "są", "przeciw", "przeciwko", "za", "i", "w", "nie", "na", "z", "dla", "czy", "jak", "gdzie", "kiedy", "się"]),
    "Swedish": frozenset(["vem", "vad", "vilka", "vilken", "är", "mot", "för", "och", "inte", "en", "ett", "det", "den", "som", "med", "stöder", "när", "var"]),
}  # fmt: skip
_SCRIPTS = (("Cyrillic", "Russian or another language in Cyrillic"), ("ARABIC", "Arabic"), ("HEBREW", "Hebrew"),
            ("GREEK", "Greek"), ("CJK", "Chinese or Japanese"), ("HIRAGANA", "Japanese"), ("KATAKANA", "Japanese"),
            ("HANGUL", "Korean"), ("DEVANAGARI", "Hindi"), ("THAI", "Thai"))  # fmt: skip
SCRIPTS: tuple[tuple[str, str], ...] = tuple((name.upper(), language) for name, language in _SCRIPTS)

# Real words that are no misspelling of a name that happens to lie one letter away: states and peoples of the world…
NATIONS = word_set("""
afghanistan afghan albania albanian algeria algerian andorra angola angolan argentina argentine armenia armenian australia
australian austria austrian azerbaijan bahamas bahrain bangladesh barbados belarus belgium belgian belize benin bhutan
bolivia bosnia botswana brazil brazilian brunei bulgaria bulgarian burkina burundi cambodia cameroon canada canadian chad
chile chilean china chinese colombia colombian comoros congo croatia croatian cuba cuban cyprus czech denmark danish
djibouti ecuador egypt egyptian eritrea estonia estonian ethiopia ethiopian fiji finland finnish france french gabon gambia
georgia georgian germany german ghana greece greek grenada guatemala guinea guyana haiti honduras hungary hungarian iceland
india indian indonesia indonesian iran iranian iraq iraqi ireland irish israel israeli italy italian jamaica japan japanese
jordan jordanian kazakhstan kenya kenyan kiribati korea korean kosovo kuwait kuwaiti kyrgyzstan laos latvia latvian lebanon
lebanese lesotho liberia libya libyan liechtenstein lithuania lithuanian luxembourg madagascar malawi malaysia malaysian
maldives mali malian malta maltese mauritania mauritius mexico mexican micronesia moldova monaco mongolia montenegro morocco
moroccan mozambique myanmar namibia nauru nepal netherlands dutch nicaragua niger nigeria nigerian norway norwegian oman
omani pakistan pakistani palau palestine palestinian panama paraguay peru peruvian philippines poland polish portugal
portuguese qatar qatari romania romanian russia russian rwanda samoa saudi senegal serbia serbian seychelles singapore
slovakia slovak slovenia slovenian somalia somali spain spanish sudan sudanese suriname sweden swedish switzerland swiss
syria syrian taiwan tajikistan tanzania thailand thai togo tonga tunisia tunisian turkey turkish turkmenistan tuvalu uganda
ukraine ukrainian uruguay uzbekistan vanuatu venezuela vietnam vietnamese yemen yemeni zambia zimbabwe britain british
england english scotland scottish wales welsh europe european africa african asia asian america american antarctica arctic
kurd kurdish tibet crimea brussels london paris berlin moscow beijing tehran cairo ankara doha riyadh baghdad beirut kabul
putin biden obama macron merz scholz starmer modi erdogan assad sisi zelensky jinping clinton bush
""")
# … and common words.
COMMON = word_set("""
able about above accept access account across act action add address after again against age ago agree air all allow almost
alone along already also although always among amount and animal another answer any apart appear area argue arm army around
arrive art ask attack aware away baby back bad bag ball bank base battle beach bear beat because become bed before began begin
behind believe below best better between beyond big bill bird bit black blood blue board boat body book border born both
bottom box boy break bridge bring brother budget build building burn business but buy call calm camp can car card care carry
case cash cat cause center certain chair chance change charge check chief child choice choose church city civil claim class
clean clear climate climb close cloth club coal coast coat code cold collect color come common company compare concern contain
cook cool copy corner cost could council count country couple course court cover create crime cross crowd cry culture cup
current custom cut daily damage dance danger dark data date daughter day dead deal dear death debt decide deep degree desert
design desk detail die difference different difficult dinner direct dirty discuss disease distance doctor dog door double
doubt down draft dream dress drink drive drop drug dry due during duty each ear early earn earth east easy eat economy edge
education effect egg either electric else email empty end enemy energy engine enjoy enough enter equal escape even evening
event ever every exact example except exist expect expert explain eye face fact fail fair faith fall false family famous far
farm farmer fast father fear feed feel female few field fight figure fill film final find fine finger finish fire firm first
fish fit fix flag flat flight floor flow flower fly focus food foot football forest forget form former fox free fresh friend
from front fruit fuel full fun future game garden gas gate gather general get gift girl give glad glass global goal god gold
good grand grass great green ground group grow guard guess guest guide gun guy hair half hall hand hang happen happy hard hat
hate have head health hear heart heat heavy height help here hide high hill history hit hold hole holiday home hope horse
hospital host hot hotel hour house huge human hundred hungry hunt hurry hurt ice idea image include income increase industry
inside insist instead interest internet iron island issue item job joke journey joy judge jump just keep key kid kill kind
king kitchen knee knife know lack lady lake land language large last late laugh law lawyer lay lead leader leaf learn least
leave left leg legal less lesson let letter level library lie life lift light like limit line link list listen little live
local lock long look lord lose loss lot loud love low luck lunch machine magazine main make male man many map march mark market
marry mass master match matter meal mean measure meat media meet member memory mention metal method middle might mile military
milk million mind mine minor minute miss mix model modern moment money month moon moral more morning most mother motor mountain
mouth move movie much murder music must name narrow nation nature navy near neck need nerve net never new news next nice night
none noon north nose note nothing notice now number ocean offer office often oil old once one only open opinion order other out
over own page pain paint pair paper parent park part party pass past path patient pattern pay peace pen people per perfect
perhaps period person phone photo pick picture piece pilot place plain plan plane plant plate play please plenty plus pocket
point poem poet police policy poll poor port position post pot pound power press pretty price pride priest print prison private
prize problem process produce profit project promise proof proper protect proud prove public pull pupil pure push put quality
quarter queen question quick quiet quite race radio rail rain raise range rare rate rather reach read ready real reason receive
recent record red refer refuse region regret relax remain remember rent repeat report rest result return rice rich ride rifle
right ring rise risk river road rock role roll roof room rose rough round route row royal rule run rural sad safe sail salt same
sample sand save say scale scene school science score sea search season seat second secret see seed seek seem sell send sense
series serve service set settle seven several shade shake shall shame shape share sharp sheet ship shirt shock shoe shoot shop
shore short shot should shout show shut sick side sight sign silent silver simple since sing single sister site size skill skin
sky sleep slip slow small smart smell smile smoke snow social soft soil soldier solve some son song soon sort soul sound soup
source south space speak special speech speed spell spend spirit split sport spot spread spring square staff stage stand star
start state station stay steal steel step stick still stock stone stop store storm story strange street strike string strong
student study stuff style such sudden sugar suit summer sun supply support sure surface sweet swim system table take talk tall
tank task taste tax tea teach team tear tell ten term test text than thank that then there these thick thin thing think third
this those though thousand threat three through throw thus ticket tie time tiny tired title today together tomorrow tone tonight
too tool top total touch tour toward town track trade train travel treat tree trial trip trouble truck true trust truth try turn
twice two type uncle under union unit until upper urban use usual valley value various vast very victim video view village visit
voice vote wage wait walk wall want war warm wash waste watch water wave way weak wealth weapon wear weather week weight well
west what wheel when where whether which while white who whole whose why wide wife wild will win wind window wine winter wise
wish with within without woman wonder wood word work world worry worth would write wrong yard year yellow yes yesterday yet young
youth zero zone
""")

IRREGULAR_PARTICIPLES = frozenset(participle for _, participle in IRREGULAR.values())
