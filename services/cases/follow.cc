#include "services/cases/follow.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/access/sensitivity.h"
#include "services/rules/casework/follow_ons.h"
#include "services/rules/deadlines/happenings.h"
#include "storage/cases/cases.h"
#include "storage/cases/timeline.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::cases {
namespace {

// The id of the second write of a request: always the same of the same one, and nobody else's.
std::string SecondRequestId(const std::string& request_id) {
  std::string hex = absl::BytesToHexString(storage::Sha256(request_id + "/followed")).substr(0, 32);
  hex[12] = '8';  // RFC 9562 section 5.8: bits of one's own making
  hex[16] = '8';
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

std::string ShortCaseName(const std::string& name) { return name.substr(name.rfind('/') + 1); }

}  // namespace

absl::StatusOr<v1::Case> Follow(const server::Call& call, const std::string& followed,
                                const rules::CaseType& type, v1::Case& asked) {
  const auto number = storage::ParseCaseName(followed);
  if (!number) {
    return server::InvalidFields(
        {{"follows", rules::Problem::kMalformedName, {{"form", "missions/IST/cases/IST-2026-000123"}}}});
  }
  if (number->mission != call.about.mission) {
    return server::InvalidFields({{"follows", rules::Problem::kOfOtherMission}});
  }
  v1::GetCaseRequest read;
  read.set_name(followed);
  storage::AuditContext audit = call.Audit(read, number->mission);
  audit.action = "GetCase";
  auto full = storage::GetCase(*call.connection, audit, *number);
  if (!full.ok()) return full.status();
  if (!*full) return server::NotFound(followed);
  const v1::Case& message = (*full)->row.message;
  if (message.has_erase_time()) return server::CaseErased();
  // What stands for a text that does not open would be taken over as if it were one.
  if (!(*full)->damaged.empty()) return (*full)->damaged.front();
  const rules::CaseType* of = call.directory->catalogue().Find(message.type(), message.type_version());
  if (of == nullptr) {
    return storage::Damaged(absl::StrCat("case_type/", storage::TypeRef(message)),
                            "a case has a type that the catalogue lacks");
  }
  if (auto violations = rules::CheckFollowOn(*of, message, type.id(), "follows"); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  rules::TakeOver(*of, message, type, asked);
  if (asked.sensitivity() == v1::SENSITIVITY_UNSPECIFIED &&
      rules::Lowers(message.sensitivity(), message.compartment(), type.default_sensitivity(),
                    type.proto().default_compartment())) {
    asked.set_sensitivity(message.sensitivity());
    if (asked.compartment().empty()) asked.set_compartment(message.compartment());
  }
  return message;
}

v1::Entry FollowsEntry(const server::Call& call, const std::string& followed) {
  v1::Entry entry = ServerEntry(call, v1::ENTRY_KIND_FOLLOWED);
  entry.set_text(absl::StrCat("follows: ", ShortCaseName(followed)));
  return entry;
}

absl::Status TellFollowed(const server::Call& call, const v1::Case& opened) {
  if (opened.follows().empty()) return absl::OkStatus();
  const auto number = storage::ParseCaseName(opened.follows());
  if (!number) return absl::InternalError("a case follows what is no case");
  v1::Entry entry = ServerEntry(call, v1::ENTRY_KIND_FOLLOWED);
  entry.set_text(absl::StrCat("followed_by: ", ShortCaseName(opened.name())));
  server::NameAfter(*number, entry);
  storage::WriteContext context = call.context;
  context.request_id = SecondRequestId(call.context.request_id);
  // The request tells of the new case: kept with the followed one, it would outlive the new one's erasure.
  context.audit.payload = absl::StrCat(opened.follows(), " ", entry.text());
  const storage::Append append{.number = *number,
                               .entry = {entry, rules::OfEntry(entry).keys},
                               .although_closed = true,
                               .new_party = {},
                               .changed_party = {},
                               .findables = {},
                               .response = entry.SerializeAsString()};
  // It may have been erased meanwhile: then there is nothing to tell.
  return storage::AppendToTimeline(*call.connection, context, append).status();
}

}  // namespace arasha::cases
