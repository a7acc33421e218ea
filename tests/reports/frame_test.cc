// What could go wrong: what anyone may read names who had it made, a cover promises a report to somebody who
// is refused it, or a day is called a period from itself to itself.

#include "services/reports/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reports/document/value_text.h"

namespace arasha::reports {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Frame : public ::testing::TestWithParam<Language> {
 protected:
  Frame() {
    order_.kind = v1::REPORT_KIND_STATISTICS;
    order_.language = GetParam();
    order_.zone = absl::UTCTimeZone();
    order_.start = absl::FromCivil(absl::CivilDay(2026, 11, 1), order_.zone);
    order_.end = absl::FromCivil(absl::CivilDay(2026, 12, 1), order_.zone);
    order_.made_at = order_.end;
    order_.requested_by = "staff/g.tulegenova";
  }

  Document Framed() const {
    Document document;
    AddFrame(order_, texts_, Names(texts_, {}, {}, nullptr), document);
    return document;
  }
  std::string Fact(const std::string& key) const {
    for (const auto& [label, text] : Framed().facts) {
      if (label == texts_.Text(key)) return text;
    }
    return "";
  }

  Order order_;
  const Texts texts_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Languages, Frame, ::testing::Values(Language::kKk, Language::kRu, Language::kEn),
                         [](const auto& language) { return std::string(CodeOf(language.param)); });

TEST_P(Frame, OfPublicReportsNobodyIsNamed) {
  EXPECT_EQ(Fact("fact.made_by"), "");
  EXPECT_EQ(Fact("fact.audience"), texts_.Text("audience.public"));
  order_.kind = v1::REPORT_KIND_WORKLOAD;
  EXPECT_EQ(Fact("fact.made_by"), "g.tulegenova");
}

TEST_P(Frame, HeadsAreToldOfTheReportsThatTheyMayOrder) {
  for (const v1::ReportKind kind :
       {v1::REPORT_KIND_ACCESS_BY_PERSON, v1::REPORT_KIND_EXCEPTIONS, v1::REPORT_KIND_EXPORTS,
        v1::REPORT_KIND_CONFIGURATION, v1::REPORT_KIND_REVIEW_SAMPLE}) {
    order_.kind = kind;
    EXPECT_EQ(Fact("fact.audience"), texts_.Text("audience.audit")) << kind;
  }
  order_.kind = v1::REPORT_KIND_ACCESS_TO_CASE;
  EXPECT_EQ(Fact("fact.audience"), texts_.Text("audience.case"));
}

TEST_P(Frame, ZonesAreToldByTheirOffsets) {
  EXPECT_THAT(Fact("fact.period"), AllOf(HasSubstr("UTC"), Not(HasSubstr("UTC+"))));
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Istanbul", &order_.zone));
  EXPECT_THAT(Fact("fact.period"), AllOf(HasSubstr("UTC+3"), Not(HasSubstr("Istanbul"))));
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Kolkata", &order_.zone));
  EXPECT_THAT(Fact("fact.period"), HasSubstr("UTC+5:30"));
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Warsaw", &order_.zone));
  EXPECT_THAT(Fact("fact.period"), AllOf(HasSubstr("UTC+1"), Not(HasSubstr("UTC+2"))));
  order_.start -= absl::Hours(24 * 300);
  EXPECT_THAT(Fact("fact.period"), HasSubstr("UTC+1, UTC+2")) << "clocks changed";
}

TEST_P(Frame, ADayIsOneDate) {
  order_.end = order_.start + absl::Hours(24);
  const std::string day = DayText(absl::CivilDay(2026, 11, 1), texts_);
  EXPECT_THAT(Framed().subtitle, ::testing::EndsWith(day));
  EXPECT_THAT(Framed().subtitle, Not(HasSubstr("–")));
  order_.end += absl::Hours(24);
  EXPECT_THAT(Framed().subtitle, HasSubstr("–"));
}

}  // namespace
}  // namespace arasha::reports
