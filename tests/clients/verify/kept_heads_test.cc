// What could go wrong: whoever holds the log's key writes another history, and it passes before somebody who
// kept a head, or before witnesses.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "clients/verify/export_check.h"
#include "clients/verify/print_findings.h"
#include "tests/clients/verify/export_sample.h"
#include "tests/clients/verify/fake_log.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {
namespace {

using rules::log::NoteSigner;
using rules::log::SignatureKind;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(KeptHeadsTest, APartIsTrueAndContinuesWhatWasKept) {
  const FakeLog log = Sample();
  for (int64_t start = 0; start <= log.size(); ++start) {
    Trust trust = TrustIn(log);
    trust.since = log.Note(start);
    const ExportReport report = Check(log.Records(start, log.size(), false), trust);
    EXPECT_THAT(Codes(report), IsEmpty()) << start;
    EXPECT_EQ(report.continues, start);
    EXPECT_EQ(report.start, start);
  }
}

TEST(KeptHeadsTest, AnotherKeysTreeIsNotTheLogs) {
  const FakeLog log = Sample();
  FakeLog forged = Sample();
  forged.signer =
      *NoteSigner::FromSeed(log.signer.verifier().name(), SignatureKind::kEd25519, std::string(32, 'x'));
  const ExportReport report = Check(forged.Records(0, forged.size(), false), TrustIn(log));
  EXPECT_EQ(report.findings.verdict(), Verdict::kCannotTell);
  EXPECT_THAT(Codes(report), ElementsAre("SIGNED_BY_ANOTHER_KEY"));
  Trust trust = TrustIn(log);
  trust.log_keys = {
      NoteSigner::FromSeed("other.example", SignatureKind::kEd25519, std::string(32, 'o'))->verifier()};
  EXPECT_THAT(Codes(Check(log.Records(0, log.size(), false), trust)), ElementsAre("SIGNER_UNKNOWN"));

  // A signature under the log's key id that the log's key never made.
  std::vector<v1::ExportRecord> records = log.Records(0, log.size(), false);
  records[0].mutable_header()->set_checkpoint(
      absl::StrReplaceAll(log.Note(log.size()), {{"\n9\n", "\n8\n"}}));
  EXPECT_THAT(Codes(Check(records, TrustIn(log))), Contains("SIGNATURE_FALSE"));
  EXPECT_EQ(Check(records, TrustIn(log)).findings.verdict(), Verdict::kTampered);
}

TEST(KeptHeadsTest, ARewrittenHistoryDoesNotContinueWhatWasKept) {
  const FakeLog log = Sample();
  FakeLog rewritten = log;
  rewritten.leaves[2] = LeafBytes({});
  rewritten.Read(1);
  Trust trust = TrustIn(log);
  // Without anything kept there is nothing to notice it by.
  EXPECT_EQ(Check(rewritten.Records(0, rewritten.size(), false), trust).findings.verdict(), Verdict::kTrue);
  for (int64_t size = 0; size <= log.size(); ++size) {
    trust.since = log.Note(size);
    const ExportReport report = Check(rewritten.Records(0, rewritten.size(), false), trust);
    if (size <= 2) {
      EXPECT_EQ(report.continues, size);
      continue;
    }
    EXPECT_EQ(report.findings.verdict(), Verdict::kTampered) << size;
    EXPECT_THAT(Codes(report), ElementsAre("HISTORY_REWRITTEN"));
    EXPECT_EQ(report.continues, std::nullopt);
  }
}

TEST(KeptHeadsTest, WhatWasNotContinuedIsCalledByWhereItWasKept) {
  const FakeLog log = Sample();
  FakeLog rewritten = log;
  rewritten.leaves[2] = LeafBytes({});
  rewritten.Read(1);
  const Texts texts(Language::kEn);
  const auto shown = [&](const Trust& trust) {
    return TableText(Check(rewritten.Records(0, rewritten.size(), false), trust),
                     {texts, absl::UTCTimeZone(), absl::UnixEpoch(), std::nullopt, false});
  };
  Trust trust = TrustIn(log);
  EXPECT_THAT(shown(trust), HasSubstr("none was given (--since)"));
  trust.since = log.Note(5);
  EXPECT_THAT(shown(trust), HasSubstr("not the one that was given (--since)"));
  trust.since_kept = "report";
  EXPECT_THAT(shown(trust), AllOf(HasSubstr("the report's: not established"), Not(HasSubstr("--since"))));
}

TEST(KeptHeadsTest, ALogThatEndsBeforeWhatWasKeptWasCut) {
  const FakeLog log = Sample();
  Trust trust = TrustIn(log);
  trust.since = log.Note(7);
  const ExportReport report = Check(log.Records(0, 5, false), trust);
  EXPECT_EQ(report.findings.verdict(), Verdict::kTampered);
  EXPECT_THAT(Codes(report), ElementsAre("SINCE_NEWER"));
  const Texts texts(Language::kEn);
  EXPECT_THAT(TableText(report, {texts, absl::UTCTimeZone(), absl::UnixEpoch(), std::nullopt, false}),
              HasSubstr("If the file was exported before the checkpoint was kept, export the log anew"));
}

TEST(KeptHeadsTest, WhatCannotBeComparedIsNotTrue) {
  const FakeLog log = Sample();
  Trust trust = TrustIn(log);
  const auto codes = [&](int64_t start, int64_t end, const std::string& since) {
    trust.since = since;
    const ExportReport report = Check(log.Records(start, end, false), trust);
    EXPECT_EQ(report.findings.verdict(), Verdict::kCannotTell);
    return Codes(report);
  };
  EXPECT_THAT(codes(5, 9, log.Note(3)), ElementsAre("SINCE_BEFORE_START"));
  EXPECT_THAT(codes(0, 9, "not a note"), ElementsAre("CHECKPOINT_MALFORMED"));
  EXPECT_THAT(codes(0, 9, absl::StrReplaceAll(log.Note(7), {{"\n7\n", "\n6\n"}})),
              Contains("SIGNATURE_FALSE"));
  FakeLog other = Sample();
  other.signer =
      *NoteSigner::FromSeed("arasha.example/audit/2", SignatureKind::kEd25519, std::string(32, 'l'));
  trust.log_keys.push_back(other.signer.verifier());
  EXPECT_THAT(codes(0, 9, other.Note(7)), ElementsAre("OTHER_LOG"));
}

TEST(KeptHeadsTest, KeysMayBeRolledOver) {
  const FakeLog log = Sample();
  FakeLog later = Sample();
  later.signer =
      *NoteSigner::FromSeed(log.signer.verifier().name(), SignatureKind::kEd25519, std::string(32, '2'));
  Trust trust = {{log.signer.verifier(), later.signer.verifier()}, {}, 0, log.Note(4)};
  EXPECT_THAT(Codes(Check(later.Records(0, 9, false), trust)), IsEmpty());
}

TEST(KeptHeadsTest, WitnessesAreCountedByName) {
  const FakeLog log = Sample();
  const NoteSigner first = Witness("first.example");
  const NoteSigner second = Witness("second.example");
  const NoteSigner unknown = Witness("unknown.example");
  Trust trust = TrustIn(log);
  trust.witnesses = {first.verifier(), second.verifier()};
  trust.quorum = 2;
  std::vector<v1::ExportRecord> records = log.Records(0, 9, false);
  const auto cosigned = [&](const std::vector<NoteSigner>& witnesses) {
    records[0].mutable_header()->set_checkpoint(log.Note(9, witnesses));
    return Check(records, trust);
  };
  EXPECT_THAT(Codes(cosigned({first, second})), IsEmpty());
  EXPECT_EQ(cosigned({first, second}).witnesses.size(), 2U);
  EXPECT_THAT(Codes(cosigned({first, first, unknown})), ElementsAre("WITNESSES_MISSING"));
  EXPECT_EQ(cosigned({}).findings.verdict(), Verdict::kCannotTell);
  trust.quorum = 1;
  EXPECT_THAT(Codes(cosigned({unknown, second})), IsEmpty());
  // Those of what was kept from before do not count for what came since.
  trust.since = log.Note(5, {first, second});
  EXPECT_THAT(Codes(cosigned({})), ElementsAre("WITNESSES_MISSING"));
}

}  // namespace
}  // namespace arasha::clients
