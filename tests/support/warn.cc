#include "tests/support/warn.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/duties/warnings.h"
#include "storage/postgres/encoding.h"

namespace arasha::support {

std::string Warn(storage::Connection& connection, TestKeys& keys, const v1::Case& matter,
                 const std::string& recipient) {
  const absl::Time now = absl::Now();
  const std::string name = matter.name();
  const storage::CaseKey key = {name.substr(9, name.find('/', 9) - 9), matter.uid()};
  const storage::AuditContext context = {
      .now = now,
      .instance = "test",
      .actor = "server",
      .certificate = "",
      .action = "GiveWarnings",
      .payload = "",
      .access = keys.Access({"server", "warn", "case:" + key.uid, "w:case:" + key.uid}),
      .server_keys = keys.server_keys(),
      .sealing = &keys.sealing()};
  for (const v1::Deadline& deadline : matter.deadlines()) {
    if (deadline.state() != v1::DEADLINE_STATE_RUNNING && deadline.state() != v1::DEADLINE_STATE_MISSED) {
      continue;
    }
    v1::Warning warning;
    const std::string uid = storage::NewUid(now);
    warning.set_name("warnings/" + uid);
    warning.set_kind(v1::WARNING_KIND_PASSED);
    warning.set_rule(deadline.rule());
    warning.set_run(deadline.run() == 0 ? 1 : deadline.run());
    warning.set_warning_rule("passed");
    *warning.mutable_due_time() = deadline.due_time();
    warning.set_recipient(recipient);
    *warning.mutable_raise_time() = ToTimestamp(now);
    storage::LookedAt looked;
    looked.key = key;
    looked.rule = warning.rule();
    looked.run = warning.run();
    looked.due = ToTime(deadline.due_time());
    looked.warned = true;
    const auto given = storage::SaveWarnings(connection, context, key, {warning}, {looked});
    EXPECT_TRUE(given.ok()) << given.status();
    if (given.ok() && *given == 1) return absl::StrCat(name, "/warnings/", uid);
  }
  ADD_FAILURE() << "no deadline of " << name << " is left to warn of";
  return "";
}

}  // namespace arasha::support
