#include "services/reports/report_worker.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "services/reports/make_report.h"
#include "storage/postgres/case_number.h"

namespace arasha::reports {
namespace {

constexpr absl::Duration kLookForWork = absl::Seconds(1);
// What of the work is making the document, in percent; the rest is writing and storing files.
constexpr int kMakingPercent = 70;
constexpr int kWritingPercent = 90;
constexpr size_t kPartBytes = size_t{1024} * 1024;

// A folder that only this process reads, and that goes with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "arasha-report-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }  // empty if it could not be made

 private:
  std::string path_;
};

// Whether another attempt may succeed where this one did not: the database was away, slow or held up, the
// disk was full, or the log has no checkpoint yet.
bool MayPass(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kFailedPrecondition:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<Order> ResolveOrder(storage::Connection& reporter, const storage::ReportJob& job) {
  const v1::ReportOrder& asked = job.report.order();
  Order order;
  order.uid = job.uid;
  order.kind = asked.kind();
  order.mission = asked.mission().substr(asked.mission().find('/') + 1);
  order.officer = asked.officer();
  order.person = asked.person();
  order.sample_size = asked.sample_size() == 0 ? kSampleSize : asked.sample_size();
  order.language = LanguageOf(asked.language()).value_or(Language::kEn);
  order.start = ToTime(job.report.start_time());
  order.end = ToTime(job.report.end_time());
  if (!absl::LoadTimeZone(job.time_zone, &order.zone)) {
    return absl::InternalError(absl::StrCat("no time zone ", job.time_zone));
  }
  order.requested_by = job.report.requested_by();
  // As the database counts, so that the report tells the very moment at which it counted.
  order.made_at = absl::FromUnixMicros(absl::ToUnixMicros(absl::Now()));
  if (!asked.case_().empty()) {
    order.case_number = asked.case_().substr(asked.case_().rfind('/') + 1);
    const auto number = storage::ParseCaseName(asked.case_());  // Checked when it was ordered.
    auto uid = storage::FindCaseUid(reporter, number.value_or(storage::CaseNumber()));
    if (!uid.ok()) return uid.status();
    if (uid->empty()) return absl::NotFoundError("there is no such case");
    order.case_uid = *uid;
  }
  return order;
}

}  // namespace

ReportWorker::ReportWorker(std::string database, std::string instance,
                           std::shared_ptr<const storage::ServerKeys> keys, Names::DisplayName display_name,
                           SignText sign, Told told)
    : database_(std::move(database)),
      instance_(std::move(instance)),
      keys_(std::move(keys)),
      display_name_(std::move(display_name)),
      sign_(std::move(sign)),
      told_(std::move(told)),
      connection_(database_),
      lease_connection_(database_),
      thread_([this] { Run(); }) {}

ReportWorker::~ReportWorker() {
  stopping_.Notify();
  connection_.Cancel(storage::HeldLease::kCallId);
  thread_.join();
}

void ReportWorker::Run() {
  while (!stopping_.HasBeenNotified()) {
    if (!MakeOne()) stopping_.WaitForNotificationWithTimeout(kLookForWork);
  }
}

bool ReportWorker::MakeOne() {
  auto job = storage::TakeReport(connection_, instance_);
  if (!job.ok() || !*job) return false;
  const std::string& uid = (*job)->uid;
  progress_ = 0;
  absl::Status status;
  bool lost = false;
  {
    const storage::HeldLease lease(connection_, stopping_, [&] {
      return storage::KeepReport(lease_connection_, instance_, uid, progress_);
    });
    status = Make(**job, lease);
    lost = lease.lost();
  }
  told_(uid, status, Settle(uid, status, lost));
  return !absl::IsUnavailable(status);
}

ReportWorker::Outcome ReportWorker::Settle(const std::string& uid, const absl::Status& status, bool lost) {
  if (status.ok()) return Outcome::kMade;
  if (lost) return Outcome::kNotWanted;
  if (stopping_.HasBeenNotified()) {
    storage::ReturnReport(connection_, instance_, uid).IgnoreError();
    return Outcome::kNotWanted;
  }
  if (MayPass(status)) {
    const auto postponed = storage::PostponeReport(connection_, instance_, uid);
    // Where this cannot be written down either, the lease runs out, and it is tried again.
    if (!postponed.ok() || *postponed) return Outcome::kTriedAgain;
  }
  const auto failed = storage::FailReport(connection_, instance_, uid);
  return failed.ok() && !*failed ? Outcome::kNotWanted : Outcome::kFailed;
}

absl::Status ReportWorker::Make(const storage::ReportJob& job, const storage::HeldLease& lease) {
  auto order = ResolveOrder(connection_, job);
  if (!order.ok()) return order.status();
  auto made = MakeReport(connection_, *keys_, *order, display_name_, [&](int percent) {
    progress_ = percent * kMakingPercent / 100;
    return lease.KeepGoing();
  });
  if (!made.ok()) return made.status();
  const ScratchFolder folder;
  if (folder.path().empty()) return absl::ResourceExhaustedError("cannot make a temporary folder");
  auto files = WriteReportFiles((*made)->document, folder.path(), sign_, [&] { return lease.KeepGoing(); });
  if (!files.ok()) return files.status();
  progress_ = kWritingPercent;
  if (absl::Status s = StoreFiles(job, folder.path(), *files, lease); !s.ok()) return s;
  const Checkpoint& checkpoint = (*made)->document.checkpoint;
  auto finished =
      storage::FinishReport(connection_, instance_, job.uid, {checkpoint.origin, checkpoint.size, *files});
  if (!finished.ok()) return finished.status();
  return *finished ? absl::OkStatus() : absl::CancelledError("the report was cancelled");
}

absl::Status ReportWorker::StoreFiles(const storage::ReportJob& job, const std::string& folder,
                                      const std::vector<v1::ReportFile>& files,
                                      const storage::HeldLease& lease) {
  if (absl::Status s = storage::ClearReportFiles(connection_, job.uid); !s.ok()) return s;
  std::string part(kPartBytes, '\0');
  for (const v1::ReportFile& file : files) {
    std::ifstream stream(absl::StrCat(folder, "/", file.name()), std::ios::binary);
    for (int number = 0; stream; ++number) {
      if (!lease.KeepGoing()) return absl::CancelledError("the report was cancelled");
      stream.read(part.data(), kPartBytes);
      const auto size = static_cast<size_t>(stream.gcount());
      if (size == 0) break;
      const absl::string_view content(part.data(), size);
      if (absl::Status s =
              storage::StoreReportPart(connection_, *keys_, job.uid, file.name(), number, content);
          !s.ok()) {
        return s;
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace arasha::reports
