#include "services/admin/erasure_commands.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/admin/owner.h"
#include "services/cases/names.h"
#include "services/rules/case_type.h"
#include "storage/directory.h"
#include "storage/erasure.h"

namespace arasha::admin {
namespace {

// Who the leaves name: not any operator, but who erases.
constexpr char kActor[] = "service/erasure";

// "IST-2026-000123" as well as its full name.
absl::StatusOr<storage::CaseNumber> Number(const std::string& typed) {
  const std::string mission = typed.substr(0, typed.find('-'));
  return cases::ParseCase(
      typed.find('/') == std::string::npos ? absl::StrCat("missions/", mission, "/cases/", typed) : typed,
      "case");
}

}  // namespace

int EraseCase(const std::string& case_name, const std::string& order, const std::string& config_path) {
  const auto number = Number(case_name);
  if (!number.ok()) return Fail(absl::InvalidArgumentError(number.status().message()), kUnusable);
  return AsOperator(config_path, {"EraseCase", absl::StrCat("order: ", order), kActor},
                    [&](storage::Connection& owner, const storage::AuditContext& context) {
                      auto erased = storage::EraseCase(owner, context, *number);
                      if (!erased.ok()) return Fail(erased.status());
                      if (!*erased) {
                        return Fail(absl::NotFoundError(absl::StrCat(
                            storage::CaseName(*number), ": there is none, or it was erased before")));
                      }
                      std::cout << "erased the content of " << storage::CaseName(*number) << '\n';
                      return kDone;
                    });
}

int ApplyRetention(const std::string& config_path) {
  return AsOperator(config_path, {"EraseCase", "retention", kActor},
                    [](storage::Connection& owner, const storage::AuditContext& context) {
                      auto directory = storage::ReadDirectory(owner, *context.server_keys);
                      if (!directory.ok()) return Fail(directory.status());
                      int erased = 0;
                      for (const std::string& definition : directory->case_type_definitions) {
                        auto type = rules::ParseCaseType(definition);
                        if (!type.ok()) return Fail(type.status());
                        if (type->retention_years() == 0) continue;
                        const absl::CivilSecond now = absl::ToCivilSecond(context.now, absl::UTCTimeZone());
                        const absl::Time before = absl::FromCivil(
                            absl::CivilSecond(now.year() - type->retention_years(), now.month(), now.day()),
                            absl::UTCTimeZone());
                        while (true) {
                          auto due = storage::CasesClosedBefore(owner, type->id(), type->version(), before);
                          if (!due.ok()) return Fail(due.status());
                          if (due->empty()) break;
                          for (const storage::CaseNumber& number : *due) {
                            auto done = storage::EraseCase(owner, context, number);
                            if (!done.ok()) return Fail(done.status());
                            ++erased;
                          }
                        }
                      }
                      std::cout << "erased the content of " << erased << " cases whose retention is over\n";
                      return kDone;
                    });
}

}  // namespace arasha::admin
