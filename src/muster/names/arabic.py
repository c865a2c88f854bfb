"""Arabic-script words to Latin letters: Arabic, Persian, Kurdish, Pashto and Urdu forms alike.

General transliteration drops alef and knows nothing of the glued article, so `الدين` and `al-Din` would share no
word. The letter forms that differ between the languages (or between keyboards) are folded first; short vowels are
not written, so the result is meant to be compared by consonants.
"""

from __future__ import annotations

import re

_FORMS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیېۍےئيێ", "ي"),
        **dict.fromkeys("ؤۆۇۈۋ", "و"),
        **dict.fromkeys("ةہھەۀۂ", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ګڭگ", "گ"),
        **dict.fromkeys("ټٹ", "ت"),
        **dict.fromkeys("ډڈ", "د"),
        **dict.fromkeys("ړڑڕ", "ر"),
        **dict.fromkeys("ڼں", "ن"),
        "ڤ": "ف",
        "ڵ": "ل",
        "ـ": None,
        "ء": None,
    }
)

_LATIN = str.maketrans(
    {
        "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d",
        "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
        "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h",
        "و": "w", "ي": "y", "ښ": "sh", "ځ": "z", "څ": "s", "ږ": "zh",
    }
)  # fmt: skip

# Letters only Persian, Kurdish, Pashto and Urdu keyboards have; there ض and ذ are spoken z, and ث s.
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc\u06d0\u06be]")
_PERSIAN_SOUNDS = str.maketrans({"ض": "ز", "ذ": "ز", "ث": "س"})

_WORD = re.compile(r"[\u0620-\u06ff\u0750-\u077f]+")

ARTICLE = "al"


def _one_word(word: str) -> str:
    """One Arabic-script word (forms folded) in Latin letters, the glued article and `and` set apart."""
    lead = ""
    if word.startswith("وال") and len(word) >= 6:
        lead, word = "wa al ", word[3:]
    elif (word.startswith("لل") and len(word) >= 5) or (
        word.startswith("ال") and len(word) >= 4 and not word.startswith("الله") and word != "الياس"
    ):
        lead, word = "al ", word[2:]
    elif word.endswith("الله") and 6 <= len(word) <= 9:
        # `عبدالله`, `نصرالله` are written Abdullah, Nasrallah: one word
        return word[:-4].translate(_LATIN) + "allah"
    elif word.endswith("الدين") and len(word) >= 7:
        return f"{word[:-5].translate(_LATIN)} al dyn"
    elif word.startswith("عبدال") and len(word) >= 8:
        return f"bd al {word[5:].translate(_LATIN)}"
    if word == "الله":
        return f"{lead}allah"
    # at the start ع carries a vowel: `عيسى` is Isa, not Ysa
    latin = ("a" if word.startswith("ع") else "") + word.translate(_LATIN)
    return lead + latin if latin else lead + "a"


def has_persian_letters(text: str) -> bool:
    """Whether a letter occurs that only Persian, Kurdish, Pashto and Urdu keyboards have."""
    return _PERSIAN.search(text) is not None


def arabic_to_latin(text: str) -> str:
    """`text` with every Arabic-script word in Latin letters; all else as it is."""
    if _PERSIAN.search(text):
        text = text.translate(_PERSIAN_SOUNDS)
    return _WORD.sub(lambda found: f" {_one_word(found.group())} ", text.translate(_FORMS))
