// What could go wrong: somebody deletes the data keys of a case behind the server, and the server ends, or
// shows the case as if there were nothing in it, or writes on it as if nothing had happened; or other cases
// suffer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using Stub = v1::Cases::Stub;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kRowDamaged[] = "DATA_LOSS/ROW_DAMAGED";

class LostKey : public support::ServerTest {};

TEST_F(LostKey, IsToldOfThatCaseAloneAndEndsNothing) {
  const v1::Case other = Open();
  const v1::Case lost = Open();
  RowsAreDamaged("a key is deleted");
  database().Rows(absl::StrCat("DELETE FROM data_key WHERE case_uid = '", lost.uid(), "' RETURNING 1"));

  EXPECT_THAT(support::Line(Try(&Stub::GetCase, support::Get(lost.name()))), StartsWith(kRowDamaged));
  EXPECT_THAT(support::Line(Try(&Stub::UpdateCase, support::UpdateSummary(lost.name()))),
              StartsWith(kRowDamaged));
  EXPECT_THAT(support::Line(Try(&Stub::TransitionCase, support::Transition(lost.name(), "register"))),
              StartsWith(kRowDamaged));
  EXPECT_THAT(support::Line(Try(&Stub::AssignCase, support::Assign(lost.name(), "staff/a.omarova"))),
              StartsWith(kRowDamaged));

  EXPECT_EQ(Do(&Stub::GetCase, support::Get(other.name())).summary(), other.summary());
  const v1::ListCasesResponse list = Do(&Stub::ListCases, support::ListCases("missions/IST"));
  ASSERT_THAT(list.cases(), SizeIs(1));
  EXPECT_EQ(list.cases(0).name(), other.name());
  EXPECT_THAT(list.damaged(), ElementsAre(lost.name()));
}

}  // namespace
}  // namespace arasha
