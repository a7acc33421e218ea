#include "services/jobs/job.h"

#include "storage/jobs/jobs.h"

namespace arasha::jobs {

Run::Run(const std::string& job, const Place& place)
    : connection_(place.connection), lease_(place.connection, place.stopping, [this, job, place] {
        return storage::KeepJob(place.leasing, job, place.instance, pieces_);
      }) {}

const char* NameOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return "done";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kLost:
      return "lost";
    case Outcome::kGivenBack:
      return "given back";
  }
  return "";
}

EndedRun RunTaken(const Job& job, const Place& place) {
  EndedRun ended;
  {
    Run run(job.name, place);
    ended.status = job.work(run);
    ended.pieces = run.pieces();
    if (run.lost()) {
      ended.outcome = Outcome::kLost;
      return ended;
    }
  }
  if (!ended.status.ok() && place.stopping.HasBeenNotified()) {
    // Where this cannot be written down, the lease runs out. So below.
    storage::ReturnJob(place.connection, job.name, place.instance).IgnoreError();
    ended.outcome = Outcome::kGivenBack;
    return ended;
  }
  const auto ours = storage::FinishJob(place.connection, job.name, place.instance, ended.status.ok(),
                                       ended.pieces, job.every);
  if (ours.ok() && !*ours) {
    ended.outcome = Outcome::kLost;
  } else {
    ended.outcome = ended.status.ok() ? Outcome::kDone : Outcome::kFailed;
  }
  return ended;
}

}  // namespace arasha::jobs
