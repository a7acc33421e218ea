#include "clients/api.h"

#include <grpcpp/client_context.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/audit.grpc.pb.h"
#include "arasha/v1/cases.grpc.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "clients/local_error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/rules/log/utf8.h"

namespace arasha::clients {
namespace {

constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(3);
constexpr absl::Duration kSilence = absl::Seconds(1);

// Whether the connection ended before the call did. What a stopping server had not yet begun, gRPC cancels in
// its name; a call whose connection broke may end as UNKNOWN (gRPC's issue 20061). Our server gives details.
bool Dropped(const grpc::Status& status) {
  if (!status.error_details().empty()) return false;
  return status.error_code() == grpc::StatusCode::CANCELLED ||
         (status.error_code() == grpc::StatusCode::UNKNOWN && status.error_message() == "Stream removed");
}

absl::Status StatusOf(const grpc::Status& status) {
  const auto code =
      Dropped(status) ? absl::StatusCode::kUnavailable : static_cast<absl::StatusCode>(status.error_code());
  absl::Status converted(code, status.error_message());
  if (!status.ok()) converted.SetPayload(kRpcStatusPayload, absl::Cord(status.error_details()));
  return converted;
}

// How long the server asks to wait; nothing if it does not say that a repeat may help.
std::optional<absl::Duration> RetryDelay(const grpc::Status& status) {
  google::rpc::Status rich;
  google::rpc::RetryInfo info;
  if (rich.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : rich.details()) {
      if (detail.UnpackTo(&info)) {
        return absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
      }
    }
  }
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE || Dropped(status)) return absl::ZeroDuration();
  return std::nullopt;
}

// Path of the first text in a message that is not UTF-8, which gRPC would not send, and would say so as if
// the server did not know the call. Empty if there is none.
std::string NotUtf8At(const google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                      : reflection->GetString(message, field);
        if (!rules::log::IsUtf8(text)) return field->name();
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const std::string below =
            NotUtf8At(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                           : reflection->GetMessage(message, field));
        if (!below.empty()) return absl::StrCat(field->name(), ".", below);
      }
    }
  }
  return "";
}

}  // namespace

struct Api::Stubs {
  explicit Stubs(const std::shared_ptr<grpc::ChannelInterface>& opened)
      : channel(opened), cases(opened), admin(opened), access(opened), audit(opened), reports(opened) {}

  // Sleeps, and lets the channel connect meanwhile. gRPC's synchronous client does its input and output in
  // the threads that wait for it; in a plain sleep a handshake would advance once in five seconds, so that
  // a server which came back would not be reached again.
  void Pause(absl::Duration duration) {
    const auto end = absl::ToChronoTime(absl::Now() + duration);
    while (channel->WaitForStateChange(channel->GetState(/*try_to_connect=*/true), end)) {
    }
  }

  std::shared_ptr<grpc::ChannelInterface> channel;
  v1::Cases::Stub cases;
  v1::Admin::Stub admin;
  v1::Access::Stub access;
  v1::Audit::Stub audit;
  v1::Reports::Stub reports;
};

Api::Api(ChannelOpener open_channel, absl::Duration timeout, std::function<void(const absl::Status&)> waiting)
    : open_channel_(std::move(open_channel)), timeout_(timeout), waiting_(std::move(waiting)) {}

Api::~Api() = default;

absl::StatusOr<Api::Stubs*> Api::Connect() {
  if (!stubs_) {
    const absl::StatusOr<std::shared_ptr<grpc::ChannelInterface>> channel = open_channel_();
    if (!channel.ok()) return channel.status();
    stubs_ = std::make_unique<Stubs>(*channel);
  }
  return stubs_.get();
}

template <typename Response, typename Request, typename Send>
absl::StatusOr<Response> Api::Persist(const Request& request, Send send) {
  if (const std::string field = NotUtf8At(request); !field.empty()) {
    return UsageError("usage.text_not_utf8", {{"field", field}});
  }
  const absl::StatusOr<Stubs*> stubs = Connect();
  if (!stubs.ok()) return stubs.status();
  const absl::Time start = absl::Now();
  const absl::Time deadline = start + timeout_;
  absl::BitGen random;
  bool told = false;
  absl::Duration wait = kFirstWait;
  for (;;) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    Response response;
    const grpc::Status status = send(**stubs, &context, request, &response);
    if (status.ok()) return response;

    const std::optional<absl::Duration> asked = RetryDelay(status);
    if (!asked) return StatusOf(status);
    const absl::Duration pause = std::max(*asked, wait * absl::Uniform(random, 0.5, 1.0));
    wait = std::min(wait * 2, kLongestWait);
    // The true cause says more than the DEADLINE_EXCEEDED that would follow.
    if (absl::Now() + pause >= deadline) return StatusOf(status);
    if (!told && absl::Now() + pause - start > kSilence) {
      waiting_(StatusOf(status));
      told = true;
    }
    (*stubs)->Pause(pause);
  }
}

absl::StatusOr<v1::Case> Api::Call(const v1::CreateCaseRequest& request) {
  return Persist<v1::Case>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
    return to.cases.CreateCase(context, sent, got);
  });
}

absl::StatusOr<v1::Case> Api::Call(const v1::GetCaseRequest& request) {
  return Persist<v1::Case>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
    return to.cases.GetCase(context, sent, got);
  });
}

absl::StatusOr<v1::ListCasesResponse> Api::Call(const v1::ListCasesRequest& request) {
  return Persist<v1::ListCasesResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.cases.ListCases(context, sent, got);
      });
}

absl::StatusOr<v1::Case> Api::Call(const v1::UpdateCaseRequest& request) {
  return Persist<v1::Case>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
    return to.cases.UpdateCase(context, sent, got);
  });
}

absl::StatusOr<v1::Case> Api::Call(const v1::TransitionCaseRequest& request) {
  return Persist<v1::Case>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
    return to.cases.TransitionCase(context, sent, got);
  });
}

absl::StatusOr<v1::Case> Api::Call(const v1::AssignCaseRequest& request) {
  return Persist<v1::Case>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
    return to.cases.AssignCase(context, sent, got);
  });
}

absl::StatusOr<v1::Entry> Api::Call(const v1::AddEntryRequest& request) {
  return Persist<v1::Entry>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                        auto* got) { return to.cases.AddEntry(context, sent, got); });
}

absl::StatusOr<v1::Entry> Api::Call(const v1::CorrectEntryRequest& request) {
  return Persist<v1::Entry>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                        auto* got) { return to.cases.CorrectEntry(context, sent, got); });
}

absl::StatusOr<v1::ListEntriesResponse> Api::Call(const v1::ListEntriesRequest& request) {
  return Persist<v1::ListEntriesResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.cases.ListEntries(context, sent, got);
      });
}

absl::StatusOr<v1::Party> Api::Call(const v1::AddPartyRequest& request) {
  return Persist<v1::Party>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                        auto* got) { return to.cases.AddParty(context, sent, got); });
}

absl::StatusOr<v1::Party> Api::Call(const v1::UpdatePartyRequest& request) {
  return Persist<v1::Party>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                        auto* got) { return to.cases.UpdateParty(context, sent, got); });
}

absl::StatusOr<v1::Party> Api::Call(const v1::RemovePartyRequest& request) {
  return Persist<v1::Party>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                        auto* got) { return to.cases.RemoveParty(context, sent, got); });
}

absl::StatusOr<v1::WhoAmIResponse> Api::Call(const v1::WhoAmIRequest& request) {
  return Persist<v1::WhoAmIResponse>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                                 auto* got) { return to.admin.WhoAmI(context, sent, got); });
}

absl::StatusOr<v1::ListMissionsResponse> Api::Call(const v1::ListMissionsRequest& request) {
  return Persist<v1::ListMissionsResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.admin.ListMissions(context, sent, got);
      });
}

absl::StatusOr<v1::ListColleaguesResponse> Api::Call(const v1::ListColleaguesRequest& request) {
  return Persist<v1::ListColleaguesResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.admin.ListColleagues(context, sent, got);
      });
}

absl::StatusOr<v1::CaseType> Api::Call(const v1::GetCaseTypeRequest& request) {
  return Persist<v1::CaseType>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                           auto* got) { return to.admin.GetCaseType(context, sent, got); });
}

absl::StatusOr<v1::ListCaseTypesResponse> Api::Call(const v1::ListCaseTypesRequest& request) {
  return Persist<v1::ListCaseTypesResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.admin.ListCaseTypes(context, sent, got);
      });
}

absl::StatusOr<v1::AccessGrant> Api::Call(const v1::GrantAccessRequest& request) {
  return Persist<v1::AccessGrant>(request,
                                  [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
                                    return to.access.GrantAccess(context, sent, got);
                                  });
}

absl::StatusOr<v1::AccessGrant> Api::Call(const v1::RevokeAccessRequest& request) {
  return Persist<v1::AccessGrant>(request,
                                  [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
                                    return to.access.RevokeAccess(context, sent, got);
                                  });
}

absl::StatusOr<v1::AccessGrant> Api::Call(const v1::BreakGlassRequest& request) {
  return Persist<v1::AccessGrant>(request,
                                  [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
                                    return to.access.BreakGlass(context, sent, got);
                                  });
}

absl::StatusOr<v1::AccessGrant> Api::Call(const v1::ReviewBreakGlassRequest& request) {
  return Persist<v1::AccessGrant>(request,
                                  [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
                                    return to.access.ReviewBreakGlass(context, sent, got);
                                  });
}

absl::StatusOr<v1::ListAccessGrantsResponse> Api::Call(const v1::ListAccessGrantsRequest& request) {
  return Persist<v1::ListAccessGrantsResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.access.ListAccessGrants(context, sent, got);
      });
}

absl::StatusOr<v1::ExplainAccessResponse> Api::Call(const v1::ExplainAccessRequest& request) {
  return Persist<v1::ExplainAccessResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.access.ExplainAccess(context, sent, got);
      });
}

absl::StatusOr<v1::Case> Api::Call(const v1::ApproveTransitionRequest& request) {
  return Persist<v1::Case>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
    return to.cases.ApproveTransition(context, sent, got);
  });
}

absl::StatusOr<v1::Case> Api::Call(const v1::RefuseTransitionRequest& request) {
  return Persist<v1::Case>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
    return to.cases.RefuseTransition(context, sent, got);
  });
}

absl::StatusOr<v1::ListApprovalsResponse> Api::Call(const v1::ListApprovalsRequest& request) {
  return Persist<v1::ListApprovalsResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.cases.ListApprovals(context, sent, got);
      });
}

absl::StatusOr<v1::Principal> Api::Call(const v1::RegisterPrincipalRequest& request) {
  return Persist<v1::Principal>(request,
                                [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
                                  return to.admin.RegisterPrincipal(context, sent, got);
                                });
}

absl::StatusOr<v1::Principal> Api::Call(const v1::UpdatePrincipalRequest& request) {
  return Persist<v1::Principal>(request,
                                [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
                                  return to.admin.UpdatePrincipal(context, sent, got);
                                });
}

absl::StatusOr<v1::ListPrincipalsResponse> Api::Call(const v1::ListPrincipalsRequest& request) {
  return Persist<v1::ListPrincipalsResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.admin.ListPrincipals(context, sent, got);
      });
}

absl::StatusOr<v1::Principal> Api::Call(const v1::GrantRoleRequest& request) {
  return Persist<v1::Principal>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                            auto* got) { return to.admin.GrantRole(context, sent, got); });
}

absl::StatusOr<v1::Principal> Api::Call(const v1::RevokeRoleRequest& request) {
  return Persist<v1::Principal>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                            auto* got) { return to.admin.RevokeRole(context, sent, got); });
}

absl::StatusOr<v1::RevokeCertificateResponse> Api::Call(const v1::RevokeCertificateRequest& request) {
  return Persist<v1::RevokeCertificateResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.admin.RevokeCertificate(context, sent, got);
      });
}

absl::StatusOr<v1::Checkpoint> Api::Call(const v1::GetCheckpointRequest& request) {
  return Persist<v1::Checkpoint>(request,
                                 [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
                                   return to.audit.GetCheckpoint(context, sent, got);
                                 });
}

absl::StatusOr<v1::ListCheckpointsResponse> Api::Call(const v1::ListCheckpointsRequest& request) {
  return Persist<v1::ListCheckpointsResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.audit.ListCheckpoints(context, sent, got);
      });
}

absl::StatusOr<v1::InclusionProof> Api::Call(const v1::GetInclusionProofRequest& request) {
  return Persist<v1::InclusionProof>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.audit.GetInclusionProof(context, sent, got);
      });
}

absl::StatusOr<v1::ConsistencyProof> Api::Call(const v1::GetConsistencyProofRequest& request) {
  return Persist<v1::ConsistencyProof>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.audit.GetConsistencyProof(context, sent, got);
      });
}

absl::StatusOr<v1::ListAuditEntriesResponse> Api::Call(const v1::ListAuditEntriesRequest& request) {
  return Persist<v1::ListAuditEntriesResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.audit.ListAuditEntries(context, sent, got);
      });
}

absl::StatusOr<v1::ReadLeavesResponse> Api::Call(const v1::ReadLeavesRequest& request) {
  return Persist<v1::ReadLeavesResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.audit.ReadLeaves(context, sent, got);
      });
}

absl::StatusOr<v1::ReadRowsResponse> Api::Call(const v1::ReadRowsRequest& request) {
  return Persist<v1::ReadRowsResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.audit.ReadRows(context, sent, got);
      });
}

absl::StatusOr<v1::Report> Api::Call(const v1::CreateReportRequest& request) {
  return Persist<v1::Report>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                         auto* got) { return to.reports.CreateReport(context, sent, got); });
}

absl::StatusOr<v1::Report> Api::Call(const v1::GetReportRequest& request) {
  return Persist<v1::Report>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                         auto* got) { return to.reports.GetReport(context, sent, got); });
}

absl::StatusOr<v1::ListReportsResponse> Api::Call(const v1::ListReportsRequest& request) {
  return Persist<v1::ListReportsResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.reports.ListReports(context, sent, got);
      });
}

absl::StatusOr<v1::Report> Api::Call(const v1::CancelReportRequest& request) {
  return Persist<v1::Report>(request, [](Stubs& to, grpc::ClientContext* context, const auto& sent,
                                         auto* got) { return to.reports.CancelReport(context, sent, got); });
}

absl::StatusOr<v1::ReadReportResponse> Api::Call(const v1::ReadReportRequest& request) {
  return Persist<v1::ReadReportResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.reports.ReadReport(context, sent, got);
      });
}

absl::StatusOr<v1::ReportSchedule> Api::Call(const v1::CreateReportScheduleRequest& request) {
  return Persist<v1::ReportSchedule>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.reports.CreateReportSchedule(context, sent, got);
      });
}

absl::StatusOr<v1::ListReportSchedulesResponse> Api::Call(const v1::ListReportSchedulesRequest& request) {
  return Persist<v1::ListReportSchedulesResponse>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.reports.ListReportSchedules(context, sent, got);
      });
}

absl::StatusOr<v1::ReportSchedule> Api::Call(const v1::EndReportScheduleRequest& request) {
  return Persist<v1::ReportSchedule>(
      request, [](Stubs& to, grpc::ClientContext* context, const auto& sent, auto* got) {
        return to.reports.EndReportSchedule(context, sent, got);
      });
}

}  // namespace arasha::clients
