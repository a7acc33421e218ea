// What could go wrong: a filter is read otherwise than it is written, for some table of fields; the refusal
// offers what the table does not hold; the API's comments promise other fields than are taken.
#include "services/rules/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::array<ListField, 5> kFields = {{
    {.name = "title", .kind = ListFieldKind::kText},
    {.name = "owner", .kind = ListFieldKind::kPerson, .orders = true},
    {.name = "urgency", .kind = ListFieldKind::kEnum, .values = &v1::Priority_descriptor},
    {.name = "done", .kind = ListFieldKind::kBool},
    {.name = "due_time", .kind = ListFieldKind::kTime, .orders = true, .lies_ahead = true},
}};

// "field comparison value" of each term.
std::vector<std::string> Terms(const std::string& filter) {
  const Filter read = ReadFilter(kFields, filter);
  EXPECT_THAT(read.violations, IsEmpty()) << filter;
  std::vector<std::string> lines;
  for (const FilterTerm& term : read.terms) {
    absl::string_view sign;
    for (const ComparisonSign& one : kComparisonSigns) {
      if (one.comparison == term.comparison) sign = one.text;
    }
    const ListField& field = kFields[term.field];
    lines.push_back(absl::StrCat(field.name, " ", sign, " ",
                                 field.kind == ListFieldKind::kTime
                                     ? absl::FormatTime(absl::RFC3339_full, term.time, absl::UTCTimeZone())
                                     : term.value));
  }
  return lines;
}

std::string Refusal(const std::string& filter) {
  const Filter read = ReadFilter(kFields, filter);
  EXPECT_THAT(read.terms, IsEmpty()) << filter;
  EXPECT_THAT(read.violations, SizeIs(1)) << filter;
  if (read.violations.empty()) return "";
  EXPECT_EQ(read.violations.front().field, "filter");
  return Describe(read.violations.front());
}

TEST(Filters, AreReadByTheirTable) {
  EXPECT_THAT(Terms("title=\"a \\\" AND b\" AND owner != me"),
              ElementsAre("title = a \" AND b", "owner != me"));
  EXPECT_THAT(Terms("urgency = urgent AND done = false"), ElementsAre("urgency = 4", "done = false"));
  EXPECT_THAT(Terms("due_time>=2026-12-01T03:00:00+03:00"),
              ElementsAre("due_time >= 2026-12-01T00:00:00+00:00"));
  EXPECT_THAT(Terms("due_time < 2026-12-01T00:00:00Z"), ElementsAre("due_time < 2026-12-01T00:00:00+00:00"));
  EXPECT_THAT(Terms(" \t"), IsEmpty());
}

TEST(Filters, AreRefusedInTheWordsOfTheirTable) {
  EXPECT_THAT(Refusal("name = a"), HasSubstr("expected title, owner, urgency, done, due_time"));
  EXPECT_THAT(Refusal("title < a"), HasSubstr("expected =, !="));
  EXPECT_THAT(Refusal("due_time = 2026-12-01T00:00:00Z"), HasSubstr("expected <, <=, >, >="));
  EXPECT_THAT(Refusal("urgency = unspecified"), HasSubstr("expected LOW, NORMAL, HIGH, URGENT"));
  EXPECT_THAT(Refusal("done = maybe"), HasSubstr("expected true, false"));
  EXPECT_THAT(Refusal("title = a AND name = b"), HasSubstr("at character 19"));
  EXPECT_THAT(Refusal("due_time < infinite-future"), HasSubstr("2026-12-01T00:00:00Z"));
}

TEST(Orders, AreThoseThatTheTableAllows) {
  EXPECT_EQ(ReadOrder(kFields, " owner ")->field, 1u);
  EXPECT_FALSE(ReadOrder(kFields, "owner")->descending);
  EXPECT_TRUE(ReadOrder(kFields, "due_time desc")->descending);
  for (const char* bad : {"", "title", "desc", "owner,due_time", "owner asc"}) {
    EXPECT_FALSE(ReadOrder(kFields, bad)) << bad;
  }
}

// The comment above `declaration`, in one line.
std::string CommentOf(absl::string_view file, absl::string_view message, absl::string_view declaration) {
  std::ifstream stream(absl::StrCat(ARASHA_SOURCE_DIR "/proto/arasha/v1/", file));
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const size_t begin = text.find(absl::StrCat("message ", message, " {"));
  const size_t end = text.find(std::string(declaration), begin);
  std::string comment;
  if (begin == std::string::npos || end == std::string::npos) return comment;
  for (const absl::string_view line : absl::StrSplit(text.substr(begin, end - begin), '\n')) {
    const size_t words = line.find("// ");
    if (absl::StrContains(line, ";") && words == absl::string_view::npos) comment.clear();
    if (words != absl::string_view::npos) absl::StrAppend(&comment, line.substr(words + 3), " ");
  }
  return comment;
}

TEST(Comments, OfListCasesSayWhatItsFilterTakes) {
  EXPECT_THAT(CommentOf("cases.proto", "ListCasesRequest", "string filter ="),
              HasSubstr(absl::StrCat("Fields: ", FieldsText(kCaseFields), ".")));
  EXPECT_THAT(CommentOf("cases.proto", "ListCasesRequest", "string order_by ="),
              HasSubstr(absl::StrCat("One of `", absl::StrJoin(OrdersOf(kCaseFields), "`, `"), "`, ")));
}

}  // namespace
}  // namespace arasha::rules
