#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/jobs/job.h"
#include "services/operator/commands.h"
#include "services/operator/owner.h"
#include "services/process/operator_log.h"
#include "services/rules/catalogue/case_type.h"
#include "storage/cases/erasure.h"
#include "storage/directory/directory.h"
#include "storage/erasures/erasure_lists.h"
#include "storage/jobs/jobs.h"
#include "storage/postgres/encoding.h"

namespace arasha::operators {
namespace {

// Who the leaves name: not any operator, but who erases.
constexpr char kActor[] = "service/erasure";

// A case to erase, and why, which its leaf tells.
struct Due {
  storage::DueCase which;
  std::string why;
};

absl::Status TakenOver() { return absl::CancelledError("another erasure took over"); }

// Some of the cases of a type that two persons ordered to be erased; none if none is left.
absl::StatusOr<std::vector<Due>> FindOrdered(storage::Connection& owner, const storage::AuditContext& context,
                                             const v1::CaseType& type, storage::DamagedRows& damaged) {
  std::vector<Due> due;
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

// Erases these, unless they changed since.
absl::Status EraseThese(jobs::Run& run, storage::AuditContext context, const std::vector<Due>& due) {
  for (const Due& one : due) {
    if (!run.KeepGoing()) return TakenOver();
    context.payload = one.why;
    context.now = absl::Now();  // what was written since the first lies before it
    auto done = storage::EraseCase(run.connection(), context, one.which);
    if (!done.ok()) return done.status();
    if (*done) run.Did(1);
  }
  return absl::OkStatus();
}

// The cases of a list that are not kept longer.
std::vector<Due> ToErase(const v1::ErasureList& list) {
  std::vector<Due> due;
  const std::string why =
      absl::StrCat(list.name(), ", signed by ", list.signed_by(), ", approved by ", list.approved_by());
  for (const v1::ErasureItem& item : list.items()) {
    const auto number = storage::ParseCaseName(item.case_());
    if (number && !item.has_keep_until()) due.push_back({{*number, item.case_version()}, why});
  }
  return due;
}

// Carries out the lists that were signed and approved, and writes into each what became of it.
absl::Status CarryOutLists(jobs::Run& run, storage::AuditContext context) {
  auto lists = storage::ApprovedErasureLists(run.connection(), context);
  if (!lists.ok()) return lists.status();
  for (storage::ErasureListRow& list : *lists) {
    if (absl::Status s = EraseThese(run, context, ToErase(list.message)); !s.ok()) return s;
    context.action = "FinishErasureList";
    context.payload = list.message.name();
    context.now = absl::Now();
    const auto finished = storage::FinishErasureList(run.connection(), context, std::move(list));
    if (!finished.ok()) return finished.status();
    context.action = "EraseCase";
  }
  return absl::OkStatus();
}

// Erases what was ordered of a type.
absl::Status EraseOrdered(jobs::Run& run, const storage::AuditContext& context, const v1::CaseType& type) {
  while (true) {
    storage::DamagedRows damaged;
    auto due = FindOrdered(run.connection(), context, type, damaged);
    if (!due.ok()) return due.status();
    if (due->empty()) {
      for (const absl::Status& row : damaged) {
        std::cerr << "an order to erase cannot be read: " << server::DetailOf(row) << "\n";
      }
      return absl::OkStatus();
    }
    if (absl::Status s = EraseThese(run, context, *due); !s.ok()) return s;
  }
}

// Also what an erasure that was killed has left.
absl::Status EmptyErased(jobs::Run& run, storage::AuditContext context) {
  context.payload = "why it was kept until then";
  context.now = absl::Now();
  if (const auto emptied = storage::EmptyKeepReasons(run.connection(), context); !emptied.ok()) {
    return emptied.status();
  }
  context.payload = "added while the case was erased";
  while (run.KeepGoing()) {
    const auto found = storage::EmptyErased(run.connection(), context);
    if (!found.ok()) return found.status();
    if (!*found) return absl::OkStatus();
  }
  return TakenOver();
}

absl::Status EraseAllDue(jobs::Run& run, const storage::AuditContext& context) {
  if (absl::Status s = CarryOutLists(run, context); !s.ok()) return s;
  auto directory = storage::ReadDirectory(run.connection(), *context.server_keys);
  if (!directory.ok()) return directory.status();
  for (const std::string& definition : directory->case_type_definitions) {
    auto type = rules::ParseCaseType(definition);
    if (!type.ok()) {
      std::cerr << "a case type cannot be read: " << type.status().message() << "\n";
      continue;
    }
    if (absl::Status s = EraseOrdered(run, context, *type); !s.ok()) return s;
  }
  return EmptyErased(run, context);
}

// As a job, so that two do not erase at once; no server may take it.
int EraseAlone(storage::Connection& owner, storage::Connection& leasing,
               const storage::AuditContext& context) {
  const jobs::Job job = {.name = "erase_cases", .every = absl::ZeroDuration(), .work = [&](jobs::Run& run) {
                           return EraseAllDue(run, context);
                         }};
  const std::string instance = absl::BytesToHexString(storage::RandomBytes(4));
  const auto taken = storage::TakeJob(owner, job.name, instance, storage::JobTime::kNow);
  if (!taken.ok()) return Fail(taken.status());
  if (!*taken) {
    return Fail(absl::FailedPreconditionError(
        absl::StrCat("another erasure is under way, or was killed less than ",
                     absl::ToInt64Seconds(storage::kJobLease), " seconds ago; nothing was done")));
  }
  const absl::Notification never;
  const jobs::EndedRun ended = jobs::RunTaken(job, {instance, owner, leasing, never});
  if (!ended.status.ok()) return Fail(ended.status);
  std::cout << "erased the content of " << Counted(ended.pieces, "case", "cases") << "\n";
  return kDone;
}

// As the schema's owner and with the key-encryption keys at hand. No one person has a way to erase a case:
// whoever runs this chooses nothing. Servers that read a case's keys before forget them within minutes.
int EraseCases(const std::string& config_path) {
  return AsOwner(config_path, [&](storage::Connection& leasing, const server::Options& /*options*/) {
    return AsOperator(config_path, {"EraseCase", "", kActor},
                      [&](storage::Connection& owner, const storage::AuditContext& context) {
                        return EraseAlone(owner, leasing, context);
                      });
  });
}

}  // namespace

void AddEraseCommand(CLI::App& app, int& exit_code) {
  AddCommand(
      app, "erase",
      "Destroy the keys of every case on an erasure list that two persons have signed, or whose erasure "
      "two persons have ordered, as the owner",
      "arashad erase --config /etc/arasha/owner.toml", exit_code, &EraseCases);
}

}  // namespace arasha::operators
