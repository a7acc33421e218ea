#include "services/operator/erasure_commands.h"

#include <iostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/operator/owner.h"
#include "services/process/operator_log.h"
#include "services/rules/catalogue/case_type.h"
#include "storage/cases/erasure.h"
#include "storage/directory/directory.h"

namespace arasha::admin {
namespace {

// Who the leaves name: not any operator, but who erases.
constexpr char kActor[] = "service/erasure";

// A case to erase, and why, which its leaf tells.
struct Due {
  storage::DueCase which;
  std::string why;
};

// Some of the cases of a type that are due; none if none is left.
absl::StatusOr<std::vector<Due>> FindDue(storage::Connection& owner, const storage::AuditContext& context,
                                         const v1::CaseType& type, storage::DamagedRows& damaged) {
  std::vector<Due> due;
  if (type.retention_years() > 0) {
    const absl::CivilSecond now = absl::ToCivilSecond(context.now, absl::UTCTimeZone());
    const absl::Time before = absl::FromCivil(
        absl::CivilSecond(now.year() - type.retention_years(), now.month(), now.day()), absl::UTCTimeZone());
    auto closed = storage::CasesClosedBefore(owner, type.id(), type.version(), before);
    if (!closed.ok()) return closed.status();
    for (storage::DueCase& which : *closed) due.push_back({std::move(which), "retention"});
  }
  for (const v1::TransitionRule& transition : type.transitions()) {
    if (!transition.erases()) continue;
    auto orders = storage::OrderedErasures(owner, context.sealing->vault, type.id(), type.version(),
                                           transition.id(), damaged);
    if (!orders.ok()) return orders.status();
    for (storage::ErasureOrder& order : *orders) {
      // The order is sealed under the case's keys, and must outlive them.
      std::string why =
          absl::StrCat("order of ", order.proposed_by, ", approved by ", order.approved_by, ": ", order.text);
      due.push_back({std::move(order.due), std::move(why)});
    }
  }
  return due;
}

// How many cases were erased.
absl::StatusOr<int> EraseDue(storage::Connection& owner, storage::AuditContext context,
                             const v1::CaseType& type) {
  int erased = 0;
  while (true) {
    storage::DamagedRows damaged;
    auto due = FindDue(owner, context, type, damaged);
    if (!due.ok()) return due.status();
    if (due->empty()) {
      for (const absl::Status& row : damaged) {
        std::cerr << "an order to erase cannot be read: " << server::DetailOf(row) << "\n";
      }
      return erased;
    }
    for (Due& one : *due) {
      context.payload = std::move(one.why);
      auto done = storage::EraseCase(owner, context, one.which);
      if (!done.ok()) return done.status();
      if (*done) ++erased;
    }
  }
}

}  // namespace

int EraseCases(const std::string& config_path) {
  return AsOperator(config_path, {"EraseCase", "", kActor},
                    [](storage::Connection& owner, const storage::AuditContext& context) {
                      auto directory = storage::ReadDirectory(owner, *context.server_keys);
                      if (!directory.ok()) return Fail(directory.status());
                      int erased = 0;
                      for (const std::string& definition : directory->case_type_definitions) {
                        auto type = rules::ParseCaseType(definition);
                        if (!type.ok()) {
                          std::cerr << "a case type cannot be read: " << type.status().message() << "\n";
                          continue;
                        }
                        auto done = EraseDue(owner, context, *type);
                        if (!done.ok()) return Fail(done.status());
                        erased += *done;
                      }
                      std::cout << "erased the content of " << erased << " cases\n";
                      return kDone;
                    });
}

}  // namespace arasha::admin
