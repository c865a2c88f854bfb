"""OFAC's three XML schemas on small invented lists: what becomes of each element, and that all forms agree."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import InputFile, Reading, ofac, ofac_xml, recognise
from muster.sources.ofac_tree import span, worded

LEGACY = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd">
 <publshInformation><Publish_Date>05/03/2024</Publish_Date><Record_Count>3</Record_Count></publshInformation>
 <sdnEntry><uid>7</uid><firstName>Ola Nils</firstName><lastName>VASK</lastName>
  <title>Colonel; Chief of Staff</title><sdnType>Individual</sdnType>
  <remarks>(Linked To: NORTHERN CO., LTD.)</remarks>
  <programList><program>SDGT</program><program>IFSR</program></programList>
  <idList>
   <id><uid>1</uid><idType>Passport</idType><idNumber>K123</idNumber><idCountry>Norway</idCountry>
    <issueDate>17 Apr 1997</issueDate><expirationDate>16 Apr 2002</expirationDate></id>
   <id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
   <id><uid>3</uid><idType>Secondary sanctions risk:</idType><idNumber>Order 13224</idNumber></id></idList>
  <akaList>
   <aka><uid>90</uid><type>a.k.a.</type><category>strong</category><lastName>VASQUE</lastName>
    <firstName>Ola</firstName></aka>
   <aka><uid>91</uid><type>a.k.a.</type><category>weak</category><lastName>THE OLD</lastName></aka></akaList>
  <addressList><address><uid>12</uid><address1>Mill Lane 5</address1><city>Bergen</city>
   <stateOrProvince>Vestland</stateOrProvince><postalCode>5003</postalCode><country>Norway</country></address>
  </addressList>
  <nationalityList><nationality><uid>4</uid><country>Norway</country><mainEntry>true</mainEntry></nationality>
  </nationalityList>
  <dateOfBirthList><dateOfBirthItem><uid>5</uid><dateOfBirth>circa 1961</dateOfBirth><mainEntry>true</mainEntry>
  </dateOfBirthItem></dateOfBirthList>
  <placeOfBirthList><placeOfBirthItem><uid>6</uid><placeOfBirth>Oslo, Norway</placeOfBirth></placeOfBirthItem>
  </placeOfBirthList></sdnEntry>
 <sdnEntry><uid>8</uid><lastName>NORTHERN CO., LTD.</lastName><sdnType>Entity</sdnType>
  <programList><program>SDGT</program></programList>
  <akaList><aka><uid>92</uid><type>f.k.a.</type><category>strong</category><lastName>OLD NORTH</lastName></aka>
  </akaList></sdnEntry>
 <sdnEntry><uid>9</uid><lastName>SEA VASK</lastName><sdnType>Vessel</sdnType>
  <programList><program>SDGT</program></programList>
  <idList><id><uid>8</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 9187629</idNumber></id>
  </idList>
  <vesselInfo><callSign>T2EA4</callSign><vesselFlag>Malta</vesselFlag></vesselInfo></sdnEntry>
</sdnList>
"""

CSV = {
    "sdn.csv": '7,"VASK, Ola Nils","individual","SDGT] [IFSR","Colonel; Chief of Staff",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB circa 1961; POB Oslo, Norway; nationality Norway; Gender Male; Secondary sanctions risk: Order 13224; '
    "Passport K123 (Norway) issued 17 Apr 1997 expires 16 Apr 2002; a.k.a. 'THE OLD'; "
    'Linked To: NORTHERN CO., LTD."\r\n'
    '8,"NORTHERN CO., LTD.",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '9,"SEA VASK","vessel","SDGT",-0- ,"T2EA4",-0- ,-0- ,-0- ,"Malta",-0- ,'
    '"Vessel Registration Identification IMO 9187629."\r\n\x1a\r\n',
    "alt.csv": '7,90,"aka","VASQUE, Ola",-0- \r\n8,92,"fka","OLD NORTH",-0- \r\n\x1a\r\n',
    "add.csv": '7,12,"Mill Lane 5","Bergen, Vestland 5003","Norway",-0- \r\n8,13,-0- ,-0- ,-0- ,-0- \r\n\x1a\r\n',
}

ENHANCED = """<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="https://www.example.org/ENHANCED_XML">
 <publicationInfo><dataAsOf>2024-08-28T00:00:00</dataAsOf><filters><sanctionsLists>
  <sanctionsList refId="1550">SDN List</sanctionsList></sanctionsLists>{filters}</filters></publicationInfo>
 <entities>
  <entity id="7">
   <generalInfo><identityId>1</identityId><entityType refId="600">Individual</entityType>
    <title>Colonel; Chief of Staff</title><remarks>Fax: 009</remarks></generalInfo>
   <sanctionsLists><sanctionsList refId="1550" id="3" datePublished="2007-10-25">SDN List</sanctionsList>
   </sanctionsLists>
   <sanctionsPrograms><sanctionsProgram refId="1" id="4">SDGT</sanctionsProgram>
    <sanctionsProgram refId="2" id="5">IFSR</sanctionsProgram></sanctionsPrograms>
   <sanctionsTypes><sanctionsType refId="1705" id="1">Block</sanctionsType></sanctionsTypes>
   <legalAuthorities><legalAuthority refId="1" id="2">Order 13224</legalAuthority></legalAuthorities>
   <names>
    <name id="900"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
      <translation id="1"><isPrimary>true</isPrimary><script refId="20122">Latin</script>
       <formattedFirstName>Ola Nils</formattedFirstName><formattedLastName>VASK</formattedLastName>
       <formattedFullName>VASK, Ola Nils</formattedFullName><nameParts/></translation>
      <translation id="2"><isPrimary>false</isPrimary><script refId="20100">Arabic</script>
       <formattedFullName>\u202b\u0648\u0627\u0633\u0643\u060c \u0627\u0648\u0644\u0627\u202c</formattedFullName>
       </translation></translations></name>
    <name id="90"><isPrimary>false</isPrimary><aliasType refId="1400">A.K.A.</aliasType>
     <isLowQuality>false</isLowQuality><translations><translation id="3"><isPrimary>true</isPrimary>
      <formattedFullName>VASQUE, Ola</formattedFullName></translation></translations></name>
    <name id="91"><isPrimary>false</isPrimary><aliasType refId="1400">A.K.A.</aliasType>
     <isLowQuality>true</isLowQuality><translations><translation id="4"><isPrimary>true</isPrimary>
      <formattedFullName>THE OLD</formattedFullName></translation></translations></name></names>
   <addresses><address id="12"><country refId="1">Norway</country><translations><translation id="5">
     <isPrimary>true</isPrimary><addressParts>
      <addressPart id="1"><type>ADDRESS1</type><value>Mill Lane 5</value></addressPart>
      <addressPart id="2"><type>CITY</type><value>Bergen</value></addressPart>
      <addressPart id="3"><type>POSTAL CODE</type><value>5003</value></addressPart>
      <addressPart id="4"><type>STATE/PROVINCE</type><value>Vestland</value></addressPart></addressParts>
     </translation></translations></address><address id="13"/></addresses>
   <features>
    <feature id="1"><type featureTypeId="8">Birthdate</type><versionId>1</versionId><value>circa 1961</value></feature>
    <feature id="2"><type featureTypeId="9">Place of Birth</type><value>Oslo, Norway</value>
     <reliability refId="1">Reported</reliability></feature>
    <feature id="3"><type featureTypeId="10">Nationality Country</type><value>Norway</value></feature></features>
   <identityDocuments><identityDocument id="1"><type refId="1571">Passport</type><name nameId="90">VASQUE, Ola</name>
     <documentNumber>K123</documentNumber><isValid>false</isValid><issuingCountry refId="1">Norway</issuingCountry>
     <expirationDate id="1"><fromDateBegin>2002-04-16</fromDateBegin><toDateEnd>2002-04-16</toDateEnd>
     </expirationDate></identityDocument></identityDocuments>
   <relationships><relationship id="1"><type refId="1">Acting for or on behalf of</type>
     <relatedEntity entityId="8">NORTHERN CO., LTD.</relatedEntity></relationship>
    <relationship id="2"><type refId="2">Leader or official of</type><relatedEntity entityId="8"/></relationship>
    <relationship id="3"><type refId="3">Providing support to</type><relatedEntity entityId="99"/></relationship>
    </relationships>
   <newThings/></entity>
  <entity id="8">
   <generalInfo><entityType refId="601">Entity</entityType></generalInfo>
   <sanctionsLists><sanctionsList id="3" datePublished="2014-10-10">Consolidated List</sanctionsList>
    <sanctionsList id="4" datePublished="2014-07-16">FSE List</sanctionsList></sanctionsLists>
   <sanctionsPrograms><sanctionsProgram refId="1" id="4">FSE-IR</sanctionsProgram></sanctionsPrograms>
   <names><name id="901"><isPrimary>true</isPrimary><translations><translation id="1"><isPrimary>true</isPrimary>
     <formattedFullName>NORTHERN CO., LTD.</formattedFullName></translation></translations></name></names>
   <relationships><relationship id="4"><type refId="2">Owned or Controlled By</type>
    <relatedEntity entityId="7"/></relationship>
    <relationship id="5"><type refId="2">Leader or official of</type><relatedEntity entityId="7"/></relationship>
   </relationships></entity>
 </entities>
</sanctionsData>
"""

ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0" Version="3">
 <DateOfIssue CalendarTypeID="1"><Year>2020</Year><Month>3</Month><Day>17</Day></DateOfIssue>
 <ReferenceValueSets>
  <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
  <AreaCodeValues><AreaCode ID="5" CountryID="5" Description="Norway">NO</AreaCode></AreaCodeValues>
  <CountryValues><Country ID="5">Norway</Country></CountryValues>
  <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
  <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="224">Gender</FeatureType>
   <FeatureType ID="25">Location</FeatureType><FeatureType ID="9">Place of Birth</FeatureType></FeatureTypeValues>
  <IDRegDocDateTypeValues><IDRegDocDateType ID="1481">Expiration Date</IDRegDocDateType></IDRegDocDateTypeValues>
  <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
  <LegalBasisValues><LegalBasis ID="1828">Order 13224</LegalBasis></LegalBasisValues>
  <ListValues><List ID="1550">SDN List</List></ListValues>
  <LocPartTypeValues><LocPartType ID="1">Unknown</LocPartType><LocPartType ID="1451">ADDRESS1</LocPartType>
   <LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
  <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
   <NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
  <PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
   <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
  <RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType></RelationTypeValues>
  <ReliabilityValues><Reliability ID="1">Unknown</Reliability></ReliabilityValues>
  <ValidityValues><Validity ID="1">Valid</Validity></ValidityValues>
  <SanctionsTypeValues><SanctionsType ID="1705">Block</SanctionsType><SanctionsType ID="1">Program</SanctionsType>
  </SanctionsTypeValues>
 </ReferenceValueSets>
 <Locations>
  <Location ID="12"><LocationAreaCode AreaCodeID="5"/><LocationCountry CountryID="5"/>
   <LocationPart LocPartTypeID="1451"><LocationPartValue><Value>Mill Lane 5</Value></LocationPartValue></LocationPart>
   <LocationPart LocPartTypeID="1454"><LocationPartValue><Value>Bergen</Value></LocationPartValue></LocationPart>
  </Location>
  <Location ID="13"><LocationPart LocPartTypeID="1"><LocationPartValue><Value>Oslo, Norway</Value>
   </LocationPartValue></LocationPart></Location>
 </Locations>
 <IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="50" IssuedBy-CountryID="5" ValidityID="1">
  <Comment/><IDRegistrationNo>K123</IDRegistrationNo><IssuingAuthority>Police</IssuingAuthority>
  <DocumentDate IDRegDocDateTypeID="1481"><DatePeriod>
   <Start Approximate="false"><From><Year>2002</Year><Month>4</Month><Day>16</Day></From></Start>
   <End><To><Year>2002</Year><Month>4</Month><Day>16</Day></To></End></DatePeriod></DocumentDate></IDRegDocument>
 </IDRegDocuments>
 <DistinctParties>
  <DistinctParty FixedRef="7"><Comment>Northern district</Comment><Profile ID="7" PartySubTypeID="4">
   <Identity ID="50" FixedRef="7" Primary="true" False="false">
    <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1">
     <DocumentedNamePart><NamePartValue NamePartGroupID="61" ScriptID="215">VASK</NamePartValue></DocumentedNamePart>
     <DocumentedNamePart><NamePartValue NamePartGroupID="62" ScriptID="215">Ola Nils</NamePartValue>
     </DocumentedNamePart></DocumentedName><DocumentedName ID="2">
     <DocumentedNamePart><NamePartValue NamePartGroupID="61" ScriptID="9">\u0412\u0410\u0421\u041a</NamePartValue>
     </DocumentedNamePart><DocumentedNamePart>
      <NamePartValue NamePartGroupID="62" ScriptID="9">\u041e\u043b\u0430</NamePartValue></DocumentedNamePart>
     </DocumentedName></Alias>
    <Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="3"><DocumentedNamePart>
     <NamePartValue NamePartGroupID="63" ScriptID="215">THE OLD</NamePartValue></DocumentedNamePart></DocumentedName>
    </Alias>
    <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="61" NamePartTypeID="1520"/></MasterNamePartGroup>
     <MasterNamePartGroup><NamePartGroup ID="62" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups>
   </Identity>
   <Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1" ReliabilityID="1"><Comment/><DatePeriod>
     <Start Approximate="true"><From><Year>1961</Year><Month>1</Month><Day>1</Day></From></Start>
     <End><To><Year>1961</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
   <Feature ID="2" FeatureTypeID="224"><FeatureVersion ID="2"><VersionDetail DetailReferenceID="91526"/>
    </FeatureVersion></Feature>
   <Feature ID="3" FeatureTypeID="25"><FeatureVersion ID="3"><VersionLocation LocationID="12"/></FeatureVersion>
   </Feature>
   <Feature ID="4" FeatureTypeID="9"><FeatureVersion ID="4"><VersionLocation LocationID="13"/></FeatureVersion>
   </Feature></Profile></DistinctParty>
  <DistinctParty FixedRef="8"><Profile ID="8" PartySubTypeID="3"><Identity ID="51" Primary="true" False="false">
   <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="4"><DocumentedNamePart>
    <NamePartValue NamePartGroupID="64">NORTHERN CO., LTD.</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
   </Identity></Profile></DistinctParty>
 </DistinctParties>
 <ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="8" To-ProfileID="7" RelationTypeID="15003"
  Former="false"><Comment/></ProfileRelationship></ProfileRelationships>
 <SanctionsEntries><SanctionsEntry ID="1" ProfileID="7" ListID="1550">
   <EntryEvent ID="1" LegalBasisID="1828"><Date><Year>2007</Year><Month>10</Month><Day>25</Day></Date></EntryEvent>
   <SanctionsMeasure ID="1" SanctionsTypeID="1705"/>
   <SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure>
   <SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>IFSR</Comment></SanctionsMeasure></SanctionsEntry>
 </SanctionsEntries>
</Sanctions>
"""

WHOLE = ENHANCED.replace("{filters}", "")


def reading(folder: Path, text: str) -> tuple[Reading, list[Claim]]:
    path = folder / "list.xml"
    path.write_text(text, "utf-8")
    assert recognise(InputFile(path))[0].name == "ofac-xml"
    (found,) = ofac_xml.read([InputFile(path)])
    claims = list(found.claims)
    for claim in claims:
        check(claim)
    return found, claims


def said(claims: list[Claim], subject: str, predicate: str) -> list[str]:
    return [claim.value or claim.object for claim in claims if (claim.subject, claim.predicate) == (subject, predicate)]


def names(claims: list[Claim], subject: str) -> list[tuple[str, str, str]]:
    mine = [claim for claim in claims if claim.subject == subject and claim.predicate == "name"]
    return [(claim.value, claim.qualifier("kind"), claim.qualifier("script")) for claim in mine]


def test_the_legacy_schema_says_what_the_csv_files_say_claim_by_claim(tmp_path: Path) -> None:
    for name, text in CSV.items():
        (tmp_path / name).write_text(text, "ascii", newline="")
    tables = ofac.read([InputFile(tmp_path / name) for name in CSV])
    expected = {claim.id: claim for table in tables for claim in table.claims}
    found, claims = reading(tmp_path, LEGACY)
    assert {claim.id: claim for claim in claims} == expected
    assert (found.stream, found.published, found.notes) == ("us-ofac-sdn/sdn", "2024-05-03", [])


def test_names_in_other_scripts_lose_their_direction_marks_and_keep_their_alias(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, WHOLE)
    assert names(claims, "ofac-7") == [
        ("Ola Nils VASK", "primary", "Latn"),
        ("\u0627\u0648\u0644\u0627 \u0648\u0627\u0633\u0643", "original_script", "Arab"),
        ("Ola VASQUE", "strong", "Latn"),
        ("THE OLD", "weak", "Latn"),
    ]


def test_an_enhanced_entity(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, WHOLE)
    assert (found.stream, found.published) == ("us-ofac-cons/sdn", "2024-08-28")
    assert said(claims, "ofac-7", "title") == ["Colonel", "Chief of Staff"]
    assert said(claims, "ofac-7", "birth_date") == ["1961~"]
    assert said(claims, "ofac-7", "contact") == ["Fax: 009"]
    assert said(claims, "ofac-7", "remark") == ["Legal authority: Order 13224"]
    assert said(claims, "ofac-7", "address") == ["Mill Lane 5, Bergen, Vestland 5003, Norway"]
    (paper,) = (claim for claim in claims if claim.predicate == "identifier")
    assert dict(paper.qualifiers) == {"type": "Passport", "country": "Norway", "expires": "2002-04-16"}
    assert paper.note == "in the name of VASQUE, Ola; not valid"
    (born,) = (claim for claim in claims if claim.predicate == "birth_place")
    assert (born.value, born.note) == ("Oslo, Norway", "reported")
    assert "1 values of newThings not read" in found.notes


def test_relations_keep_their_kind_and_only_persons_lead(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, WHOLE)
    relations = [(one.subject, one.predicate, one.object, dict(one.qualifiers)) for one in claims if one.object]
    assert relations == [
        ("ofac-7", "affiliated_with", "ofac-8", {"how": "acting for or on behalf of"}),
        ("ofac-7", "posted_to", "ofac-8", {"role": "leader or official"}),
        ("ofac-7", "supports", "ofac-99", {}),
        ("ofac-7", "controls", "ofac-8", {"how": "ownership or control"}),
        ("ofac-8", "affiliated_with", "ofac-7", {"how": "leader or official of"}),
    ]


def test_a_programme_may_have_come_later_than_the_entry(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, WHOLE)
    listed = [claim for claim in claims if claim.predicate == "listed_under"]
    assert [(one.value, one.time.start.text, one.qualifier("list"), one.note) for one in listed] == [
        ("SDGT", "[2007-10-25..]", "us-ofac-sdn", ""),
        ("IFSR", "[2007-10-25..]", "us-ofac-sdn", ""),
        ("FSE-IR", "[2014-07-16..]", "us-ofac-cons", "FSE List"),
    ]
    assert (listed[0].qualifier("kind"), listed[0].qualifier("published")) == ("Block", "2007-10-25")


def test_a_selection_is_no_edition_of_the_whole_list(tmp_path: Path) -> None:
    chosen = "<sanctionsPrograms><sanctionsProgram refId='1'>IRGC</sanctionsProgram></sanctionsPrograms>"
    found, _ = reading(tmp_path, ENHANCED.replace("{filters}", chosen))
    assert found.part == "selection-irgc"
    assert any("a selection" in note for note in found.notes)


def test_an_advanced_party(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, ADVANCED)
    assert (found.stream, found.published) == ("us-ofac-sdn/sdn", "2020-03-17")
    assert names(claims, "ofac-7") == [
        ("Ola Nils VASK", "primary", "Latn"),
        ("\u041e\u043b\u0430 \u0412\u0410\u0421\u041a", "original_script", "Cyrl"),
        ("THE OLD", "weak", "Latn"),
    ]
    assert names(claims, "ofac-8") == [("NORTHERN CO., LTD.", "primary", "Latn")]
    assert [said(claims, one, "kind") for one in ("ofac-7", "ofac-8")] == [["person"], ["organization"]]
    assert said(claims, "ofac-7", "birth_date") == ["1961~"]
    assert said(claims, "ofac-7", "birth_place") == ["Oslo, Norway"]
    assert said(claims, "ofac-7", "gender") == ["male"]
    assert said(claims, "ofac-7", "address") == ["Mill Lane 5, Bergen, Norway"]
    assert said(claims, "ofac-7", "remark") == ["Northern district", "Legal authority: Order 13224"]
    (paper,) = (claim for claim in claims if claim.predicate == "identifier")
    assert (paper.value, paper.qualifier("expires"), paper.note) == ("K123", "2002-04-16", "issued by Police")
    assert said(claims, "ofac-7", "controls") == ["ofac-8"]
    listed = [claim for claim in claims if claim.predicate == "listed_under"]
    assert [(one.value, one.time.start.text) for one in listed] == [
        ("SDGT", "[2007-10-25..]"),
        ("IFSR", "[2007-10-25..]"),
    ]
    assert found.notes == ["1 parties stand on no list: they are kept without a listing"]


@pytest.mark.parametrize(
    ("first", "last", "edtf", "words"),
    [
        ("1956-01-01", "1956-12-31", "1956", "1956"),
        ("1965-02-01", "1965-02-28", "1965-02", "Feb 1965"),
        ("1961-05-31", "1961-05-31", "1961-05-31", "31 May 1961"),
        ("1987-01-01", "1989-12-31", "[1987..1989]", "1987 to 1989"),
        ("1961-03-01", "1962-03-30", "[1961-03-01..1962-03-30]", "01 Mar 1961 to 30 Mar 1962"),
        ("1961-02-30", "1962-03-30", "", ""),
        ("1963-01-01", "1962-03-30", "", ""),
    ],
)
def test_two_days_become_one_date(first: str, last: str, edtf: str, words: str) -> None:
    assert span(first, last) == edtf
    assert worded(edtf) == words


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (LEGACY[:1500], "broken XML"),
        (LEGACY.replace("05/03/2024", "13/33/2024"), "day of publication"),
        (LEGACY.replace("<uid>7</uid>", "<uid>x7</uid>"), "without its number"),
        (LEGACY.replace("sdnEntry>", "sdnItem>"), "holds no entries"),
        (WHOLE.replace('<entity id="7">', "<entity>"), "without its number"),
        (ADVANCED.replace('FixedRef="8"', 'FixedRef=""'), "without its number"),
        (ADVANCED.replace("DateOfIssue", "Date"), "day of publication"),
    ],
)
def test_what_is_broken_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as caught:
        reading(tmp_path, text)
    assert caught.value.hint


def test_a_count_that_does_not_fit_is_told(tmp_path: Path) -> None:
    found, _ = reading(tmp_path, LEGACY.replace(">3<", ">4<"))
    assert found.notes == ["says that it holds 4 entries and holds 3: was it altered?"]


@pytest.mark.parametrize("text", [LEGACY, WHOLE, ADVANCED], ids=["legacy", "enhanced", "advanced"])
def test_damage_is_an_error_or_a_whole_reading(tmp_path: Path, text: str) -> None:
    dice = random.Random(5)
    whole = text.encode()

    def cut() -> bytes:
        return whole[: dice.randrange(len(whole))]

    def changed() -> bytes:
        place = dice.randrange(len(whole))
        return whole[:place] + bytes([dice.randrange(256)]) + whole[place + 1 :]

    tries: list[Callable[[], bytes]] = [cut] * 10 + [changed] * 50
    for number, damage in enumerate(tries):
        path = tmp_path / f"{number}.xml"
        path.write_bytes(damage())
        try:
            for found in ofac_xml.read([InputFile(path)]):
                for claim in found.claims:
                    check(claim)
        except BadInput:
            continue
