"""What FollowTheMoney's schemata can hold: the part of its model that the export uses.

https://followthemoney.tech/explorer/
"""

from __future__ import annotations

import re
from importlib import import_module

from muster.dates import ImpreciseDate
from muster.sources.ftm.words import CRAFT_DETAILS, IDENTIFIERS

SCHEMATA = {
    "person": "Person",
    "unit": "Organization",
    "organization": "Organization",
    "government": "PublicBody",
    "office": "Position",
    "place": "Territory",
    "incident": "Event",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    "": "Thing",
}
# Predicates of a claim or a source, which are no entities.
OF_CLAIMS = frozenset({"weighed", "credibility"})
# Kinds that FollowTheMoney does not tell apart from others of the same schema, and words that it has no property for:
# they are kept as keywords.
BROADER = ("unit", "government")
MARKS = ("level", "placeholder")
LEGAL = ("Person", "Organization", "PublicBody", "Company")
_BODIES = LEGAL[1:]
# property of an end -> schemata that may stand there
RANGES = {
    **dict.fromkeys(("member", "owner", "controller", "controlled", "successor", "predecessor", "involved"), LEGAL),
    "organization": _BODIES,
    "asset": ("Company", "Vessel", "Airplane"),
    "holder": ("Person",),
    "post": ("Position",),
    "person": ("Person",),
    "relative": ("Person",),
    **dict.fromkeys(("subject", "object", "candidate", "match"), tuple(dict.fromkeys([*SCHEMATA.values(), "Company"]))),
}
# property -> schemata that have it; those not named here: all
HOLDERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("abbreviation", "legalForm", "status", "website", "email", "phone"), LEGAL),
    **dict.fromkeys(
        ("birthDate", "deathDate", "birthPlace", "birthCountry", "gender", "nationality", "citizenship"), ("Person",)
    ),
    **dict.fromkeys(("position", "title", "passportNumber", "socialSecurityNumber"), ("Person",)),
    **dict.fromkeys(("date", "location"), ("Event",)),
    **dict.fromkeys(("voenCode", "irsCode", "cikCode", "kppCode", "bikCode", "ticker"), ("Company",)),
    **dict.fromkeys(("cageCode", "permId", "giiNumber"), _BODIES),
    "imoNumber": (*_BODIES, "Vessel"),
    **dict.fromkeys(("mmsi", "callSign", "crsNumber"), ("Vessel",)),
    **dict.fromkeys(("serialNumber", "icaoCode"), ("Airplane",)),
    "registrationNumber": (*LEGAL, "Vessel", "Airplane"),
    **dict.fromkeys(("type", "model", "buildDate"), ("Vessel", "Airplane")),
    "manufacturer": ("Airplane",),
    "flag": ("Vessel",),
    **dict.fromkeys(
        ("registrationPort", "pastFlags", "pastTypes", "tonnage", "grossRegisteredTonnage", "deadweightTonnage"),
        ("Vessel",),
    ),
    "wikidataId": tuple(dict.fromkeys([*SCHEMATA.values(), "Company"])),
}
for _name in IDENTIFIERS:
    HOLDERS.setdefault(_name, LEGAL)
BY_TYPE = {label: name for name, label in IDENTIFIERS.items() if label and not name.endswith(("Url", "Id"))}
BY_TYPE |= {"Wikidata": "wikidataId"}
BY_DETAIL = {label: name for name, label in CRAFT_DETAILS.items()}
# What lists call otherwise. It comes back under FollowTheMoney's name for it.
ALSO_TYPES = {
    **dict.fromkeys(("IMO number", "Identification Number (IMO)"), "imoNumber"),
    "Aircraft Manufacturer's Serial Number (MSN)": "serialNumber",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "serialNumber",
    "Aircraft Tail Number": "registrationNumber",
}
ALSO_DETAILS = {
    **dict.fromkeys(("vessel type", "other vessel type"), "type"),
    **dict.fromkeys(("year of build", "vessel year of build", "year built", "aircraft manufacture date"), "buildDate"),
    **dict.fromkeys(("former flag", "former vessel flag"), "pastFlags"),
    "aircraft model": "model",
    "call sign": "callSign",
    "other vessel call sign": "callSign",
    "flag": "flag",
}
_CHECKED = {
    "innCode": "ru.inn",
    "ogrnCode": "ru.ogrn",
    "leiCode": "lei",
    "swiftBic": "bic",
    "uscCode": "cn.uscc",
    "imoNumber": "imo",
    "socialSecurityNumber": "us.ssn",
}
_UNCHECKED = ("npiCode", "uniqueEntityId")  # the library checks them by rules that are not at hand here
NAMES = {
    "primary": "name",
    "strong": "alias",
    "weak": "weakAlias",
    "former": "previousName",
    "acronym": "abbreviation",
}
CONTACTS = {
    "website": re.compile(r"(https?://|www\.)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,12}(/[\w./-]*)?", re.ASCII),
    "email": re.compile(r"[a-z0-9._-]*[a-z0-9]@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,12}", re.ASCII),
}
MAX_NAME = 384
MAX_IDENTIFIER = 64  # what the library takes, in characters
MAX_ADDRESS = 250
_TOPIC_WORDS = (
    "asset.frozen corp.clone corp.disqual corp.offshore corp.public corp.shell crime crime.boss crime.cyber crime.env "
    "crime.fin crime.fraud crime.terror crime.theft crime.traffick crime.traffick.drug crime.traffick.human crime.war "
    "debarment export.control export.control.linked export.risk fin fin.adivsor fin.bank fin.fund forced.labor "
    "geo.risk gov gov.admin gov.executive gov.financial gov.head gov.igo gov.judicial gov.legislative gov.muni "
    "gov.national gov.religion gov.security gov.soe gov.state invest.ban invest.risk mare.detained mare.shadow "
    "mare.sts mil poi pol.party pol.union reg.action reg.warn rel role.acct role.act role.civil role.diplo role.journo "
    "role.judge role.lawyer role.lobby role.oligarch role.pep role.pep.frmr role.pep.intl role.pep.natl role.pol "
    "role.rca role.spy sanction sanction.control sanction.counter sanction.linked wanted"
)
TOPICS = frozenset(_TOPIC_WORDS.split())
_DATE = re.compile(r"[1-9]\d{3}(-\d\d(-\d\d)?)?", re.ASCII)


def has(schema: str, name: str) -> bool:
    """True if entities of the schema have the property."""
    return name not in HOLDERS or schema in HOLDERS[name]


def valid(name: str, value: str) -> bool:
    """True if the library takes the value for the property: of numbers with check digits only right ones."""
    if name == "wikidataId":
        return bool(re.fullmatch(r"Q[1-9]\d*", value))
    module = _CHECKED.get(name)
    if name in ("innCode", "ogrnCode") and not value.isdecimal():
        return False
    return name not in _UNCHECKED and (module is None or bool(import_module(f"stdnum.{module}").is_valid(value)))


def date_text(value: ImpreciseDate) -> tuple[str, bool]:
    """The date as FollowTheMoney writes it (a day, month or year), and whether it says all that the date says.

    An approximate date or a range becomes the month or year that it lies in; empty if it lies in none.
    """
    if _DATE.fullmatch(value.text):
        return value.text, True
    first, last = value.earliest, value.latest
    if value.uncertain or not first or not last or first.year != last.year or first.year < 1000:
        return "", not value.text
    return str(first)[:7] if first.month == last.month else str(first)[:4], False
