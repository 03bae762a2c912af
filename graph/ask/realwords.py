"""Real words that are no misspelling of a name that happens to lie one letter away."""

from __future__ import annotations

from .words import word_set

NATIONS = word_set("""
afghanistan afghan albania albanian algeria algerian andorra angola angolan argentina argentine armenia armenian
australia australian austria austrian azerbaijan bahamas bahrain bangladesh barbados belarus belgium belgian belize
benin bhutan bolivia bosnia botswana brazil brazilian brunei bulgaria bulgarian burkina burundi cambodia cameroon
canada canadian chad chile chilean china chinese colombia colombian comoros congo croatia croatian cuba cuban cyprus
czech denmark danish djibouti ecuador egypt egyptian eritrea estonia estonian ethiopia ethiopian fiji finland finnish
france french gabon gambia georgia georgian germany german ghana greece greek grenada guatemala guinea guyana haiti
honduras hungary hungarian iceland india indian indonesia indonesian iran iranian iraq iraqi ireland irish israel
israeli italy italian jamaica japan japanese jordan jordanian kazakhstan kenya kenyan kiribati korea korean kosovo
kuwait kuwaiti kyrgyzstan laos latvia latvian lebanon lebanese lesotho liberia libya libyan liechtenstein lithuania
lithuanian luxembourg madagascar malawi malaysia malaysian maldives mali malian malta maltese mauritania mauritius
mexico mexican micronesia moldova monaco mongolia montenegro morocco moroccan mozambique myanmar namibia nauru nepal
netherlands dutch nicaragua niger nigeria nigerian norway norwegian oman omani pakistan pakistani palau palestine
palestinian panama paraguay peru peruvian philippines poland polish portugal portuguese qatar qatari romania romanian
russia russian rwanda samoa saudi senegal serbia serbian seychelles singapore slovakia slovak slovenia slovenian
somalia somali spain spanish sudan sudanese suriname sweden swedish switzerland swiss syria syrian taiwan tajikistan
tanzania thailand thai togo tonga tunisia tunisian turkey turkish turkmenistan tuvalu uganda ukraine ukrainian uruguay
uzbekistan vanuatu venezuela vietnam vietnamese yemen yemeni zambia zimbabwe britain british england english scotland
scottish wales welsh europe european africa african asia asian america american antarctica arctic kurd kurdish tibet
crimea brussels london paris berlin moscow beijing tehran cairo ankara doha riyadh baghdad beirut kabul putin biden
obama macron merz scholz starmer modi erdogan assad sisi zelensky jinping clinton bush
""")
COMMON = word_set("""
able about above accept access account across act action add address after again against age ago agree air all allow
almost alone along already also although always among amount and animal another answer any apart appear area argue arm
army around arrive art ask attack aware away baby back bad bag ball bank base battle beach bear beat because become
bed before began begin behind believe below best better between beyond big bill bird bit black blood blue board boat
body book border born both bottom box boy break bridge bring brother budget build building burn business but buy call
calm camp can car card care carry case cash cat cause center certain chair chance change charge check chief child
choice choose church city civil claim class clean clear climate climb close cloth club coal coast coat code cold
collect color come common company compare concern contain cook cool copy corner cost could council count country
couple course court cover create crime cross crowd cry culture cup current custom cut daily damage dance danger dark
data date daughter day dead deal dear death debt decide deep degree desert design desk detail die difference different
difficult dinner direct dirty discuss disease distance doctor dog door double doubt down draft dream dress drink drive
drop drug dry due during duty each ear early earn earth east easy eat economy edge education effect egg either
electric else email empty end enemy energy engine enjoy enough enter equal escape even evening event ever every exact
example except exist expect expert explain eye face fact fail fair faith fall false family famous far farm farmer fast
father fear feed feel female few field fight figure fill film final find fine finger finish fire firm first fish fit
fix flag flat flight floor flow flower fly focus food foot football forest forget form former fox free fresh friend
from front fruit fuel full fun future game garden gas gate gather general get gift girl give glad glass global goal
god gold good grand grass great green ground group grow guard guess guest guide gun guy hair half hall hand hang
happen happy hard hat hate have head health hear heart heat heavy height help here hide high hill history hit hold
hole holiday home hope horse hospital host hot hotel hour house huge human hundred hungry hunt hurry hurt ice idea
image include income increase industry inside insist instead interest internet iron island issue item job joke journey
joy judge jump just keep key kid kill kind king kitchen knee knife know lack lady lake land language large last late
laugh law lawyer lay lead leader leaf learn least leave left leg legal less lesson let letter level library lie life
lift light like limit line link list listen little live local lock long look lord lose loss lot loud love low luck
lunch machine magazine main make male man many map march mark market marry mass master match matter meal mean measure
meat media meet member memory mention metal method middle might mile military milk million mind mine minor minute miss
mix model modern moment money month moon moral more morning most mother motor mountain mouth move movie much murder
music must name narrow nation nature navy near neck need nerve net never new news next nice night none noon north nose
note nothing notice now number ocean offer office often oil old once one only open opinion order other out over own
page pain paint pair paper parent park part party pass past path patient pattern pay peace pen people per perfect
perhaps period person phone photo pick picture piece pilot place plain plan plane plant plate play please plenty plus
pocket point poem poet police policy poll poor port position post pot pound power press pretty price pride priest
print prison private prize problem process produce profit project promise proof proper protect proud prove public pull
pupil pure push put quality quarter queen question quick quiet quite race radio rail rain raise range rare rate rather
reach read ready real reason receive recent record red refer refuse region regret relax remain remember rent repeat
report rest result return rice rich ride rifle right ring rise risk river road rock role roll roof room rose rough
round route row royal rule run rural sad safe sail salt same sample sand save say scale scene school science score sea
search season seat second secret see seed seek seem sell send sense series serve service set settle seven several
shade shake shall shame shape share sharp sheet ship shirt shock shoe shoot shop shore short shot should shout show
shut sick side sight sign silent silver simple since sing single sister site size skill skin sky sleep slip slow small
smart smell smile smoke snow social soft soil soldier solve some son song soon sort soul sound soup source south space
speak special speech speed spell spend spirit split sport spot spread spring square staff stage stand star start state
station stay steal steel step stick still stock stone stop store storm story strange street strike string strong
student study stuff style such sudden sugar suit summer sun supply support sure surface sweet swim system table take
talk tall tank task taste tax tea teach team tear tell ten term test text than thank that then there these thick thin
thing think third this those though thousand threat three through throw thus ticket tie time tiny tired title today
together tomorrow tone tonight too tool top total touch tour toward town track trade train travel treat tree trial
trip trouble truck true trust truth try turn twice two type uncle under union unit until upper urban use usual valley
value various vast very victim video view village visit voice vote wage wait walk wall want war warm wash waste watch
water wave way weak wealth weapon wear weather week weight well west what wheel when where whether which while white
who whole whose why wide wife wild will win wind window wine winter wise wish with within without woman wonder wood
word work world worry worth would write wrong yard year yellow yes yesterday yet young youth zero zone
""")
