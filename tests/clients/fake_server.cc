#include "tests/clients/fake_server.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <cstdint>
#include <deque>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/audit.grpc.pb.h"
#include "arasha/v1/cases.grpc.pb.h"
#include "arasha/v1/errors.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "google/rpc/error_details.pb.h"

namespace arasha::clients {

struct FakeServer::State : v1::Cases::Service,
                           v1::Admin::Service,
                           v1::Access::Service,
                           v1::Audit::Service,
                           v1::Reports::Service {
  static grpc::Status StatusOf(const google::rpc::Status& status) {
    return {static_cast<grpc::StatusCode>(status.code()), status.message(),
            status.details().empty() ? "" : status.SerializeAsString()};
  }

  template <typename Request, typename Response>
  grpc::Status Take(const char* method, const Request* request, Response* response) {
    const std::lock_guard lock(mutex);
    calls.emplace_back(method);
    last[method] = request->SerializeAsString();
    if (calls.size() > served) return StatusOf(refusal);
    if (std::deque<google::rpc::Status>& queue = refusals[method]; !queue.empty()) {
      const google::rpc::Status status = queue.front();
      queue.pop_front();
      return StatusOf(status);
    }
    if (makers.contains(method)) {
      makers[method](*request, *response);
    } else if (answers.contains(method)) {
      response->CopyFrom(*answers[method]);
    }
    return grpc::Status::OK;
  }

  grpc::Status CreateCase(grpc::ServerContext*, const v1::CreateCaseRequest* in, v1::Case* out) override {
    return Take("CreateCase", in, out);
  }
  grpc::Status GetCase(grpc::ServerContext*, const v1::GetCaseRequest* in, v1::Case* out) override {
    return Take("GetCase", in, out);
  }
  grpc::Status ListCases(grpc::ServerContext*, const v1::ListCasesRequest* in,
                         v1::ListCasesResponse* out) override {
    return Take("ListCases", in, out);
  }
  grpc::Status UpdateCase(grpc::ServerContext*, const v1::UpdateCaseRequest* in, v1::Case* out) override {
    return Take("UpdateCase", in, out);
  }
  grpc::Status TransitionCase(grpc::ServerContext*, const v1::TransitionCaseRequest* in,
                              v1::Case* out) override {
    return Take("TransitionCase", in, out);
  }
  grpc::Status AssignCase(grpc::ServerContext*, const v1::AssignCaseRequest* in, v1::Case* out) override {
    return Take("AssignCase", in, out);
  }
  grpc::Status AddEntry(grpc::ServerContext*, const v1::AddEntryRequest* in, v1::Entry* out) override {
    return Take("AddEntry", in, out);
  }
  grpc::Status CorrectEntry(grpc::ServerContext*, const v1::CorrectEntryRequest* in,
                            v1::Entry* out) override {
    return Take("CorrectEntry", in, out);
  }
  grpc::Status ListEntries(grpc::ServerContext*, const v1::ListEntriesRequest* in,
                           v1::ListEntriesResponse* out) override {
    return Take("ListEntries", in, out);
  }
  grpc::Status AddParty(grpc::ServerContext*, const v1::AddPartyRequest* in, v1::Party* out) override {
    return Take("AddParty", in, out);
  }
  grpc::Status UpdateParty(grpc::ServerContext*, const v1::UpdatePartyRequest* in, v1::Party* out) override {
    return Take("UpdateParty", in, out);
  }
  grpc::Status RemoveParty(grpc::ServerContext*, const v1::RemovePartyRequest* in, v1::Party* out) override {
    return Take("RemoveParty", in, out);
  }
  grpc::Status WhoAmI(grpc::ServerContext*, const v1::WhoAmIRequest* in, v1::WhoAmIResponse* out) override {
    return Take("WhoAmI", in, out);
  }
  grpc::Status GetCaseType(grpc::ServerContext*, const v1::GetCaseTypeRequest* in,
                           v1::CaseType* out) override {
    return Take("GetCaseType", in, out);
  }
  grpc::Status ListMissions(grpc::ServerContext*, const v1::ListMissionsRequest* in,
                            v1::ListMissionsResponse* out) override {
    return Take("ListMissions", in, out);
  }
  grpc::Status ListColleagues(grpc::ServerContext*, const v1::ListColleaguesRequest* in,
                              v1::ListColleaguesResponse* out) override {
    return Take("ListColleagues", in, out);
  }
  grpc::Status ListCaseTypes(grpc::ServerContext*, const v1::ListCaseTypesRequest* in,
                             v1::ListCaseTypesResponse* out) override {
    return Take("ListCaseTypes", in, out);
  }
  grpc::Status ExplainAccess(grpc::ServerContext*, const v1::ExplainAccessRequest* in,
                             v1::ExplainAccessResponse* out) override {
    return Take("ExplainAccess", in, out);
  }
  grpc::Status GrantAccess(grpc::ServerContext*, const v1::GrantAccessRequest* in,
                           v1::AccessGrant* out) override {
    return Take("GrantAccess", in, out);
  }
  grpc::Status RevokeAccess(grpc::ServerContext*, const v1::RevokeAccessRequest* in,
                            v1::AccessGrant* out) override {
    return Take("RevokeAccess", in, out);
  }
  grpc::Status BreakGlass(grpc::ServerContext*, const v1::BreakGlassRequest* in,
                          v1::AccessGrant* out) override {
    return Take("BreakGlass", in, out);
  }
  grpc::Status ReviewBreakGlass(grpc::ServerContext*, const v1::ReviewBreakGlassRequest* in,
                                v1::AccessGrant* out) override {
    return Take("ReviewBreakGlass", in, out);
  }
  grpc::Status ListAccessGrants(grpc::ServerContext*, const v1::ListAccessGrantsRequest* in,
                                v1::ListAccessGrantsResponse* out) override {
    return Take("ListAccessGrants", in, out);
  }
  grpc::Status CreateReportSchedule(grpc::ServerContext*, const v1::CreateReportScheduleRequest* in,
                                    v1::ReportSchedule* out) override {
    return Take("CreateReportSchedule", in, out);
  }
  grpc::Status ListReportSchedules(grpc::ServerContext*, const v1::ListReportSchedulesRequest* in,
                                   v1::ListReportSchedulesResponse* out) override {
    return Take("ListReportSchedules", in, out);
  }
  grpc::Status EndReportSchedule(grpc::ServerContext*, const v1::EndReportScheduleRequest* in,
                                 v1::ReportSchedule* out) override {
    return Take("EndReportSchedule", in, out);
  }
  grpc::Status CreateReport(grpc::ServerContext*, const v1::CreateReportRequest* in,
                            v1::Report* out) override {
    return Take("CreateReport", in, out);
  }
  grpc::Status RegisterPrincipal(grpc::ServerContext*, const v1::RegisterPrincipalRequest* in,
                                 v1::Principal* out) override {
    return Take("RegisterPrincipal", in, out);
  }
  grpc::Status UpdatePrincipal(grpc::ServerContext*, const v1::UpdatePrincipalRequest* in,
                               v1::Principal* out) override {
    return Take("UpdatePrincipal", in, out);
  }
  grpc::Status ListPrincipals(grpc::ServerContext*, const v1::ListPrincipalsRequest* in,
                              v1::ListPrincipalsResponse* out) override {
    return Take("ListPrincipals", in, out);
  }
  grpc::Status GrantRole(grpc::ServerContext*, const v1::GrantRoleRequest* in, v1::Principal* out) override {
    return Take("GrantRole", in, out);
  }
  grpc::Status RevokeRole(grpc::ServerContext*, const v1::RevokeRoleRequest* in,
                          v1::Principal* out) override {
    return Take("RevokeRole", in, out);
  }
  grpc::Status RevokeCertificate(grpc::ServerContext*, const v1::RevokeCertificateRequest* in,
                                 v1::RevokeCertificateResponse* out) override {
    return Take("RevokeCertificate", in, out);
  }
  grpc::Status ApproveTransition(grpc::ServerContext*, const v1::ApproveTransitionRequest* in,
                                 v1::Case* out) override {
    return Take("ApproveTransition", in, out);
  }
  grpc::Status RefuseTransition(grpc::ServerContext*, const v1::RefuseTransitionRequest* in,
                                v1::Case* out) override {
    return Take("RefuseTransition", in, out);
  }
  grpc::Status ListApprovals(grpc::ServerContext*, const v1::ListApprovalsRequest* in,
                             v1::ListApprovalsResponse* out) override {
    return Take("ListApprovals", in, out);
  }

  grpc::Status GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest* in,
                             v1::Checkpoint* out) override {
    return Take("GetCheckpoint", in, out);
  }
  grpc::Status ListCheckpoints(grpc::ServerContext*, const v1::ListCheckpointsRequest* in,
                               v1::ListCheckpointsResponse* out) override {
    return Take("ListCheckpoints", in, out);
  }
  grpc::Status GetInclusionProof(grpc::ServerContext*, const v1::GetInclusionProofRequest* in,
                                 v1::InclusionProof* out) override {
    return Take("GetInclusionProof", in, out);
  }
  grpc::Status GetConsistencyProof(grpc::ServerContext*, const v1::GetConsistencyProofRequest* in,
                                   v1::ConsistencyProof* out) override {
    return Take("GetConsistencyProof", in, out);
  }
  grpc::Status ListAuditEntries(grpc::ServerContext*, const v1::ListAuditEntriesRequest* in,
                                v1::ListAuditEntriesResponse* out) override {
    return Take("ListAuditEntries", in, out);
  }
  grpc::Status ReadLeaves(grpc::ServerContext*, const v1::ReadLeavesRequest* in,
                          v1::ReadLeavesResponse* out) override {
    return Take("ReadLeaves", in, out);
  }
  grpc::Status ReadRows(grpc::ServerContext*, const v1::ReadRowsRequest* in,
                        v1::ReadRowsResponse* out) override {
    return Take("ReadRows", in, out);
  }

  std::mutex mutex;
  std::vector<std::string> calls;
  std::map<std::string, std::string> last;
  std::map<std::string, std::unique_ptr<google::protobuf::Message>> answers;
  std::map<std::string, Maker> makers;
  std::map<std::string, std::deque<google::rpc::Status>> refusals;
  size_t served = SIZE_MAX;
  google::rpc::Status refusal;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

FakeServer::FakeServer(int port) : state_(std::make_unique<State>()) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("127.0.0.1:", port), grpc::InsecureServerCredentials(),
                           &state_->port);
  builder.RegisterService(static_cast<v1::Cases::Service*>(state_.get()));
  builder.RegisterService(static_cast<v1::Admin::Service*>(state_.get()));
  builder.RegisterService(static_cast<v1::Access::Service*>(state_.get()));
  builder.RegisterService(static_cast<v1::Audit::Service*>(state_.get()));
  builder.RegisterService(static_cast<v1::Reports::Service*>(state_.get()));
  state_->server = builder.BuildAndStart();
  EXPECT_NE(state_->port, 0);
}

FakeServer::~FakeServer() { state_->server->Shutdown(); }

void FakeServer::Answer(const std::string& method, const google::protobuf::Message& answer) {
  std::unique_ptr<google::protobuf::Message>& kept = state_->answers[method];
  kept.reset(answer.New());
  kept->CopyFrom(answer);
}

void FakeServer::SetMaker(const std::string& method, Maker maker) {
  state_->makers[method] = std::move(maker);
}

void FakeServer::Refuse(const std::string& method, const google::rpc::Status& status) {
  state_->refusals[method].push_back(status);
}

void FakeServer::RefuseAfter(int calls, const google::rpc::Status& status) {
  state_->served = static_cast<size_t>(calls);
  state_->refusal = status;
}

const std::vector<std::string>& FakeServer::calls() const { return state_->calls; }

std::string FakeServer::LastBytes(const std::string& method) const {
  EXPECT_TRUE(state_->last.contains(method)) << "no call of " << method;
  return state_->last[method];
}

int FakeServer::port() const { return state_->port; }

std::shared_ptr<grpc::ChannelInterface> FakeServer::Channel() const { return LoopbackChannel(state_->port); }

std::shared_ptr<grpc::ChannelInterface> LoopbackChannel(int port) {
  grpc::ChannelArguments arguments;
  // Several servers of one test may have had the same port.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(),
                                   arguments);
}

Arasha::Arasha(FakeServer& server)
    : variables{{"ARASHA_MISSION", "IST"}, {"ARASHA_TIME_ZONE", "Europe/Istanbul"}, {"HOME", "/nonexistent"}},
      server_(server) {
  absl::ParseTime(absl::RFC3339_full, "2026-11-24T14:05:00+03:00", &now, nullptr);
}

Ran Arasha::Run(const std::vector<std::string>& arguments) {
  std::istringstream input(in);
  std::ostringstream out;
  std::ostringstream err;
  Environment environment;
  environment.variable = [this](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
  environment.in = &input;
  environment.out = &out;
  environment.err = &err;
  environment.in_is_terminal = environment.out_is_terminal = environment.err_is_terminal = terminal;
  environment.columns = columns;
  environment.now = [this] { return now; };
  environment.sleep = [this](absl::Duration duration) { now += duration; };
  environment.open_channel = [this](const Settings&) { return server_.Channel(); };
  const ExitCode code = RunClient(arguments, environment);
  return {static_cast<int>(code), out.str(), err.str()};
}

google::rpc::Status RichStatus(int code, const std::string& message, const std::string& reason,
                               const std::map<std::string, std::string>& metadata) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("arasha.kz");
  info.mutable_metadata()->insert(metadata.begin(), metadata.end());
  status.add_details()->PackFrom(info);
  return status;
}

google::rpc::Status BadFields(const std::vector<std::pair<std::string, std::string>>& violations,
                              const std::vector<BadField>& problems) {
  google::rpc::Status status = RichStatus(3, "bad fields", "INVALID_FIELD");
  google::rpc::BadRequest bad;
  for (const auto& [field, description] : violations) {
    auto& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description(description);
  }
  v1::FieldProblems worded;
  for (const BadField& problem : problems) {
    auto& added = *worded.add_problems();
    added.set_field(problem.field);
    added.set_problem(problem.problem);
    added.mutable_parameters()->insert(problem.parameters.begin(), problem.parameters.end());
  }
  status.add_details()->PackFrom(bad);
  if (!problems.empty()) status.add_details()->PackFrom(worded);
  return status;
}

}  // namespace arasha::clients
