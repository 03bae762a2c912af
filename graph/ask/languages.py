"""Questions in other languages are recognised, to say so."""

from __future__ import annotations

import re
import unicodedata

from .realwords import COMMON
from .tokens import Tokens
from .words import STOP, word_set

_FOREIGN = """
German: wer was wem wen welche welcher welches der das den dem ist sind gegen für und nicht eine einen lehnt ab wie
  viele über von zwischen unterstützt warum wann wo mit zur zum hat haben
French: qui que quoi quel quelle quels quelles est sont contre pour le la les des du et dans une pas avec soutient
  oppose s'oppose à quand où pourquoi combien au aux sur ce
Spanish: quién quien quiénes qué cuál cuáles es son contra para el la los las del y en una no con apoya opone se
  cuándo dónde por cómo al sobre está
Italian: chi che cosa quale quali è sono contro per il lo la gli le del della e in una non con sostiene oppone si
  quando dove perché come al alla sulla
Portuguese: quem que qual quais são contra para o os as do da e em uma não com apoia opõe se quando onde como ao
  sobre está é
Dutch: wie wat welke welk is zijn tegen voor de het een en niet met steunt wanneer waar waarom hoe van over tussen
  heeft
Turkish: kim kime kimler ne hangi neden nasıl için karşı ve bir bu mi mı mu mü destekliyor çıkıyor değil ile
Polish: kto co kogo który która jest są przeciw przeciwko za i w nie na z dla czy jak gdzie kiedy się
Swedish: vem vad vilka vilken är mot för och inte en ett det den som med stöder när var
"""
# Function words by which another language shows.
FOREIGN: dict[str, frozenset[str]] = {}
for _line in re.sub(r"\n +", " ", _FOREIGN).strip().splitlines():
    _language, _words = _line.split(": ")
    FOREIGN[_language] = frozenset(_words.split())
SCRIPTS: tuple[tuple[str, str], ...] = (
    ("CYRILLIC", "Russian or another language in Cyrillic"),
    ("ARABIC", "Arabic"),
    ("HEBREW", "Hebrew"),
    ("GREEK", "Greek"),
    ("CJK", "Chinese or Japanese"),
    ("HIRAGANA", "Japanese"),
    ("KATAKANA", "Japanese"),
    ("HANGUL", "Korean"),
    ("DEVANAGARI", "Hindi"),
    ("THAI", "Thai"),
)


_ENGLISH = word_set(
    "who what which the of does do and against is are for to with how when where by from between has have on"
)


def foreign(text: str, tokens: Tokens) -> str | None:
    """The language of the question, if it is not English."""
    strange = [c for c in text if c > "\u024f" and c.isalpha()]
    if len(strange) * 3 > sum(c.isalpha() for c in text):
        names = [unicodedata.name(c, "") for c in strange]
        for script, language in SCRIPTS:
            if sum(n.startswith(script) for n in names) * 2 > len(names):
                return language
    if text.startswith(("¿", "¡")):
        return "Spanish"
    words = {w.strip("¿?¡!.,;:'").casefold() for w in text.split()}
    own = {language: words & known - COMMON - STOP for language, known in FOREIGN.items()}
    if not any(t.word in STOP for t in tokens) and (spoken := max(own, key=lambda k: len(own[k]))) and own[spoken]:
        return spoken
    hits, best = max((len(words & known), language) for language, known in FOREIGN.items())
    return best if hits >= 2 and hits > sum(t.text.casefold() in _ENGLISH for t in tokens) else None
