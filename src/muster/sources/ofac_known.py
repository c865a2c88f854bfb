"""The names of the elements of OFAC's three XML schemas, as far as files at hand hold them, read or not.

Not read are numbers of versions and values, the parts of names and the bounds of dates that are read whole, and which
of several dates or places is the main one.
"""

from __future__ import annotations

from collections.abc import Mapping

from muster.sources.unknown import names

_LEGACY = names(
    """
    Publish_Date Record_Count address address1 address2 address3 addressList aka akaList callSign category citizenship
    citizenshipList city country dateOfBirth dateOfBirthItem dateOfBirthList expirationDate firstName
    grossRegisteredTonnage id idCountry idList idNumber idType issueDate lastName mainEntry nationality
    nationalityList placeOfBirth placeOfBirthItem placeOfBirthList postalCode program programList publshInformation
    remarks sdnEntry sdnList sdnType stateOrProvince title tonnage type uid vesselFlag vesselInfo vesselOwner
    vesselType
    """
)
_ADVANCED = names(
    """
    Alias AliasType AliasTypeValues AreaCode AreaCodeType AreaCodeTypeValues AreaCodeValues CalendarType
    CalendarTypeValues Comment Country CountryRelevance CountryRelevanceValues CountryValues Date DateOfIssue
    DatePeriod Day DecisionMakingBody DecisionMakingBodyValues DetailReference DetailReferenceValues DetailType
    DetailTypeValues DistinctParties DistinctParty DocNameStatus DocNameStatusValues DocumentDate DocumentedName
    DocumentedNamePart DocumentedNameReference End EntryEvent EntryEventType EntryEventTypeValues EntryLinkTypeValues
    ExRefTypeValues Feature FeatureType FeatureTypeGroup FeatureTypeGroupValues FeatureTypeValues FeatureVersion
    FeatureVersionReference From IDRegDocDateType IDRegDocDateTypeValues IDRegDocType IDRegDocTypeValues IDRegDocument
    IDRegDocumentReference IDRegDocuments IDRegistrationNo Identity IdentityFeatureLinkType
    IdentityFeatureLinkTypeValues IdentityReference IssuingAuthority LegalBasis LegalBasisType LegalBasisTypeValues
    LegalBasisValues List ListValues LocPartType LocPartTypeValues LocPartValueStatus LocPartValueStatusValues
    LocPartValueType LocPartValueTypeValues Location LocationAreaCode LocationCountry LocationPart LocationPartValue
    Locations MasterNamePartGroup Month NamePartGroup NamePartGroups NamePartType NamePartTypeValues NamePartValue
    Organisation OrganisationValues PartySubType PartySubTypeValues PartyType PartyTypeValues Profile
    ProfileRelationship ProfileRelationships ReferenceValueSets RelationQuality RelationQualityValues RelationType
    RelationTypeValues Reliability ReliabilityValues Sanctions SanctionsEntries SanctionsEntry SanctionsEntryLink
    SanctionsEntryLinks SanctionsMeasure SanctionsProgram SanctionsProgramValues SanctionsType SanctionsTypeValues
    Script ScriptStatus ScriptStatusValues ScriptValues Start SubsidiaryBody SubsidiaryBodyValues SupInfoTypeValues
    TargetTypeValues To Validity ValidityValues Value VersionDetail VersionLocation Year
    """
)
_ENHANCED = names(
    """
    address addressPart addressParts addresses aliasType code comment comments country dataAsOf detailType
    documentNumber entities entity entityType expirationDate feature featureType featureTypes features filters
    formattedFirstName formattedFullName formattedLastName fromDateBegin fromDateEnd generalInfo idFeature idFeatures
    identityDocument identityDocuments identityId isApproximate isDateRange isFormer isLowQuality isPrimary isValid
    isoCode issueDate issuingAuthority issuingCountry issuingLocation legalAuthorities legalAuthority name namePart
    nameParts names publicationInfo publishDescription publishExclude publishOrder quality referenceValue
    referenceValues relatedEntity relationship relationships reliability remarks sanctionsData sanctionsList
    sanctionsLists sanctionsProgram sanctionsPrograms sanctionsType sanctionsTypes script title toDateBegin toDateEnd
    translation translations type value valueDate valueRefId versionId
    """
)
KNOWN: Mapping[str, frozenset[str]] = {"legacy": _LEGACY, "advanced": _ADVANCED, "enhanced": _ENHANCED}
WORDS: Mapping[str, frozenset[str]] = {
    "category": frozenset({"", "strong", "weak"}),
}
