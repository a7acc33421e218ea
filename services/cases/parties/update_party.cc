#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "services/cases/operations.h"
#include "services/cases/parties/party_change.h"
#include "services/cases/references.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/casework/party_roles.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

rules::Violations CheckMask(const google::protobuf::FieldMask& mask) {
  if (mask.paths().empty()) return {{"update_mask", rules::Problem::kRequired}};
  for (const std::string& path : mask.paths()) {
    if (rules::IsChangeablePartyField(path)) continue;
    return {{"update_mask",
             rules::Problem::kUnknownPath,
             {{"path", path}, {"values", rules::ChangeablePartyFields()}}}};
  }
  return {};
}

// A birth after what entries tell of the party.
rules::Violations CheckEntriesOf(const Loaded& loaded, const v1::Party& party) {
  const auto born = rules::BirthOf(party);
  if (!born || !loaded.first_told) return {};
  return rules::CheckBirthBeforeEntries(*born, *loaded.first_told, loaded.times.zone, BirthField(party));
}

bool Names(const v1::UpdatePartyRequest& request, absl::string_view field) {
  const auto& paths = request.update_mask().paths();
  return std::find(paths.begin(), paths.end(), field) != paths.end();
}

// Whether the caller was declared related to the party, and so decides nothing on its case.
bool IsRelated(const server::Call& call, const v1::Party& party) {
  const auto& related = party.related_staff();
  return std::find(related.begin(), related.end(), call.actor->name) != related.end();
}

}  // namespace

absl::StatusOr<v1::Party> UpdateParty(server::Call& call, const v1::UpdatePartyRequest& request) {
  const std::string& name = request.party().name();
  if (auto violations = CheckMask(request.update_mask()); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto decision = PartyDecision(call, loaded, name, v1::ENTRY_KIND_PARTY_UPDATED);
    if (!decision.ok()) return decision.status();
    const v1::Party before = decision->party;
    if (!request.party().etag().empty() && request.party().etag() != before.etag()) {
      return Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                    "the party changed since you read it; read it again, then decide");
    }
    google::protobuf::util::FieldMaskUtil::MergeOptions replace;
    replace.set_replace_repeated_fields(true);
    google::protobuf::util::FieldMaskUtil::MergeMessageTo(request.party(), request.update_mask(), replace,
                                                          &decision->party);
    if (IsRelated(call, before) && !IsRelated(call, decision->party)) {
      return server::PermissionDenied(rules::Problem::kOwnRelation);
    }
    WriteNumbers(decision->party, loaded.mission);
    rules::FollowRole(loaded.type, Names(request, "role"), Names(request, "case_role"), decision->party);
    auto violations = CheckParty(call, decision->party, before, "party");
    // A role that its type lacks by now may stay.
    if (decision->party.case_role() != before.case_role() || decision->party.role() != before.role() ||
        decision->party.kind() != before.kind()) {
      for (auto& v : rules::CheckRole(loaded.type, decision->party, loaded.row.message.parties(), "party")) {
        violations.push_back(std::move(v));
      }
    }
    if (!violations.empty()) return server::InvalidFields(violations);
    const bool born_anew = rules::BirthOf(decision->party) != rules::BirthOf(before);
    if (born_anew || decision->party.role() != before.role()) {
      violations = CheckBirth(loaded, decision->party);
      if (!violations.empty()) return server::InvalidFields(violations);
    }
    if (born_anew) {
      violations = CheckEntriesOf(loaded, decision->party);
      if (!violations.empty()) return server::InvalidFields(violations);
    }
    decision->entry.set_text(rules::ChangesText(before, decision->party));
    // An update that changes nothing tells the timeline nothing, below the line that says of whom.
    if (!absl::StrContains(decision->entry.text(), '\n')) {
      decision->kind = Decision::Kind::kChange;
      decision->entry.Clear();
      return decision;
    }
    return WithSubjectLeft(loaded, WithRaises(call, loaded, *std::move(decision)));
  };
  return ChangeParty(call, {.party = name}, decide);
}

}  // namespace arasha::cases
