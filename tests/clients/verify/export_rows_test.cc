// What whoever holds the database does to rows of the register is named, row by row.

#include "clients/verify/export_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/verify/print_findings.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/schema.h"
#include "tests/clients/verify/export_sample.h"
#include "tests/clients/verify/fake_log.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {
namespace {

using rules::log::FormatUid;
using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

Finding OnlyFinding(const ExportReport& report) {
  EXPECT_EQ(report.findings.verdict(), Verdict::kTampered);
  EXPECT_EQ(report.findings.count(), 1);
  return report.findings.kept().empty() ? Finding{"", Verdict::kTrue, {}} : report.findings.kept()[0];
}

TEST(ExportCheckTest, NamesARowThatWasEdited) {
  FakeLog log = Sample();
  log.rows[1].set_state("another party");
  const Finding finding = OnlyFinding(Check(log.Records(0, 9, true), TrustIn(log)));
  EXPECT_EQ(finding.code, "ROW_DIFFERS");
  EXPECT_THAT(finding.parameters, Contains(Pair("case", FormatUid(NumberedUid(1)))));
  EXPECT_THAT(finding.parameters, Contains(Pair("kind", "party")));
  EXPECT_THAT(finding.parameters, Contains(Pair("key", kPartyUid)));
  EXPECT_THAT(finding.parameters, Contains(Pair("version", "1")));
  EXPECT_THAT(finding.parameters, Contains(Pair("leaf", "1")));
}

TEST(ExportCheckTest, CallsACaseByItsNumberWhereItsRowIsRead) {
  const auto edited = [](size_t row, const std::string& state) {
    FakeLog log;
    log.Write(1, "party", kPartyUid, "a party");
    log.Write(1, "case", FormatUid(NumberedUid(1)), CaseStateBytes(NumberedUid(1), "held"));
    log.rows[row].set_state(state);
    const ExportReport report = Check(log.Records(0, 2, true), TrustIn(log));
    EXPECT_THAT(OnlyFinding(report).parameters, Contains(Pair("case", FormatUid(NumberedUid(1)))));
    return nlohmann::json::parse(JsonText(report, Texts(Language::kEn)))["findings"][0]["text"]
        .get<std::string>();
  };
  EXPECT_EQ(edited(0, "another"), absl::StrCat("party ", kPartyUid,
                                               " of the case IST-2026-000123, version 1, is not what leaf 0 "
                                               "wrote."));
  EXPECT_EQ(edited(1, CaseStateBytes(NumberedUid(1), "free")),
            absl::StrCat("case IST-2026-000123 (", FormatUid(NumberedUid(1)),
                         "), version 1, is not what leaf 1 wrote."));
  EXPECT_EQ(edited(1, "no row"),
            absl::StrCat("case ", FormatUid(NumberedUid(1)), ", version 1, is not what leaf 1 wrote."));
}

TEST(ExportCheckTest, NamesARowThatWasPutBack) {
  FakeLog log = Sample();
  log.rows[0].set_state("case 1, version 1");
  log.rows[0].set_version(1);
  const Finding finding = OnlyFinding(Check(log.Records(0, 9, true), TrustIn(log)));
  EXPECT_EQ(finding.code, "ROW_OLDER");
  EXPECT_THAT(finding.parameters, Contains(Pair("leaf", "5")));
  EXPECT_THAT(finding.parameters, Contains(Pair("leaf_version", "2")));
}

TEST(ExportCheckTest, NamesARowThatIsMissing) {
  for (size_t i = 0; i < Sample().rows.size(); ++i) {
    FakeLog log = Sample();
    const std::string key = log.rows[i].key();
    log.rows.erase(log.rows.begin() + static_cast<std::ptrdiff_t>(i));
    const Finding finding = OnlyFinding(Check(log.Records(0, 9, true), TrustIn(log)));
    EXPECT_EQ(finding.code, "ROW_MISSING");
    EXPECT_THAT(finding.parameters, Contains(Pair("key", key)));
  }
  // Also if it is written once more while rows are read.
  FakeLog log = Sample();
  log.Write(1, "party", kPartyUid, "the party again");
  log.rows.erase(log.rows.begin() + 1);
  EXPECT_EQ(OnlyFinding(Check(log.Records(0, 9, true), TrustIn(log))).code, "ROW_MISSING");
}

TEST(ExportCheckTest, NamesARowThatNoLeafWrote) {
  FakeLog log = Sample();
  v1::RowState extra = log.rows[1];
  extra.set_key("01890a5d-ac96-774b-bcce-b302099a8059");
  log.rows.push_back(extra);
  Finding finding = OnlyFinding(Check(log.Records(0, 9, true), TrustIn(log)));
  EXPECT_EQ(finding.code, "ROW_WITHOUT_LEAF");
  EXPECT_THAT(finding.parameters, Contains(Pair("key", extra.key())));

  log = Sample();
  log.rows[1].set_version(2);
  finding = OnlyFinding(Check(log.Records(0, 9, true), TrustIn(log)));
  EXPECT_EQ(finding.code, "ROW_WITHOUT_LEAF");
  EXPECT_THAT(finding.parameters, Contains(Pair("version", "2")));
}

TEST(ExportCheckTest, NamesARowThatStandsTwiceOrUnderAnotherName) {
  FakeLog log = Sample();
  log.rows.push_back(log.rows[2]);
  EXPECT_EQ(OnlyFinding(Check(log.Records(0, 9, true), TrustIn(log))).code, "ROW_TWICE");
  log = Sample();
  log.rows[1].set_kind("entry");
  EXPECT_THAT(Codes(Check(log.Records(0, 9, true), TrustIn(log))),
              ElementsAre("ROW_MISSING", "ROW_WITHOUT_LEAF"));
  log = Sample();
  log.rows[1].set_case_uid("01890A5D-AC96-774B-BCCE-B302099A8058");
  EXPECT_THAT(Codes(Check(log.Records(0, 9, true), TrustIn(log))),
              ElementsAre("ROW_WITHOUT_LEAF", "ROW_MISSING"));
}

TEST(ExportCheckTest, NamesAChangeWithoutLeaf) {
  FakeLog log = Sample();
  log.rows[1].set_version(2);  // somebody wrote version 2 and no leaf
  log.Write(1, "party", kPartyUid, "the party again");
  const Finding finding = OnlyFinding(Check(log.Records(0, log.size(), true), TrustIn(log)));
  EXPECT_EQ(finding.code, "VERSION_GAP");
  EXPECT_THAT(finding.parameters, Contains(Pair("before", "1")));
  EXPECT_THAT(finding.parameters, Contains(Pair("version", "3")));
  EXPECT_THAT(finding.parameters, Contains(Pair("leaf", "9")));
}

TEST(ExportCheckTest, RowsTakeTheWholeLog) {
  const FakeLog log = Sample();
  const ExportReport report = Check(log.Records(2, 9, true), TrustIn(log));
  EXPECT_NE(report.findings.verdict(), Verdict::kTrue);
  EXPECT_THAT(Codes(report), Contains("ROWS_WITHOUT_BEGINNING"));
}

TEST(ExportCheckTest, AnyNumberOfFindingsTakesBoundedMemory) {
  FakeLog log;
  for (int i = 0; i < 1500; ++i) log.leaves.push_back("\x01not a leaf");
  const ExportReport report = Check(log.Records(0, 1500, false), TrustIn(log));
  EXPECT_EQ(report.findings.count(), 1500);
  EXPECT_EQ(report.findings.kept().size(), Findings::kMostKept);
  EXPECT_EQ(report.findings.verdict(), Verdict::kTampered);
}

// Kinds whose keys stand for rows of several cases, or of none, in leaves of cases.
TEST(ExportCheckTest, ComparesKeysCountersAndTheIndex) {
  const std::string of_case = FormatUid(NumberedUid(1));
  FakeLog log = Sample();
  log.Write(1, "counter", "IST/2026", "1");
  log.Write(1, "index", of_case, "tokens of the summary");  // as the case's own key, and another row
  log.Write(0, "data_key", of_case + "/01890a5d-ac96-774b-bcce-b302099a8058", "wrapped");
  log.Write(0, "data_key", of_case + "/01890a5d-ac96-774b-bcce-b302099a8058", "wrapped anew");
  for (v1::RowState& row : log.rows) {
    if (row.kind() == "counter") row.clear_case_uid();
  }
  EXPECT_EQ(Check(log.Records(0, log.size(), true), TrustIn(log)).findings.verdict(), Verdict::kTrue);
  FakeLog changed = log;
  for (v1::RowState& row : changed.rows) {
    if (row.kind() == "data_key") row.set_state("of another case");
  }
  const Finding finding = OnlyFinding(Check(changed.Records(0, changed.size(), true), TrustIn(changed)));
  EXPECT_EQ(finding.code, "ROW_DIFFERS");
  EXPECT_THAT(finding.parameters, Contains(Pair("case", of_case)));
}

TEST(ExportCheckTest, KnowsARowThatALeafDeleted) {
  FakeLog log = Sample();
  log.Write(1, "index", kPartyUid, "tokens of the name");
  const v1::RowState row = log.rows.back();
  log.Write(1, "index", kPartyUid, "");
  std::erase_if(log.rows, [](const v1::RowState& one) { return one.kind() == "index"; });
  EXPECT_EQ(Check(log.Records(0, log.size(), true), TrustIn(log)).findings.verdict(), Verdict::kTrue);
  log.rows.push_back(row);
  EXPECT_EQ(OnlyFinding(Check(log.Records(0, log.size(), true), TrustIn(log))).code, "ROW_OLDER");
}

TEST(ExportCheckTest, NamesWhatIsBentInTheSchema) {
  const rules::log::SchemaDigests shipped = {
      {"PostgreSQL", rules::log::Sha256("15")},
      {"policy entry.seen", rules::log::Sha256("USING (seen)")},
      {"trigger entry.append_only", rules::log::Sha256("BEFORE UPDATE")}};
  FakeLog log = Sample();
  Trust trust = TrustIn(log);
  trust.schema = &shipped;
  EXPECT_EQ(Codes(Check(log.Records(0, 9, true), trust)), std::vector<std::string>{"SCHEMA_UNTOLD"});
  const auto part = [](const std::string& name, const std::string& definition) {
    v1::RowState row;
    row.set_kind("schema");
    row.set_key(name);
    row.set_version(1);
    row.set_state(definition);
    return row;
  };
  log.rows.push_back(part("PostgreSQL", "15"));
  FakeLog honest = log;
  honest.rows.push_back(part("policy entry.seen", "USING (seen)"));
  honest.rows.push_back(part("trigger entry.append_only", "BEFORE UPDATE"));
  EXPECT_EQ(Check(honest.Records(0, 9, true), trust).findings.verdict(), Verdict::kTrue);
  log.rows.push_back(part("policy entry.all", "USING (true)"));
  log.rows.push_back(part("policy entry.seen", "USING (true)"));
  EXPECT_THAT(Codes(Check(log.Records(0, 9, true), trust)),
              ElementsAre("SCHEMA_ADDED", "SCHEMA_CHANGED", "SCHEMA_MISSING"));
}

}  // namespace
}  // namespace arasha::clients
