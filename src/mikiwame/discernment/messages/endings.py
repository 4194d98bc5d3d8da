"""How a sentence ends: what it wants of its reader, which in Japanese stands at the end."""

import re

LONGEST = 14
"""How many letters from the end are looked at."""

_AFTER = " 。!?…~ー\n)」』w笑♪☆"
_FORMS = {
    "ASKS": "くださ|下さ|願[いえ]|ねがい|もらえ|貰え|いただけ|頂け|頂戴|よろ|どうぞ|please|くれ|ほし|欲し",
    "INVITES": "ませんか|ましょ|どうで|いかが|[おこそとのぼもよろ]うか?$|ないですか|たい[でと]|たい$|たく",
    "DENIES": "ません|ない|なかった|ず$|ぬ$|へん",
    "TELLS": "た(?:よ|ね|が|けど|ので)?$|ました|だった|でした",
    "SO": "て$|で$|てね$|でね$",
    "STATES": "ます|です|だ|である|る(?:よ|ね|が|けど|ので|から)?$",
}
_ENDINGS = {name: re.compile(f"(?:{forms})[ぁ-ん]{{0,10}}$") for name, forms in _FORMS.items()}


def ending(sentence: str) -> str:
    """The name of a folded sentence's ending: what the sentence does, or only END."""
    plain = sentence.rstrip()
    tail = plain.rstrip(_AFTER)
    asked = "?" if plain.endswith("?") or tail.endswith("か") else ""
    end = tail[-LONGEST:]
    return "END" + next((name for name, form in _ENDINGS.items() if form.search(end)), "") + asked
