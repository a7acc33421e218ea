// What could go wrong: a program that reads a report's CSV or JSON finds names in the language that somebody
// ordered it in where it looks for ids.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/kinds/kind.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha::reports {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kType[] = "rights.detention";
constexpr char kOfficer[] = "staff/a.omarova";

v1::LocalisedText Istanbul() {
  v1::LocalisedText name;
  name.set_kk("Стамбұл");
  name.set_ru("Стамбул");
  name.set_en("Istanbul");
  return name;
}

Order OrderOfNovember() {
  Order order;
  order.mission = "IST";
  order.zone = absl::UTCTimeZone();
  order.start = absl::FromCivil(absl::CivilDay(2026, 11, 1), order.zone);
  order.end = absl::FromCivil(absl::CivilDay(2026, 12, 1), order.zone);
  order.made_at = order.end;
  return order;
}

// Reports of every kind in a language, with something in each of their tables.
class NamedCells {
 public:
  explicit NamedCells(Language language) : texts_(language) {
    storage::LeafTally tally;
    tally.leaves = 2;
    tally.by_actor = {{"", kOfficer, "GetCase", false, "", 1}, {"", "operator", "CreateCase", true, "", 1}};
    tally.by_mission = {{"", "", "", false, "IST", 2}};
    leaves_.Add(tally);
  }

  // The rows of a table as programs read them, `deadlines/by_rule`.
  std::map<std::string, std::vector<std::string>> Rows() {
    rows_.clear();
    Order all = order_;
    all.mission.clear();
    Read("activity", all, [](const KindContext& c, Document& d) { EXPECT_TRUE(AddActivity(c, d).ok()); });
    Read("access", order_, [](const KindContext& c, Document& d) { EXPECT_TRUE(AddAccess(c, 1, d).ok()); });
    Read("exports", order_, [](const KindContext& c, Document& d) { EXPECT_TRUE(AddExports(c, d).ok()); });
    Read("deadlines", order_, &Deadlines);
    Read("exceptions", order_, &Exceptions);
    Read("configuration", order_, &Configuration);
    Read("workload", order_, &Workload);
    Read("data_quality", order_, &DataQuality);
    Read("review_sample", order_, [](const KindContext& c, Document& d) {
      AddReviewSample(c, {90, {{"IST-2026-000007", "IST", kType, "registered", {"reopened"}, 3}}}, d);
    });
    Read("statistics", order_, [](const KindContext& c, Document& d) {
      AddStatistics(c, {{{"arrests", "2026-11", 40}}, {{"TR", 41}}}, d);
    });
    return rows_;
  }

 private:
  static void Deadlines(const KindContext& context, Document& document) {
    storage::DeadlineCount own;
    own.mission = "IST";
    own.type = kType;
    own.rule = "first_contact";
    storage::DeadlineCount host = own;
    host.rule = "host_notification";
    storage::FirstContactCount all;
    all.notified = 1;
    storage::FirstContactCount mission = all;
    mission.mission = "IST";
    AddDeadlines(context, {{own, host}, {all, mission}}, document);
  }
  static void Exceptions(const KindContext& context, Document& document) {
    storage::ReportedGrant waiting;
    waiting.break_glass = true;
    waiting.granted = context.order.made_at;
    waiting.reviewed_by = kOfficer;
    storage::ReportedGrant overdue = waiting;
    overdue.granted = context.order.start;
    storage::ReportedApproval change;
    change.type = kType;
    change.event = "close";
    change.approved = true;
    storage::ReportedApproval correction;
    correction.expires = context.order.start;
    storage::ReportedApproval refused = change;
    refused.approved = false;
    refused.decided_by = kOfficer;
    storage::ReportedApproval taken_back = refused;
    taken_back.decided_by.clear();
    AddExceptions(context, {waiting, overdue, storage::ReportedGrant()},
                  {change, correction, refused, taken_back}, document);
  }
  static void Configuration(const KindContext& context, Document& document) {
    ConfigurationFigures figures;
    figures.applied = {{kType, 1, context.order.start}};
    figures.roles = {{"officer", "IST", 2}, {"auditor", "-", 1}};
    figures.role_changes = {{7, context.order.start, "operator", "GrantRole", kOfficer, "auditor", "-"}};
    EXPECT_TRUE(AddConfiguration(context, figures, document).ok());
  }
  static void Workload(const KindContext& context, Document& document) {
    storage::MissionLoad load;
    load.mission = "IST";
    storage::OfficerLoad nobody;
    nobody.mission = "IST";
    storage::OfficerLoad left = nobody;
    left.officer = kOfficer;
    left.may_act = false;
    AddWorkload(context, {{load}, {nobody, left}, {}}, document);
  }

  static void DataQuality(const KindContext& context, Document& document) {
    storage::CaseQuality cases;
    cases.mission = "IST";
    cases.officer = kOfficer;
    cases.open = 4;
    storage::CaseQuality nobodys = cases;
    nobodys.officer.clear();
    storage::EntryQuality entries;
    entries.mission = "IST";
    entries.officer = kOfficer;
    entries.entries = 4;
    entries.corrected = 1;
    AddDataQuality(context, {{nobodys, cases}, {entries}}, document);
  }

  template <typename Add>
  void Read(const std::string& kind, const Order& order, Add add) {
    Document document;
    add({order, texts_, names_, leaves_, std::make_shared<LeafSpool>(&List)}, document);
    for (const Table* table : TablesOf(document)) {
      std::vector<std::string>& rows = rows_[absl::StrCat(kind, "/", table->id)];
      const absl::Status read = ForEachRow(*table, [&](const Row& row) {
        std::string& line = rows.emplace_back();
        for (const Value& value : row) absl::StrAppend(&line, RawText(value, order.zone), "|");
        return absl::OkStatus();
      });
      EXPECT_TRUE(read.ok()) << read;
      EXPECT_THAT(rows, Not(IsEmpty())) << kind << "/" << table->id << " has nothing to compare";
    }
  }
  static absl::Status List(LeafSink sink) {
    storage::ReportedLeaf leaf;
    leaf.actor = kOfficer;
    leaf.action = "GetCase";
    if (absl::Status s = sink(leaf); !s.ok()) return s;
    leaf.actor = "operator";
    leaf.denied = true;
    return sink(leaf);
  }

  const Order order_ = OrderOfNovember();
  const Texts texts_;
  const Names names_{
      texts_, {{"IST", Istanbul()}}, support::ShippedTypes(), [](const std::string& principal) {
        return std::string(principal == kOfficer ? "Айгүл Омарова" : "");
      }};
  LeafFigures leaves_;
  std::map<std::string, std::vector<std::string>> rows_;
};

TEST(NamedCell, ProgramsReadTheSameInEveryLanguage) {
  const auto rows = NamedCells(Language::kEn).Rows();
  EXPECT_EQ(NamedCells(Language::kRu).Rows(), rows);
  EXPECT_EQ(NamedCells(Language::kKk).Rows(), rows);
}

// XLSX calls a sheet by it, and has no room for the title.
TEST(NamedCell, EveryTableHasAShortName) {
  for (const Language language : {Language::kEn, Language::kRu, Language::kKk}) {
    const Texts texts(language);
    std::map<std::string, std::string> names;
    for (const auto& [table, rows] : NamedCells(language).Rows()) {
      const std::string id = table.substr(table.find('/') + 1);
      const std::string name = absl::StrCat("sheet.", id);
      ASSERT_TRUE(texts.Has(name)) << id;
      const std::string text = texts.Text(name);
      const auto letters = std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
      });
      EXPECT_LE(letters, 31) << text;
      EXPECT_EQ(names.try_emplace(text, id).first->second, id) << text;
    }
  }
}

TEST(NamedCell, IsItsIdForPrograms) {
  auto rows = NamedCells(Language::kKk).Rows();
  EXPECT_THAT(rows["configuration/roles"], ElementsAre("officer|IST|2|", "auditor|-|1|"));
  EXPECT_THAT(rows["workload/by_officer"], ElementsAre("|IST|0|0|", "a.omarova|IST|0|0|"));
  EXPECT_THAT(rows["statistics/by_host_state"], ElementsAre("TR|41|"));
  EXPECT_THAT(rows["review_sample/sample"],
              ElementsAre("1|IST-2026-000007|IST|rights.detention|registered|reopened|3|"));
  EXPECT_THAT(rows["review_sample/review_form"], Contains("IST-2026-000007|key_facts|||"));
  EXPECT_THAT(rows["data_quality/shortfalls"], Contains("unassigned|4|8|0.5|"));
  EXPECT_THAT(rows["data_quality/entries_by_officer"], ElementsAre("a.omarova|IST|4|0|0|1|0|0|0.25|"));
  EXPECT_THAT(rows["statistics/statistics"], Contains("arrests|40|"));
  EXPECT_THAT(rows["deadlines/by_rule"], ElementsAre("rights.detention|first_contact|0|0|0|0|0||"));
  EXPECT_THAT(rows["exceptions/break_glass"], Contains(EndsWith("|overdue|")));
  EXPECT_THAT(rows["exceptions/approvals"], ElementsAre(EndsWith("APPROVED|"), EndsWith("LAPSED|"),
                                                        EndsWith("|a.omarova||APPROVAL_STATE_REFUSED|"),
                                                        EndsWith("|||APPROVAL_STATE_TAKEN_BACK|")));
}

TEST(NamedCell, IsItsNameForPeople) {
  const Texts texts(Language::kRu);
  const Names names(texts, {{"IST", Istanbul()}}, support::ShippedTypes(), nullptr);
  EXPECT_EQ(ValueText(names.Mission("IST"), texts, absl::UTCTimeZone()), "IST · Стамбул");
  EXPECT_EQ(ValueText(names.Mission("-"), texts, absl::UTCTimeZone()), texts.Text("all_missions"));
  EXPECT_EQ(ValueText(names.Mission("XXX"), texts, absl::UTCTimeZone()), "XXX") << "it has no name";
}

}  // namespace
}  // namespace arasha::reports
