"""Which texts are names of countries, where a town or a federal state may stand in the same place of a list."""

from __future__ import annotations

import re

# Countries and territories as OFAC writes them in its columns, and otherwise in places and papers; states that are no
# more among them, as parties were born there. A town or a federal state may stand in the same place.
NAMES = frozenset(
    """
    Afghanistan; Aland Islands; Albania; Algeria; American Samoa; Andorra; Angola; Anguilla; Antarctica;
    Antigua and Barbuda; Argentina; Armenia; Aruba; Australia; Austria; Azerbaijan; Bahamas; Bahamas, The; Bahrain;
    Bangladesh; Barbados; Belarus; Belgium; Belize; Benin; Bermuda; Bhutan; Bolivia; Bosnia; Bosnia and Herzegovina;
    Bosnia-Herzegovina; Botswana; Brazil; British Virgin Islands; Brunei; Bulgaria; Burkina Faso; Burma; Burundi;
    Cabo Verde; Cabo Verde.  Previously Cape Verde.; Cambodia; Cameroon; Canada; Cape Verde; Cayman Islands;
    Central African Republic; Chad; Chile; China; Colombia; Comoros; Comoros Islands; Congo; Congo (Brazzaville);
    Congo (Kinshasa); Congo, Democratic Republic of the; Congo, Republic of the; Cook Islands; Costa Rica;
    Cote d Ivoire; Cote d'Ivoire; Crimea; Croatia; Cuba; Curacao; Cyprus; Czech Republic; Czechia; Czechoslovakia;
    Democratic People's Republic of Korea; Democratic Republic of the Congo; Denmark; Djibouti; Dominica;
    Dominican Republic; DPRK; DRC; East Germany; East Timor; Ecuador; Egypt; El Salvador; England; Equatorial Guinea;
    Eritrea; Estonia; Eswatini; Ethiopia; Falkland Islands; Faroe Islands; Fiji; Finland; France; French Guiana;
    French Polynesia; Gabon; Gambia; Gambia, The; Gaza; Gaza Strip; Georgia; Germany; Ghana; Gibraltar; Great Britain;
    Greece; Greenland; Grenada; Guadeloupe; Guam; Guatemala; Guernsey; Guinea; Guinea-Bissau; Guyana; Haiti; Honduras;
    Hong Kong; Hungary; Iceland; India; Indonesia; Iran; Iraq; Ireland; Isle of Man; Israel; Italy; Ivory Coast;
    Jamaica; Japan; Jersey; Jordan; Kazakhstan; Kenya; Kiribati; Korea; Korea, North; Korea, South; Kosovo; Kuwait;
    Kyrgyz Republic; Kyrgyzstan; Laos; Latvia; Lebanon; Lesotho; Liberia; Libya; Liechtenstein; Lithuania; Luxembourg;
    Macao; Macau; Macedonia; Macedonia, The Former Yugoslav Republic of; Madagascar; Malawi; Malaysia; Maldives; Mali;
    Malta; Man, Isle of; Marshall Islands; Martinique; Mauritania; Mauritius; Mayotte; Mexico; Micronesia; Moldova;
    Monaco; Mongolia; Montenegro; Montserrat; Morocco; Mozambique; Myanmar; Namibia; Nauru; Nepal; Netherlands;
    Netherlands Antilles; New Caledonia; New Zealand; Nicaragua; Niger; Nigeria; Niue; North Korea; North Macedonia;
    North Macedonia, The Republic of; Northern Ireland; Northern Mariana Islands; Norway; Oman; Pakistan; Palau;
    Palestine; Palestinian; Palestinian Authority; Palestinian Territories; Panama; Papua New Guinea; Paraguay;
    People's Republic of China; Peru; Philippines; Poland; Portugal; Puerto Rico; Qatar; Reunion; Romania; Russia;
    Russian Federation; Rwanda; Saint Kitts and Nevis; Saint Lucia; Saint Vincent and the Grenadines; Samoa; San Marino;
    Sao Tome and Principe; Saudi Arabia; Scotland; Senegal; Serbia; Serbia and Montenegro; Seychelles; Sierra Leone;
    Singapore; Slovak Republic; Slovakia; Slovenia; Solomon Islands; Somalia; South Africa; South Korea; South Sudan;
    Soviet Union; Spain; Sri Lanka; St Kitts and Nevis; St Vincent and the Grenadines; Sudan; Suriname; Swaziland;
    Sweden; Switzerland; Syria; Syrian Arab Republic; Taiwan; Tajikistan; Tanzania; Thailand; Timor-Leste; Togo; Tonga;
    Trinidad and Tobago; Tunisia; Turkey; Turkiye; Turkmenistan; Turks and Caicos Islands; Tuvalu; Uganda; Ukraine;
    United Arab Emirates; United Kingdom; United States; United States of America; Uruguay; US; USA; USSR; UAE; UK;
    Uzbekistan; Vanuatu; Vatican City; Venezuela; Vietnam; Virgin Islands, British; Virgin Islands, U.S.; Wales;
    West Bank; West Germany; Western Sahara; Yemen; Yugoslavia; Zaire; Zambia; Zimbabwe
    """.strip().casefold().replace("\n    ", " ").split("; ")
)  # fmt: skip
_BEFORE_COUNTRY = re.compile(r"^(?:region: |the |former |ex-|republic of )+")
_BRACKETED = re.compile(r" ?\([^()]*\) ?")


def is_country(text: str) -> bool:
    """True if the text is a country's name; `the`, `Republic of` and words in brackets may stand beside it."""
    name = text.casefold()
    if name in NAMES:
        return True
    name = _BEFORE_COUNTRY.sub("", name)
    return name in NAMES or ("(" in name and _BRACKETED.sub("", name) in NAMES)
