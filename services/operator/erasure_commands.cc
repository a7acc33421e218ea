#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "services/jobs/job.h"
#include "services/operator/commands.h"
#include "services/operator/owner.h"
#include "services/process/operator_log.h"
#include "services/rules/catalogue/case_type.h"
#include "storage/cases/erasure.h"
#include "storage/directory/directory.h"
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

// Erases what is due of a type.
absl::Status EraseDue(jobs::Run& run, storage::AuditContext context, const v1::CaseType& type) {
  while (true) {
    storage::DamagedRows damaged;
    auto due = FindDue(run.connection(), context, type, damaged);
    if (!due.ok()) return due.status();
    if (due->empty()) {
      for (const absl::Status& row : damaged) {
        std::cerr << "an order to erase cannot be read: " << server::DetailOf(row) << "\n";
      }
      return absl::OkStatus();
    }
    for (Due& one : *due) {
      if (!run.KeepGoing()) return TakenOver();
      context.payload = std::move(one.why);
      context.now = absl::Now();  // what was written since the first lies before it
      auto done = storage::EraseCase(run.connection(), context, one.which);
      if (!done.ok()) return done.status();
      if (*done) run.Did(1);
    }
  }
}

// Also what an erasure that was killed has left.
absl::Status EmptyErased(jobs::Run& run, storage::AuditContext context) {
  context.payload = "added while the case was erased";
  while (run.KeepGoing()) {
    const auto found = storage::EmptyErased(run.connection(), context);
    if (!found.ok()) return found.status();
    if (!*found) return absl::OkStatus();
  }
  return TakenOver();
}

absl::Status EraseAllDue(jobs::Run& run, const storage::AuditContext& context) {
  auto directory = storage::ReadDirectory(run.connection(), *context.server_keys);
  if (!directory.ok()) return directory.status();
  for (const std::string& definition : directory->case_type_definitions) {
    auto type = rules::ParseCaseType(definition);
    if (!type.ok()) {
      std::cerr << "a case type cannot be read: " << type.status().message() << "\n";
      continue;
    }
    if (absl::Status s = EraseDue(run, context, *type); !s.ok()) return s;
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
  AddCommand(app, "erase",
             "Destroy the keys of every case whose time of keeping is over or whose erasure "
             "two persons have ordered, as the owner",
             "arashad erase --config /etc/arasha/owner.toml", exit_code, &EraseCases);
}

}  // namespace arasha::operators
