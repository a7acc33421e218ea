#ifndef ARASHA_TESTS_SUPPORT_ERASURE_LISTS_H_
#define ARASHA_TESTS_SUPPORT_ERASURE_LISTS_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/erasures.pb.h"
#include "proto/timestamps.h"
#include "storage/erasures/erasure_lists.h"
#include "storage/postgres/encoding.h"
#include "tests/support/test_database.h"
#include "tests/support/test_keys.h"

// Erasure lists of others, as they would have drawn and signed them.
namespace arasha::support {

inline storage::WriteContext AsDrawer(TestKeys& keys, const std::string& person) {
  const absl::Time now = absl::Now();
  return {.audit = {.now = now,
                    .instance = "test",
                    .actor = person,
                    .certificate = std::string(32, '\x17'),
                    .action = "PutErasureList",  // no call, so that nobody is accused of it
                    .payload = "the request",
                    .access = keys.Access({person, "w:IST"}),
                    .server_keys = keys.server_keys(),
                    .sealing = &keys.sealing()},
          .request_id = storage::NewUid(now),
          .content_hash = storage::Sha256("content")};
}

// A list of IST with one case, drawn by a person, and signed by them as well if asked for; its name. The case
// may be in a compartment.
inline std::string PutErasureList(TestDatabase& database, TestKeys& keys, const std::string& person,
                                  bool is_signed, const std::string& case_name,
                                  const std::string& compartment = "") {
  v1::ErasureList list;
  list.set_name(absl::StrCat("erasureLists/", storage::NewUid(absl::Now())));
  list.set_mission("missions/IST");
  list.set_state(v1::ERASURE_LIST_STATE_DRAWN);
  list.set_drawn_by(person);
  *list.mutable_draw_time() = ToTimestamp(absl::Now());
  list.set_case_count(1);
  v1::ErasureItem& item = *list.add_items();
  item.set_case_(case_name);
  item.set_case_type("rights.detention");
  item.set_type_version(1);
  item.set_case_version(1);
  item.set_compartment(compartment);
  const auto added = storage::AddErasureList(database.server(), AsDrawer(keys, person), list, {}, "");
  EXPECT_TRUE(added.ok() && *added == storage::WriteOutcome::kDone) << added.status();
  if (!is_signed) return list.name();
  list.set_state(v1::ERASURE_LIST_STATE_SIGNED);
  list.set_signed_by(person);
  *list.mutable_sign_time() = ToTimestamp(absl::Now());
  const auto saved = storage::SaveErasureList(database.server(), AsDrawer(keys, person), {list, 1}, "");
  EXPECT_TRUE(saved.ok() && *saved == storage::WriteOutcome::kDone) << saved.status();
  return list.name();
}

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_ERASURE_LISTS_H_
