# What SPDX 2.3 requires of a document, as far as deploy/sbom writes one. True, or a line for each thing that is wrong
# and null.
. as $document
| ([.SPDXID] + [(.packages + .files)[] | .SPDXID // ""]) as $ids
| ([(.packages[] | .licenseDeclared) | (. // "") | scan("LicenseRef-[A-Za-z0-9.-]+")] | unique) as $refs
| def need($what; $keys): . as $item | $keys[] | select($item[.] == null or $item[.] == "") | $what + ": " + . + " is missing";
[
  need("document"; ["spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages", "files", "relationships"]),
  (select(.spdxVersion != "SPDX-2.3" or .dataLicense != "CC0-1.0" or .SPDXID != "SPDXRef-DOCUMENT") | "document: version, licence or id"),
  (select(.documentNamespace | test("^https?://[^#]+$") | not) | "documentNamespace: no URI, or one with a fragment"),
  (.creationInfo.created | select(test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$") | not) | "created: " + .),
  (.creationInfo.creators | select(length == 0 or any(test("^(Tool|Person|Organization): ") | not)) | "creators"),
  (.packages[] | need(.name; ["name", "SPDXID", "downloadLocation", "licenseDeclared"])),
  (.packages[] | select(.filesAnalyzed != false) | .name + ": files were not analysed"),
  (.packages[] | select(.licenseDeclared | test("^(NOASSERTION|[A-Za-z0-9.+()-]+( (AND|OR|WITH) [A-Za-z0-9.+()-]+)*)$") | not)
    | .name + ": licenceDeclared: " + .licenseDeclared),
  (.packages[] | .externalRefs[]? | select(.referenceLocator | test("^pkg:deb/debian/[^@ ]+@[^? ]+[?]arch=") | not) | .referenceLocator),
  (.files[] | need(.fileName; ["fileName", "SPDXID"])),
  (.files[] | select(.checksums | map(.algorithm) | index("SHA1") == null or index("SHA256") == null) | .fileName + ": checksums"),
  (.files[].checksums[] | select(.checksumValue | test("^([0-9a-f]{40}|[0-9a-f]{64})$") | not) | .checksumValue),
  ($ids[] | select(test("^SPDXRef-[A-Za-z0-9.-]+$") | not) | "id: " + .),
  ($ids | group_by(.)[] | select(length > 1) | "id given twice: " + .[0]),
  (.relationships[] | .spdxElementId, .relatedSpdxElement | select(IN($ids[]) | not) | "relation of what is not there: " + .),
  ($ids[1:][] | select(IN($document.relationships[] | .spdxElementId, .relatedSpdxElement) | not) | "related to nothing: " + .),
  (.relationships | select(map(.relationshipType) | index("DESCRIBES") == null) | "describes nothing"),
  ($refs - [.hasExtractedLicensingInfos[].licenseId] | .[] | "licence without text: " + .),
  (.hasExtractedLicensingInfos[] | need(.licenseId; ["licenseId", "extractedText"]))
]
| if . == [] then true else (.[] | .), null end
