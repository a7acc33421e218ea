#include "tests/clients/verify/export_sample.h"

#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/rules/log/leaf.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {

using rules::log::FormatUid;

FakeLog Sample() {
  FakeLog log;
  log.Write(1, "case", FormatUid(NumberedUid(1)), "case 1, version 1");
  log.Write(1, "party", kPartyUid, "a party");
  log.Write(1, "deadline", "first_contact", "a deadline");
  log.Read(1);
  log.Write(2, "case", FormatUid(NumberedUid(2)), "case 2, version 1");
  log.Write(1, "case", FormatUid(NumberedUid(1)), "case 1, version 2");
  log.Write(2, "deadline", "first_contact", "another deadline");
  log.Read(2);
  log.Write(1, "deadline", "first_contact", "the deadline, met");
  return log;
}

FakeLog Small() {
  FakeLog log;
  log.Write(1, "deadline", "first_contact", "a deadline");
  log.Read(1);
  log.Read(1);
  return log;
}

Trust TrustIn(const FakeLog& log) { return {{log.signer.verifier()}, {}, 0, std::nullopt}; }

ExportReport CheckBytes(const std::string& bytes, const Trust& trust) {
  std::istringstream in(bytes);
  ExportReader reader(in);
  return CheckExport(reader, trust, [](int64_t) {});
}

ExportReport Check(const std::vector<v1::ExportRecord>& records, const Trust& trust) {
  return CheckBytes(FileOf(records), trust);
}

std::vector<std::string> Codes(const ExportReport& report) {
  std::vector<std::string> codes;
  for (const Finding& finding : report.findings.kept()) {
    codes.emplace_back(finding.code);
    EXPECT_TRUE(Texts(Language::kEn).Has(absl::StrCat("finding.", finding.code))) << finding.code;
  }
  return codes;
}

}  // namespace arasha::clients
