#include "clients/verify/report/report_proof.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/verify/report/recount_leaves.h"
#include "services/rules/log/digest.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/record.h"

namespace arasha::clients {
namespace {

using nlohmann::json;

constexpr int64_t kEntriesBetweenProgress = 4096;

// Whether a list showed the case.
bool Shows(absl::string_view seen, absl::string_view uid) {
  for (size_t at = 0; at + rules::log::kUidBytes <= seen.size(); at += rules::log::kUidBytes) {
    if (seen.substr(at, rules::log::kUidBytes) == uid) return true;
  }
  return false;
}

absl::Time TimeOr(const json& value, absl::Time otherwise) {
  if (value.is_null()) return otherwise;
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, value.get<std::string>(), &time, &error)) {
    throw std::runtime_error("not a time");
  }
  return time;
}

SourceFilter ReadFilter(const json& filter) {
  SourceFilter read;
  read.missions = filter.at("missions").get<std::set<std::string>>();
  read.actor = filter.at("actor").get<std::string>();
  read.case_uid =
      absl::HexStringToBytes(absl::StrReplaceAll(filter.at("case_uid").get<std::string>(), {{"-", ""}}));
  read.actions = filter.at("actions").get<std::set<std::string>>();
  read.changes_only = filter.at("changes_only").get<bool>();
  read.start = TimeOr(filter.at("start_time"), absl::InfinitePast());
  read.end = TimeOr(filter.at("end_time"), absl::InfiniteFuture());
  return read;
}

}  // namespace

bool SourceFilter::Matches(const rules::log::Leaf& leaf) const {
  if (!missions.empty() && !missions.contains(std::string(leaf.mission))) return false;
  if (!actor.empty() && leaf.actor != actor) return false;
  if (!case_uid.empty() && leaf.object_uid != case_uid &&
      !(leaf.object_uid.empty() && Shows(leaf.seen, case_uid))) {
    return false;
  }
  if (!actions.empty() && !actions.contains(std::string(leaf.action))) return false;
  if (changes_only && rules::log::IsRead(leaf.action)) return false;
  return leaf.occurred_time >= start && leaf.occurred_time < end;
}

absl::StatusOr<ReportProof> ReadReportProof(const json& report) {
  try {
    const json& checkpoint = report.at("checkpoint");
    const json& source = report.at("source");
    ReportProof proof;
    proof.name = report.at("name").get<std::string>();
    proof.kind = report.at("kind").get<std::string>();
    proof.checkpoint_note = checkpoint.at("note").get<std::string>();
    proof.checkpoint_size = checkpoint.at("size").get<int64_t>();
    proof.checkpoint_root = absl::HexStringToBytes(checkpoint.at("root").get<std::string>());
    proof.filter = ReadFilter(source.at("filter"));
    proof.claim = {source.at("leaves").get<int64_t>(), source.at("first_index").get<int64_t>(),
                   source.at("last_index").get<int64_t>(),
                   absl::HexStringToBytes(source.at("digest").get<std::string>())};
    return proof;
  } catch (const std::exception&) {
    // JSON of another form, whatever exactly is wrong with it.
    return CannotTellError("report.unreadable");
  }
}

absl::StatusOr<ReportScope> ReadReportScope(const json& report) {
  try {
    ReportScope scope;
    scope.kind = report.at("kind").get<std::string>();
    scope.missions = report.at("source").at("filter").at("missions").get<std::set<std::string>>();
    scope.start = TimeOr(report.at("start_time"), absl::InfinitePast());
    scope.end = TimeOr(report.at("end_time"), absl::InfiniteFuture());
    scope.as_of = TimeOr(report.at("create_time"), absl::InfiniteFuture());
    if (!absl::LoadTimeZone(report.at("time_zone").get<std::string>(), &scope.zone)) {
      return CannotTellError("report.unreadable");
    }
    return scope;
  } catch (const std::exception&) {
    return CannotTellError("report.unreadable");
  }
}

absl::StatusOr<CountedSources> CountSources(ExportReader& file, const ReportProof& proof, const json& report,
                                            const ReportScope& scope, const std::function<void()>& progress) {
  CountedSources sources;
  SourceClaim& claim = sources.claim;
  LeafRecount figures(report, scope);
  rules::log::Digest digest;
  int64_t index = 0;
  while (true) {
    absl::StatusOr<const v1::ExportRecord*> record = file.Next();
    if (!record.ok()) return CannotTellError("report.export_damaged");
    if (*record == nullptr) break;
    if ((*record)->has_header() && (*record)->header().start() != 0) {
      return CannotTellError("report.export_start", {{"start", absl::StrCat((*record)->header().start())}});
    }
    if ((*record)->record_case() != v1::ExportRecord::kLeaf) continue;
    const std::string& data = (*record)->leaf();
    const absl::StatusOr<rules::log::Leaf> leaf = rules::log::DecodeLeaf(data);
    if (!leaf.ok()) return CannotTellError("report.leaf_unreadable", {{"index", absl::StrCat(index)}});
    if (index >= proof.checkpoint_size) {
      sources.changed.Take(*leaf);
    } else if (proof.filter.Matches(*leaf)) {
      if (claim.first_index < 0) claim.first_index = index;
      claim.last_index = index;
      ++claim.leaves;
      digest.Add(rules::log::HashLeaf(data));
      figures.Take(index, *leaf);
    }
    if (++index % kEntriesBetweenProgress == 0) progress();
  }
  if (index < proof.checkpoint_size) {
    return CannotTellError("report.export_short", {{"size", absl::StrCat(proof.checkpoint_size)}});
  }
  claim.digest = rules::log::ToBytes(digest.Finish());
  sources.figures = figures.Finish();
  sources.list_difference = figures.list_difference();
  return sources;
}

absl::StatusOr<int> CheckReportFiles(const std::string& folder, const std::string& report,
                                     const std::string& content,
                                     const std::vector<rules::log::NoteVerifier>& keys) {
  const absl::StatusOr<std::string> text = ReadFile(absl::StrCat(folder, "/manifest.sig"));
  if (!text.ok()) return CannotTellError("report.no_signature", {{"folder", folder}});
  const absl::StatusOr<rules::log::Note> note = rules::log::ParseNote(*text);
  if (!note.ok()) return CannotTellError("report.signature_unreadable");
  const auto signatures = rules::log::VerifyNote(*note, keys);
  if (!signatures.ok()) return TamperedError("report.signature_false");
  if (signatures->empty()) return CannotTellError("report.signature_unknown");
  const std::vector<std::string> lines = absl::StrSplit(note->text, '\n', absl::SkipEmpty());
  if (lines.empty() || lines[0] != absl::StrCat("# Arasha report ", report)) {
    return TamperedError("report.signature_of_another");
  }
  const std::string given = absl::BytesToHexString(rules::log::ToBytes(rules::log::Sha256(content)));
  bool given_signed = false;
  int compared = 0;
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(lines[i], absl::MaxSplits("  ", 1));
    // A name is that of a file in the folder, and leads nowhere else.
    if (parts.size() != 2 || parts[1].find('/') != std::string::npos) {
      return CannotTellError("report.signature_unreadable");
    }
    given_signed |= parts[0] == given;
    const absl::StatusOr<std::string> there = ReadFile(absl::StrCat(folder, "/", parts[1]));
    if (absl::IsNotFound(there.status())) continue;  // Not everybody keeps every format.
    if (!there.ok()) return there.status();
    const rules::log::Hash hash = rules::log::Sha256(*there);
    if (absl::BytesToHexString(rules::log::ToBytes(hash)) != parts[0]) {
      return TamperedError("report.file_changed", {{"file", parts[1]}});
    }
    ++compared;
  }
  if (!given_signed) return TamperedError("report.not_signed");
  return compared;
}

}  // namespace arasha::clients
