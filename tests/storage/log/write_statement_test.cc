// What could go wrong: a slip in a statement's SQL looks like somebody who was faster, and the call is
// repeated for ever.
#include "storage/log/write_statement.h"

#include <gtest/gtest.h>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

class Outcomes : public support::DatabaseTest {
 protected:
  // What a statement tells that answers this query.
  absl::StatusOr<WriteOutcome> Told(absl::string_view query) {
    const auto written = database().server().Execute(query, {});
    if (!written.ok()) return written.status();
    return OutcomeOf(*written);
  }
};

TEST_F(Outcomes, AreTheWordsThatStatementsTell) {
  EXPECT_EQ(Told("SELECT 'done'").value(), WriteOutcome::kDone);
  EXPECT_EQ(Told("SELECT 'closed'").value(), WriteOutcome::kClosed);
  EXPECT_EQ(Told(absl::StrCat("SELECT ", StaleUnless("false"))).value(), WriteOutcome::kStale);
  EXPECT_EQ(Told("SELECT 'done' WHERE false").value(), WriteOutcome::kNotFound);
}

TEST_F(Outcomes, AreNoneOfAWordThatThereIsNot) {
  for (const char* query : {"SELECT 'party_gon'", "SELECT NULL::text"}) {
    const absl::Status status = Told(query).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << query << " " << status;
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_INTERNAL) << query;
  }
  const auto detail = Told("SELECT 'party_gon'").status().GetPayload(kDetailPayload);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(std::string(*detail), "a statement tells of an outcome that there is not: party_gon")
      << "the log of operators names it";
}

}  // namespace
}  // namespace arasha::storage
