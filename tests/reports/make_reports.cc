// Makes every kind of report on a database, tells how long each took and how much memory the process needed
// at most, and leaves the files in a folder to be looked at:
//   report_speed CONNINFO-OF-ARASHA_REPORTER DIR [LANGUAGE [KIND]]
// million_leaves.sql fills a database for it.
#include <sys/resource.h>

#include <filesystem>
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/reports/kinds/kinds.h"
#include "services/reports/make_report.h"
#include "services/reports/report_files.h"
#include "storage/reports/report_rows.h"

namespace arasha::reports {
namespace {

int64_t PeakMib() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

Order SampleOrder(v1::ReportKind kind, Language language) {
  Order order;
  order.uid = storage::NewUid(absl::Now());
  order.kind = kind;
  order.language = language;
  order.zone = absl::UTCTimeZone();
  order.start = absl::FromCivil(absl::CivilDay(2026, 1, 1), order.zone);
  order.end = absl::FromCivil(absl::CivilDay(2027, 1, 1), order.zone);
  order.requested_by = "staff/g.tulegenova";
  order.made_at = absl::FromCivil(absl::CivilDay(2027, 1, 4), order.zone);
  if (kind == v1::REPORT_KIND_ACCESS_BY_PERSON) order.person = "staff/officer.7";
  return order;
}

// Without keys, so that nobody's words are read.
absl::Status MakeOne(storage::Connection& reporter, const Order& order, const std::string& folder) {
  const absl::Time begun = absl::Now();
  auto made = MakeReport(
      reporter, {}, order, [](const std::string&) { return std::string(); }, [](int) { return true; });
  if (!made.ok()) return made.status();
  const absl::Time counted = absl::Now();
  std::filesystem::create_directories(folder);
  auto files = WriteReportFiles((*made)->document, folder, nullptr, [] { return true; });
  if (!files.ok()) return files.status();
  std::cout << absl::StreamFormat("%-18s %8d leaves  %6.2f s counted  %6.2f s written  peak %d MiB\n",
                                  storage::ReportKindId(order.kind), (*made)->document.source.leaves,
                                  absl::ToDoubleSeconds(counted - begun),
                                  absl::ToDoubleSeconds(absl::Now() - counted), PeakMib());
  return absl::OkStatus();
}

}  // namespace
}  // namespace arasha::reports

int main(int argc, char** argv) {
  using namespace arasha;
  if (argc < 3) {
    std::cerr << "usage: report_speed CONNINFO DIR [LANGUAGE [KIND]]\n";
    return 2;
  }
  storage::Connection reporter(argv[1]);
  const auto language = LanguageOf(argc > 3 ? argv[3] : "en");
  for (int kind = 1; kind <= v1::ReportKind_MAX; ++kind) {
    const reports::Order order =
        reports::SampleOrder(static_cast<v1::ReportKind>(kind), language.value_or(Language::kEn));
    // One case's number is as good as another's, and none is known here.
    if (kind == v1::REPORT_KIND_ACCESS_TO_CASE) continue;
    const std::string id = storage::ReportKindId(order.kind);
    if (argc > 4 && id != argv[4]) continue;
    const absl::Status status = reports::MakeOne(reporter, order, absl::StrCat(argv[2], "/", id));
    if (!status.ok()) std::cerr << id << ": " << status << '\n';
  }
}
