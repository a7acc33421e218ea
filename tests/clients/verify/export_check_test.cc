// The one answer that must never be given is that an export is true when something in it was changed. So
// every way in which somebody might change one is tried, by whoever holds the file and by whoever holds the
// database.

#include "clients/verify/export_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rules/log/leaf.h"
#include "tests/clients/verify/export_sample.h"
#include "tests/clients/verify/fake_log.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {
namespace {

using rules::log::FormatUid;
using rules::log::NoteSigner;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(ExportCheckTest, AnHonestExportIsTrue) {
  const FakeLog log = Sample();
  const ExportReport report = Check(log.Records(0, log.size(), false), TrustIn(log));
  EXPECT_EQ(report.findings.verdict(), Verdict::kTrue);
  EXPECT_THAT(Codes(report), IsEmpty());
  EXPECT_EQ(report.checkpoint, log.At(log.size()));
  EXPECT_EQ(report.note, log.Note(log.size()));
  EXPECT_EQ(report.leaves, log.size());
  EXPECT_FALSE(report.with_rows);
}

TEST(ExportCheckTest, AnHonestExportWithRowsIsTrue) {
  const FakeLog log = Sample();
  const ExportReport report = Check(log.Records(0, log.size(), true), TrustIn(log));
  EXPECT_THAT(Codes(report), IsEmpty());
  EXPECT_EQ(report.findings.verdict(), Verdict::kTrue);
  EXPECT_EQ(report.rows, 5);
}

TEST(ExportCheckTest, AnEmptyLogIsTrue) {
  const FakeLog log;
  EXPECT_THAT(Codes(Check(log.Records(0, 0, true), TrustIn(log))), IsEmpty());
}

TEST(ExportCheckTest, TheRegisterMayChangeWhileRowsAreRead) {
  FakeLog log = Sample();
  const int64_t end = log.size();
  const std::vector<v1::RowState> before = log.rows;
  log.Write(1, "case", FormatUid(NumberedUid(1)), "case 1, version 3");
  log.Write(2, "party", kPartyUid, "a new party");
  log.Write(1, "case", FormatUid(NumberedUid(1)), "case 1, version 4");
  // Any row may have been read before its change, or after.
  for (const bool late : {false, true}) {
    FakeLog read = log;
    if (!late) read.rows = before;
    const ExportReport report = Check(read.Records(0, end, true), TrustIn(log));
    EXPECT_THAT(Codes(report), IsEmpty());
    EXPECT_EQ(report.checkpoint, log.At(log.size()));
  }
  FakeLog between = log;
  between.rows[0].set_version(3);
  between.rows[0].set_state("case 1, version 3");
  EXPECT_THAT(Codes(Check(between.Records(0, end, true), TrustIn(log))), IsEmpty());
  between.rows[0].set_state("case 1, version 3, forged");
  EXPECT_THAT(Codes(Check(between.Records(0, end, true), TrustIn(log))), ElementsAre("ROW_DIFFERS"));
  between.rows[0].set_version(5);
  EXPECT_THAT(Codes(Check(between.Records(0, end, true), TrustIn(log))), ElementsAre("ROW_WITHOUT_LEAF"));
}

// By whoever holds the file ------------------------------------------------------------------------------

// Whoever takes care to compress it anew; for who does not, see export_damage_test.cc.
TEST(ExportCheckTest, NoFlippedBitOfARecordPasses) {
  const FakeLog log = Small();
  const NoteSigner witness = Witness("w.example");
  Trust trust = TrustIn(log);
  trust.since = log.Note(1);
  trust.witnesses = {witness.verifier()};
  trust.quorum = 1;
  std::vector<v1::ExportRecord> records = log.Records(0, 2, true);
  records[0].mutable_header()->set_checkpoint(log.Note(2, {witness}));
  ASSERT_THAT(Codes(Check(records, trust)), IsEmpty());
  std::vector<std::string> bytes = BytesOf(records);
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (size_t bit = 0; bit < 8 * bytes[i].size(); ++bit) {
      const auto flip = [&] { bytes[i][bit / 8] = static_cast<char>(bytes[i][bit / 8] ^ (1 << (bit % 8))); };
      flip();
      EXPECT_NE(CheckBytes(Closed(FramesOf(bytes)), trust).findings.verdict(), Verdict::kTrue)
          << "bit " << bit << " of " << records[i].DebugString();
      flip();
    }
  }
}

TEST(ExportCheckTest, RecordsOutOfPlaceAreNoticed) {
  const FakeLog log = Sample();
  for (const bool with_rows : {false, true}) {
    const std::vector<v1::ExportRecord> honest = log.Records(0, 6, with_rows);
    for (size_t i = 0; i < honest.size(); ++i) {
      std::vector<v1::ExportRecord> dropped = honest;
      dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_NE(Check(dropped, TrustIn(log)).findings.verdict(), Verdict::kTrue) << i;
      std::vector<v1::ExportRecord> doubled = honest;
      doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), honest[i]);
      EXPECT_NE(Check(doubled, TrustIn(log)).findings.verdict(), Verdict::kTrue) << i;
      for (size_t j = 0; j < i; ++j) {
        // In which order rows stand says nothing.
        if (honest[i].has_row() && honest[j].has_row()) continue;
        std::vector<v1::ExportRecord> swapped = honest;
        std::swap(swapped[i], swapped[j]);
        EXPECT_NE(Check(swapped, TrustIn(log)).findings.verdict(), Verdict::kTrue) << i << " " << j;
      }
    }
  }
}

TEST(ExportCheckTest, LeavesMayNotBeMovedAroundTheRows) {
  FakeLog log = Sample();
  const int64_t end = log.size();
  log.Read(1);
  std::vector<v1::ExportRecord> records = log.Records(0, end, true);
  // The leaf behind the rows is put before them, so that no row is compared at its moment.
  const auto last = records.end() - 2;
  ASSERT_TRUE(last->has_leaf());
  std::rotate(records.begin() + 1 + end, last, last + 1);
  EXPECT_NE(Check(records, TrustIn(log)).findings.verdict(), Verdict::kTrue);
}

TEST(ExportCheckTest, SaysWhatWasDoneToTheLeaves) {
  const FakeLog log = Sample();
  const auto codes = [&](const std::function<void(std::vector<v1::ExportRecord>&)>& change, Verdict verdict) {
    std::vector<v1::ExportRecord> records = log.Records(0, log.size(), false);
    change(records);
    v1::ExportEnd& end = *records.back().mutable_end();
    end.set_leaves(static_cast<int64_t>(records.size()) - 2);
    const ExportReport report = Check(records, TrustIn(log));
    EXPECT_EQ(report.findings.verdict(), verdict);
    return Codes(report);
  };
  EXPECT_THAT(codes([](auto& records) { records.erase(records.begin() + 4); }, Verdict::kTampered),
              ElementsAre("LEAVES_MISSING"));
  EXPECT_THAT(codes([](auto& records) { records.erase(records.end() - 2); }, Verdict::kTampered),
              ElementsAre("LEAVES_MISSING"));
  EXPECT_THAT(codes([](auto& records) { std::swap(records[3], records[4]); }, Verdict::kTampered),
              ElementsAre("ROOT_DIFFERS"));
  EXPECT_THAT(
      codes([](auto& records) { records.insert(records.begin() + 3, records[5]); }, Verdict::kTampered),
      ElementsAre("ROOT_DIFFERS", "LEAVES_ADDED"));
  EXPECT_THAT(codes([](auto& records) { records.insert(records.end() - 1, records[5]); }, Verdict::kTampered),
              ElementsAre("LEAVES_ADDED"));
  EXPECT_THAT(codes([](auto& records) { records[2].mutable_leaf()->back() = 'x'; }, Verdict::kTampered),
              ElementsAre("LEAF_MALFORMED", "ROOT_DIFFERS"));
  EXPECT_THAT(codes([](auto& records) { records[2].mutable_leaf()->front() = 2; }, Verdict::kTampered),
              ElementsAre("LEAF_VERSION", "ROOT_DIFFERS"));
}

// By whoever holds the table of leaves, while the tree and its heads are as they were signed. Each place with
// what stands there now, and what must be told of it.
std::vector<std::string> Told(const std::vector<std::pair<std::string, std::string>>& places,
                              const Trust& trust, const std::vector<v1::ExportRecord>& ends) {
  std::vector<v1::ExportRecord> records = {ends.front()};
  for (const auto& [is, was] : places) {
    if (is != was) records.emplace_back().set_tree_hash(rules::log::ToBytes(rules::log::HashLeaf(was)));
    records.emplace_back().set_leaf(is);
  }
  records.push_back(ends.back());
  std::vector<std::string> told;
  const ExportReport report = Check(records, trust);
  EXPECT_EQ(report.findings.verdict(), Verdict::kTampered);
  for (const Finding& finding : report.findings.kept()) {
    if (finding.code == "ROOT_DIFFERS") continue;
    std::string text(finding.code);
    for (const char* name : {"leaf", "last", "to"}) {
      if (finding.parameters.contains(name)) absl::StrAppend(&text, " ", finding.parameters.at(name));
    }
    told.push_back(text);
  }
  return told;
}

TEST(ExportCheckTest, NamesLeavesThatAreNotInTheTree) {
  const FakeLog log = Sample();
  const std::vector<v1::ExportRecord> honest = log.Records(0, log.size(), false);
  const auto told = [&](const std::function<void(std::vector<std::string>&)>& change) {
    std::vector<std::string> is = log.leaves;
    change(is);
    is.resize(log.leaves.size());
    std::vector<std::pair<std::string, std::string>> places;
    for (size_t i = 0; i < is.size(); ++i) places.emplace_back(is[i], log.leaves[i]);
    return Told(places, TrustIn(log), {honest.front(), honest.back()});
  };
  EXPECT_THAT(told([](auto& is) { is[3] = LeafBytes({}); }), ElementsAre("LEAF_CHANGED 3"));
  EXPECT_THAT(told([](auto& is) { is[3] = is[5]; }), ElementsAre("LEAF_CHANGED 3"));
  EXPECT_THAT(told([](auto& is) { is[3].clear(); }), ElementsAre("LEAF_GONE 3"));
  EXPECT_THAT(told([](auto& is) { std::swap(is[3], is[5]); }),
              ElementsAre("LEAVES_MOVED 5 5 3", "LEAVES_MOVED 3 3 5"));
  EXPECT_THAT(told([](auto& is) { is.erase(is.begin() + 3); }),
              ElementsAre("LEAF_GONE 3", "LEAVES_MOVED 4 8 3"));
  EXPECT_THAT(told([](auto& is) { is.insert(is.begin() + 3, LeafBytes({})); }),
              ElementsAre("LEAF_INSERTED 3", "LEAVES_MOVED 3 7 4"));
  EXPECT_THAT(told([](auto& is) { is.pop_back(); }), ElementsAre("LEAF_GONE 8"));
}

// Without hashes that lead to the head, or with others, there is nothing to name a leaf by but earlier heads.
TEST(ExportCheckTest, NamesLeavesThatListsDoNotFindAsTheyAre) {
  const FakeLog log = Sample();
  std::vector<v1::ExportRecord> records = log.Records(0, log.size(), true);
  v1::ExportRecord mislisted;
  mislisted.mutable_mislisted()->set_leaf_index(2);
  mislisted.mutable_mislisted()->add_columns("occurred_time");
  mislisted.mutable_mislisted()->add_columns("actor");
  records.insert(records.begin() + 4, mislisted);
  const ExportReport report = Check(records, TrustIn(log));
  ASSERT_THAT(Codes(report), ElementsAre("LEAF_MISLISTED"));
  EXPECT_EQ(report.findings.verdict(), Verdict::kTampered);
  EXPECT_THAT(report.findings.kept().front().parameters, Contains(Pair("leaf", "2")));
  EXPECT_THAT(report.findings.kept().front().parameters, Contains(Pair("columns", "occurred_time, actor")));
  // About another leaf than the one before it.
  records[4].mutable_mislisted()->set_leaf_index(1);
  EXPECT_THAT(Codes(Check(records, TrustIn(log))), Contains("FILE_OUT_OF_ORDER"));
}

TEST(ExportCheckTest, NamesWhatListsShowAndTheLogDoesNotHold) {
  FakeLog log = Sample();
  v1::RowState& row = log.rows.emplace_back();
  row.set_kind("leaf");
  row.set_key("4711");
  row.set_version(1);
  const ExportReport report = Check(log.Records(0, log.size(), true), TrustIn(log));
  ASSERT_THAT(Codes(report), ElementsAre("LEAF_OUTSIDE"));
  EXPECT_THAT(report.findings.kept().front().parameters, Contains(Pair("id", "4711")));
}

TEST(ExportCheckTest, NamesBetweenWhichHeadsTheTreeWasRewritten) {
  const FakeLog log = Sample();
  std::vector<v1::ExportRecord> records = log.Records(0, log.size(), false);
  records[5].set_leaf(LeafBytes({}));
  for (const int64_t size : {7, 6, 3, 2}) {
    records.emplace(records.begin() + 1 + size)->set_checkpoint(log.Note(size));
  }
  const ExportReport report = Check(records, TrustIn(log));
  EXPECT_THAT(Codes(report), ElementsAre("ROOT_DIFFERS", "CHANGED_BETWEEN"));
  EXPECT_EQ(report.findings.kept()[1].parameters.at("leaf"), "3");
  EXPECT_EQ(report.findings.kept()[1].parameters.at("last"), "5");
  // A hash that was never signed accuses nobody.
  records.emplace(records.begin() + 1)->set_tree_hash(std::string(32, 'x'));
  EXPECT_THAT(Codes(Check(records, TrustIn(log))), ElementsAre("ROOT_DIFFERS", "CHANGED_BETWEEN"));
}

TEST(ExportCheckTest, AnEarlierHeadOfAnotherTreeIsEnough) {
  const FakeLog log = Sample();
  FakeLog forged = log;
  forged.leaves[2] = LeafBytes({});
  std::vector<v1::ExportRecord> records = forged.Records(0, forged.size(), false);
  EXPECT_EQ(Check(records, TrustIn(log)).findings.verdict(), Verdict::kTrue);
  records.emplace(records.begin() + 6)->set_checkpoint(log.Note(5));
  EXPECT_THAT(Codes(Check(records, TrustIn(log))), ElementsAre("CHANGED_BETWEEN"));
}

// Rows of no case: who may do what, and by which rules.
TEST(ExportCheckTest, NamesWhatWasDoneToTheDirectory) {
  constexpr char kRole[] = "staff/t.bekova/head/IST";
  FakeLog log = Sample();
  log.Write(0, "principal", "staff/t.bekova", "active");
  log.Write(0, "role", kRole, "given");
  log.Write(0, "certificate", std::string(64, 'a'), "refused");
  log.Write(0, "case_type", "rights.detention@1", "a definition");
  const v1::RowState given = log.rows[6];
  ASSERT_EQ(given.key(), kRole);
  log.Write(0, "role", kRole, "taken");
  const auto told = [&](const std::function<void(std::vector<v1::RowState>&)>& change) {
    FakeLog edited = log;
    change(edited.rows);
    const ExportReport report = Check(edited.Records(0, log.size(), true), TrustIn(log));
    std::string text;
    for (const Finding& finding : report.findings.kept()) {
      SCOPED_TRACE(finding.code);
      EXPECT_FALSE(finding.parameters.contains("case"));
      absl::StrAppend(&text, finding.code, " ", finding.parameters.at("kind"), " ",
                      finding.parameters.at("key"));
    }
    EXPECT_EQ(report.findings.verdict(), text.empty() ? Verdict::kTrue : Verdict::kTampered);
    return text;
  };
  EXPECT_EQ(told([](auto&) {}), "");
  EXPECT_EQ(told([](auto& rows) { rows[5].set_state("active, and cleared"); }),
            "ROW_DIFFERS principal staff/t.bekova");
  EXPECT_EQ(told([&](auto& rows) { rows[6] = given; }), absl::StrCat("ROW_OLDER role ", kRole));
  EXPECT_EQ(told([](auto& rows) { rows[6].set_state("given"); }), absl::StrCat("ROW_DIFFERS role ", kRole));
  EXPECT_EQ(told([](auto& rows) { rows.erase(rows.begin() + 6); }), absl::StrCat("ROW_MISSING role ", kRole));
  EXPECT_EQ(told([](auto& rows) { rows[7].set_key(std::string(64, 'b')); }),
            absl::StrCat("ROW_MISSING certificate ", std::string(64, 'a'), "ROW_WITHOUT_LEAF certificate ",
                         std::string(64, 'b')));
  EXPECT_EQ(told([](auto& rows) { rows[8].set_state("another"); }),
            "ROW_DIFFERS case_type rights.detention@1");
  // A row may not pass for another kind's.
  EXPECT_EQ(told([](auto& rows) { rows[5].set_kind("role"); }),
            "ROW_MISSING principal staff/t.bekovaROW_WITHOUT_LEAF role staff/t.bekova");
}

}  // namespace
}  // namespace arasha::clients
