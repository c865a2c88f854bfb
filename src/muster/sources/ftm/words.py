"""FollowTheMoney's schemata and properties, and the words of the vocabulary that they become.

https://followthemoney.tech/explorer/
"""

from __future__ import annotations

KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "LegalEntity": "organization",
    "PublicBody": "organization",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Position": "office",
    "Territory": "place",
    "Event": "incident",
}
GENDERS = ("female", "male", "other")
# A LegalEntity may be either; only a person has these.
PERSONAL = ("birthDate", "birthPlace", "gender", "nationality", "citizenship", "passportNumber", "deathDate")

NAMES = {
    "name": "strong",
    "alias": "strong",
    "weakAlias": "weak",
    "previousName": "former",
    "abbreviation": "acronym",
}
NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")

# property -> (predicate, qualifiers)
VALUES: dict[str, tuple[str, dict[str, str]]] = {
    "birthDate": ("birth_date", {}),
    "deathDate": ("death_date", {}),
    "birthPlace": ("birth_place", {}),
    "gender": ("gender", {}),
    "country": ("country", {}),
    "jurisdiction": ("country", {}),
    "mainCountry": ("country", {}),
    "flag": ("country", {}),
    "nationality": ("nationality", {}),
    "citizenship": ("citizenship", {}),
    "position": ("position", {}),
    "title": ("title", {}),
    "topics": ("topic", {}),
    "legalForm": ("classification", {}),
    "classification": ("classification", {}),
    "sector": ("classification", {}),
    "status": ("legal_status", {}),
    "address": ("address", {}),
    "website": ("contact", {"type": "website"}),
    "email": ("contact", {"type": "email"}),
    "phone": ("contact", {"type": "phone"}),
    "notes": ("remark", {}),
    "summary": ("remark", {}),
    "description": ("remark", {}),
}
IDENTIFIERS = {
    "idNumber": "national id",
    "passportNumber": "passport",
    "socialSecurityNumber": "social security",
    "taxNumber": "tax",
    "vatCode": "VAT",
    "registrationNumber": "registration",
    "licenseNumber": "licence",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "kppCode": "KPP",
    "okpoCode": "OKPO",
    "leiCode": "LEI",
    "dunsCode": "DUNS",
    "uscCode": "USCC",
    "uniqueEntityId": "UEI",
    "npiCode": "NPI",
    "cageCode": "CAGE",
    "permId": "PermID",
    "giiNumber": "GIIN",
    "swiftBic": "SWIFT/BIC",
    "bikCode": "BIK",
    "cikCode": "CIK",
    "irsCode": "IRS",
    "voenCode": "VOEN",
    "ticker": "ticker",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
    "callSign": "call sign",
    "crsNumber": "CRS",
    "serialNumber": "serial",
    "icaoCode": "ICAO",
    "wikidataId": "Wikidata",
    "identifier": "",  # of a type that is not told
    "opencorporatesUrl": "OpenCorporates",
    "bvdId": "BvD",
    "icijId": "ICIJ",
}
CRAFT_DETAILS = {
    "type": "type",
    "model": "model",
    "manufacturer": "manufacturer",
    "buildDate": "built",
    "registrationPort": "port of registration",
    "pastFlags": "former flag",
    "pastTypes": "former type",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "gross registered tonnage",
    "deadweightTonnage": "deadweight tonnage",
}

# schema -> (predicate, property of the subject, of the object, {property: qualifier}, default qualifiers)
Edge = tuple[str, str, str, dict[str, str], dict[str, str]]
EDGES: dict[str, Edge] = {
    "Ownership": ("owns", "owner", "asset", {"percentage": "percentage"}, {}),
    "Control": ("controls", "controller", "controlled", {"controlType": "how", "role": "how"}, {}),
    "Membership": ("member_of", "member", "organization", {"role": "role"}, {}),
    "Directorship": ("posted_to", "director", "organization", {"role": "role"}, {"role": "director"}),
    "Employment": ("posted_to", "employee", "employer", {"role": "role"}, {"role": "employee"}),
    "Occupancy": ("posted_to", "holder", "post", {}, {"role": "holder"}),
    "Family": ("family_of", "person", "relative", {"relationship": "how"}, {}),
    "Associate": ("affiliated_with", "person", "associate", {"relationship": "how"}, {}),
    "UnknownLink": ("affiliated_with", "subject", "object", {"role": "how"}, {}),
    "Representation": ("affiliated_with", "agent", "client", {"role": "how"}, {"how": "representation"}),
    "Succession": ("successor_of", "successor", "predecessor", {}, {}),
    "Similar": ("possibly_same_as", "candidate", "match", {}, {}),
}
# What a property means of an incident, where it means another thing of others, or nothing.
EVENT_VALUES: dict[str, tuple[str, dict[str, str]]] = {
    "date": ("occurred", {}),
    "startDate": ("occurred", {}),
    "location": ("occurred_in", {}),
    "keywords": ("incident_type", {}),
}
REFERENCES = ("unscId", "authorityId", "recordId")
SANCTION = {"entity", "authority", "listingDate", "provisions", "reason", "status", "summary", *REFERENCES}
