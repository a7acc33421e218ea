# The SPDX document, of what deploy/sbom found. Rules: https://spdx.github.io/spdx-spec/v2.3/

# Debian's short names of licences (DEP-5) that SPDX has another id for. Those of the same name are listed too, for
# whatever is not here is no id of SPDX's.
def spdx_ids: {
  "Apache-2.0": "Apache-2.0", "Apache-2": "Apache-2.0", "APACHE-2-LLVM-EXCEPTIONS": "Apache-2.0 WITH LLVM-exception",
  "Artistic": "Artistic-1.0-Perl", "BSD-2-clause": "BSD-2-Clause", "BSD-2-Clause": "BSD-2-Clause",
  "BSD-3-clause": "BSD-3-Clause", "BSD-3-Clause": "BSD-3-Clause", "BSL-1.0": "BSL-1.0", "Boost-1.0": "BSL-1.0",
  "CC0": "CC0-1.0", "CC0-1.0": "CC0-1.0", "Expat": "MIT", "MIT": "MIT", "FSFAP": "FSFAP", "GPL-1+": "GPL-1.0-or-later",
  "GPL-2": "GPL-2.0-only", "GPL-2+": "GPL-2.0-or-later", "GPL-2.0+": "GPL-2.0-or-later", "GPL-3": "GPL-3.0-only",
  "GPL-3+": "GPL-3.0-or-later", "ISC": "ISC", "LGPL-2": "LGPL-2.0-only", "LGPL-2+": "LGPL-2.0-or-later",
  "LGPL-2.1": "LGPL-2.1-only", "LGPL-2.1+": "LGPL-2.1-or-later", "LGPL-3": "LGPL-3.0-only",
  "LGPL-3+": "LGPL-3.0-or-later", "MPL-1.1": "MPL-1.1", "MPL-2.0": "MPL-2.0", "PostgreSQL": "PostgreSQL",
  "Unicode-DFS-2016": "Unicode-DFS-2016", "X11": "X11", "Zlib": "Zlib", "zlib": "Zlib", "curl": "curl", "FTL": "FTL"
};
def id_text: gsub("[^A-Za-z0-9.-]"; "-");
def licence_ref: "LicenseRef-Debian-" + id_text;

# "GPL-2+ or Artistic" of one stanza is a choice, "GPL-2+ and Expat" is two licences.
def spdx_id: spdx_ids[.] // licence_ref;
def alternatives: [splits(",? +or +")];
def parts: splits(",? +and +|, +");
def expressions:
  alternatives | if length == 1 then .[0] | parts | spdx_id
                 else "(" + (map([parts | spdx_id] | unique | join(" AND ")) | unique | join(" OR ")) + ")" end;
def declared: [.[] | select(. != "") | expressions] | unique | if . == [] then "NOASSERTION" else join(" AND ") end;

def package_id: "SPDXRef-Package-" + (.name | id_text);
def program_id: "SPDXRef-File-" + .name;
def relation($from; $kind; $to): {spdxElementId: $from, relationshipType: $kind, relatedSpdxElement: $to};

$packages[0] as $packages | $programs[0] as $programs
| ([$packages[] | select(.loaded_by != []) | .source] | unique) as $loaded_sources
| "SPDXRef-Package-arasha-programs" as $ours
| {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: ("arasha-" + $version),
    documentNamespace: ("https://arasha.example/spdx/arasha-" + $version + "-" + ($programs | map(.sha256[0:16]) | join("-"))),
    creationInfo: {created: $created, creators: ["Tool: deploy/sbom-" + $version]},
    packages: ([{
      name: "arasha", SPDXID: $ours, versionInfo: $version, downloadLocation: "NOASSERTION", filesAnalyzed: false,
      licenseConcluded: "NOASSERTION", licenseDeclared: "NOASSERTION", copyrightText: "NOASSERTION",
      primaryPackagePurpose: "APPLICATION"
    }] + [$packages[] | {
      name, SPDXID: package_id, versionInfo: .version, supplier: "Organization: Debian", downloadLocation: "NOASSERTION",
      filesAnalyzed: false, licenseConcluded: "NOASSERTION", licenseDeclared: (.licences | declared),
      copyrightText: "NOASSERTION", sourceInfo: ("built by Debian from the source package " + .source),
      externalRefs: [{
        referenceCategory: "PACKAGE-MANAGER", referenceType: "purl",
        referenceLocator: ("pkg:deb/debian/" + (.name | @uri) + "@" + (.version | @uri) + "?arch=" + .architecture + "&distro=" + $debian)
      }]
    }]),
    files: [$programs[] | {
      fileName: ("./bin/" + .name), SPDXID: program_id, fileTypes: ["BINARY"],
      checksums: [{algorithm: "SHA1", checksumValue: .sha1}, {algorithm: "SHA256", checksumValue: .sha256}],
      licenseConcluded: "NOASSERTION", licenseInfoInFiles: ["NOASSERTION"], copyrightText: "NOASSERTION"
    }],
    relationships: (
      [relation("SPDXRef-DOCUMENT"; "DESCRIBES"; $ours)]
      + [$programs[] | relation($ours; "CONTAINS"; program_id)]
      + [$packages[] as $package | $package.loaded_by[] | relation({name: .} | program_id; "DYNAMIC_LINK"; $package | package_id)]
      + [$packages[] | select(.loaded_by == []) | .source as $source
         | if $loaded_sources | index([$source]) then relation(package_id; "BUILD_DEPENDENCY_OF"; $ours)
           else relation($ours; "STATIC_LINK"; package_id) end]),
    hasExtractedLicensingInfos: (
      [$packages[] | .name as $name | .licences[] | select(. != "") | alternatives[] | parts
       | select(spdx_ids[.] == null) | {id: licence_ref, name: ., where: $name}]
      | group_by(.id) | map({
          licenseId: .[0].id, name: .[0].name,
          extractedText: ("Called " + .[0].name + " in /usr/share/doc/" + .[0].where + "/copyright, which has its text.")}))
  }
