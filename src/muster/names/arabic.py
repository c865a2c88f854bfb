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

# Common words as they are spoken: their vowels tell them from other words with the same consonants. Forms are folded.
_SPOKEN = {
    arabic: latin
    for line in """
    بن:bin ابن:ibn بنت:bint ابو:abu ابي:abi ولد:ould عبد:abd حزب:hizb محمد:muhammad احمد:ahmad محمود:mahmud حامد:hamid
    حميد:hamid حمد:hamad علي:ali حسن:hasan حسين:husayn حسان:hassan محسن:muhsin عباس:abbas جعفر:jafar صادق:sadiq
    كاظم:kazim رضا:rida مهدي:mahdi هادي:hadi جواد:jawad باقر:baqir عمر:umar عثمان:uthman ابوبكر:abubakr خالد:khalid
    وليد:walid طارق:tariq زياد:ziyad سعد:saad سعيد:said مسعود:masud سعود:saud اسعد:asad سعدون:sadun صالح:salih
    صلاح:salah مصلح:muslih يوسف:yusuf يعقوب:yaqub ابراهيم:ibrahim اسماعيل:ismail اسحاق:ishaq موسي:musa عيسي:isa
    يحيي:yahya زكريا:zakariya داود:dawud داوود:dawud سليمان:sulayman سلمان:salman سالم:salim سليم:salim مسلم:muslim
    هارون:harun ادم:adam نوح:nuh ايوب:ayyub يونس:yunus لقمان:luqman الياس:ilyas مصطفي:mustafa مرتضي:murtada
    مجتبي:mujtaba حمزه:hamza طلحه:talha عبيده:ubayda معاويه:muawiya اسامه:usama قتيبه:qutayba طه:taha ياسين:yasin
    ياسر:yasir عمار:ammar بلال:bilal انس:anas زيد:zayd يزيد:yazid جابر:jabir جبار:jabbar كريم:karim رحيم:rahim
    رحمان:rahman عزيز:aziz حكيم:hakim عليم:alim قادر:qadir ناصر:nasir نصر:nasr منصور:mansur نصير:nasir فيصل:faysal
    فهد:fahd فاضل:fadil فضل:fadl عادل:adil جمال:jamal كمال:kamal جلال:jalal بشار:bashar بشير:bashir باسم:basim
    ماهر:mahir ماجد:majid مجيد:majid رشيد:rashid راشد:rashid مازن:mazin نبيل:nabil نزار:nizar عصام:isam هشام:hisham
    حسام:husam بسام:bassam وسام:wisam غسان:ghassan عدنان:adnan قاسم:qasim جاسم:jasim هاشم:hashim كامل:kamil
    جميل:jamil خليل:khalil جبريل:jibril ميكائيل:mikail اكرم:akram اشرف:ashraf شريف:sharif لطيف:latif عارف:arif
    يونسي:yunusi مراد:murad فؤاد:fuad رائد:raid رافع:rafi سامي:sami رامي:rami هاني:hani غازي:ghazi راضي:radi
    قاضي:qadi شيخ:shaykh ملا:mulla مولوي:mawlawi حاج:haj حاجي:haji سيد:sayyid امير:amir ميرزا:mirza اكبر:akbar
    اصغر:asghar غلام:ghulam نبي:nabi گل:gul خان:khan شاه:shah جان:jan بيگ:beg نور:nur شمس:shams بدر:badr نجم:najm
    سيف:sayf تاج:taj عز:izz صدر:sadr شهاب:shihab قطب:qutb محي:muhyi محيي:muhyi فخر:fakhr نجيب:najib نعيم:naim
    مطيع:mati ذبيح:zabih حبيب:habib عطا:ata فيض:fayz هدايت:hidayat رحمت:rahmat نعمت:nimat عنايت:inayat عصمت:ismat
    فاطمه:fatima زينب:zaynab مريم:maryam خديجه:khadija عائشه:aisha عايشه:aisha سعاد:suad
    """.splitlines()
    for arabic, _, latin in (pair.partition(":") for pair in line.split())
}


def _one_word(word: str) -> str:
    """One Arabic-script word (forms folded) in Latin letters, the glued article and `and` set apart."""
    lead = ""
    if word in _SPOKEN:
        return _SPOKEN[word]
    if word.startswith("وال") and len(word) >= 6:
        lead, word = "wa al ", word[3:]
    elif (word.startswith("لل") and len(word) >= 5) or (
        word.startswith("ال") and len(word) >= 4 and not word.startswith("الله") and word != "الياس"
    ):
        lead, word = "al ", word[2:]
    elif word.endswith("الله") and 6 <= len(word) <= 9:
        # `عبدالله`, `نصرالله` are written Abdullah, Nasrallah: one word
        return ("a" if word.startswith("ع") else "") + word[:-4].translate(_LATIN) + "allah"
    elif word.endswith("الدين") and len(word) >= 7:
        return f"{_SPOKEN.get(word[:-5], word[:-5].translate(_LATIN))} al din"
    elif word.startswith("عبدال") and len(word) >= 8:
        return f"abd al {_SPOKEN.get(word[5:], word[5:].translate(_LATIN))}"
    if lead and word in _SPOKEN:
        return lead + _SPOKEN[word]
    if word == "دين" and lead:
        return lead + "din"
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
