#include "tests/faults/load.h"

#include <grpcpp/create_channel.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "arasha/v1/cases.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace arasha::faults {
namespace {

constexpr absl::Duration kCallTime = absl::Seconds(10);
// Few enough that threads meet at the same case.
constexpr size_t kCasesWorked = 4;

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// "0" or "14 DATABASE_UNAVAILABLE"; without a reason, it was not the server who spoke.
std::string AnswerOf(const grpc::Status& status) {
  std::string answer = absl::StrCat(static_cast<int>(status.error_code()));
  google::rpc::Status rich;
  google::rpc::ErrorInfo info;
  if (rich.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : rich.details()) {
      if (detail.UnpackTo(&info)) absl::StrAppend(&answer, " ", info.reason());
    }
  }
  return answer;
}

bool MayRepeat(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::CANCELLED:  // by a server that is being stopped, before it began
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return true;
    case grpc::StatusCode::ABORTED:
      return absl::StrContains(AnswerOf(status), "CONTENTION");
    default:
      return false;
  }
}

v1::CreateCaseRequest OpenRequest(const std::string& mission, const Write& write) {
  v1::CreateCaseRequest request;
  request.set_parent(absl::StrCat("missions/", mission));
  request.set_request_id(write.request_id);
  v1::Case& matter = *request.mutable_case_();
  matter.set_type("rights.detention");
  matter.set_summary("Held at the airport");
  auto& details = *matter.mutable_details()->mutable_fields();
  details["notified_time"].set_string_value("2026-01-12T09:00:00Z");
  details["place_of_detention"].set_string_value("Silivri");
  v1::Party& party = *matter.add_parties();
  party.set_role(v1::PARTY_ROLE_SUBJECT);
  party.set_display_name(write.token);
  return request;
}

}  // namespace

std::string NewUuid(std::mt19937& random) {
  std::uniform_int_distribution<uint32_t> any;
  return absl::StrFormat("%08x-%04x-4%03x-8%03x-%08x%04x", any(random), any(random) & 0xFFFF,
                         any(random) & 0xFFF, any(random) & 0xFFF, any(random), any(random) & 0xFFFF);
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const e2e::System& system, const std::string& role) {
  const e2e::Variables variables = system.As(role);
  return grpc::SslCredentials(
      {Read(variables.at("ARASHA_CA")), Read(variables.at("ARASHA_KEY")), Read(variables.at("ARASHA_CERT"))});
}

std::shared_ptr<grpc::Channel> OpenChannel(const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                                           const std::string& endpoint) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // else channels share a connection
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 300);
  return grpc::CreateCustomChannel(endpoint, credentials, arguments);
}

// What one thread works with.
struct Load::Desk {
  std::string mission;
  std::shared_ptr<grpc::Channel> channel;
  v1::Cases::Stub stub;
  std::mt19937 random;

  // Sleeps, and lets the channel connect meanwhile; see Api::Stubs of clients/connection/api.cc.
  void Pause(absl::Duration duration) {
    const auto end = absl::ToChronoTime(absl::Now() + duration);
    while (channel->WaitForStateChange(channel->GetState(/*try_to_connect=*/true), end)) {
    }
  }
};

Load::Load(const e2e::System& system, const std::string& endpoint, unsigned seed) {
  for (unsigned i = 0; i < kThreads; ++i) {
    const bool istanbul = i % 2 == 0;
    auto channel = OpenChannel(CredentialsOf(system, istanbul ? "officer" : "officer-waw"), endpoint);
    threads_.emplace_back(
        [this, istanbul, channel, seed, i] { Work(istanbul ? "IST" : "WAW", channel, seed + i); });
  }
}

void Load::Stop() {
  stop_at_ = absl::ToUnixSeconds(absl::Now()) + 30;
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool Load::Progress(int more, absl::Duration limit) const {
  const int64_t wanted = acknowledged_ + more;
  const absl::Time end = absl::Now() + limit;
  while (acknowledged_ < wanted && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
  return acknowledged_ >= wanted;
}

int Load::AnswersWith(const std::string& part) const {
  const std::lock_guard lock(mutex_);
  int count = 0;
  for (const auto& [answer, times] : answers_) count += absl::StrContains(answer, part) ? times : 0;
  return count;
}

void Load::Note(const std::string& answer) {
  const std::lock_guard lock(mutex_);
  ++answers_[answer];
}

void Load::Work(const std::string& mission, std::shared_ptr<grpc::Channel> channel, unsigned seed) {
  Desk desk{mission, channel, v1::Cases::Stub(channel), std::mt19937(seed)};
  const auto chance = [&](int percent) {
    return std::uniform_int_distribution(0, 99)(desk.random) < percent;
  };
  while (!stopping_) {
    Write write;
    write.request_id = NewUuid(desk.random);
    write.token = "token " + write.request_id;
    {
      const std::lock_guard lock(mutex_);
      const std::vector<std::string>& cases = cases_[mission];
      const size_t known = std::min(cases.size(), kCasesWorked);
      if (known == 0 || chance(15)) {
        write.kind = Write::Kind::kOpen;
      } else {
        write.kind = chance(30)   ? Write::Kind::kUpdate
                     : chance(20) ? Write::Kind::kParty
                                  : Write::Kind::kNote;
        write.case_name =
            cases[cases.size() - 1 - std::uniform_int_distribution<size_t>(0, known - 1)(desk.random)];
      }
    }
    const bool patient = !chance(15);
    for (absl::Duration wait = absl::Milliseconds(20);; wait = std::min(wait * 2, absl::Milliseconds(300))) {
      if (Send(desk, write) || !patient) break;
      if (stopping_ && absl::ToUnixSeconds(absl::Now()) >= stop_at_) break;
      desk.Pause(wait);
    }
    if (write.acknowledged) ++acknowledged_;
    const std::lock_guard lock(mutex_);
    if (write.acknowledged && write.kind == Write::Kind::kOpen) cases_[mission].push_back(write.case_name);
    writes_.push_back(std::move(write));
  }
}

// Sends it once; true if there is no sense in a repeat.
bool Load::Send(Desk& desk, Write& write) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTime));
  v1::Case matter;
  v1::Entry entry;
  v1::Party party;
  grpc::Status status;
  switch (write.kind) {
    case Write::Kind::kOpen:
      status = desk.stub.CreateCase(&context, OpenRequest(desk.mission, write), &matter);
      if (status.ok()) write.case_name = matter.name();
      break;
    case Write::Kind::kNote: {
      v1::AddEntryRequest request;
      request.set_parent(write.case_name);
      request.set_request_id(write.request_id);
      request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE);
      request.mutable_entry()->set_text(write.token);
      status = desk.stub.AddEntry(&context, request, &entry);
      write.resource = entry.name();
      break;
    }
    case Write::Kind::kUpdate: {
      v1::UpdateCaseRequest request;
      request.set_request_id(write.request_id);
      request.mutable_case_()->set_name(write.case_name);
      request.mutable_case_()->set_summary(write.token);
      request.mutable_update_mask()->add_paths("summary");
      status = desk.stub.UpdateCase(&context, request, &matter);
      break;
    }
    case Write::Kind::kParty: {
      v1::AddPartyRequest request;
      request.set_parent(write.case_name);
      request.set_request_id(write.request_id);
      request.mutable_party()->set_role(v1::PARTY_ROLE_LAWYER);
      request.mutable_party()->set_display_name(write.token);
      status = desk.stub.AddParty(&context, request, &party);
      write.resource = party.name();
      break;
    }
  }
  Note(AnswerOf(status));
  write.acknowledged = status.ok();
  return status.ok() || !MayRepeat(status);
}

}  // namespace arasha::faults
