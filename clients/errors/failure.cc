#include "clients/errors/failure.h"

#include <algorithm>
#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "arasha/v1/errors.pb.h"
#include "clients/connection/api.h"
#include "clients/text/local_error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace arasha::clients {
namespace {

// Where fields of a case's type stand in requests: of the case itself, and of its entries.
constexpr absl::string_view kDetails[] = {"case.details.", "entry.details.", "replacement.details."};

std::string FlagOf(const std::string& field, const FieldFlags& flags) {
  if (const auto exact = flags.find(field); exact != flags.end()) return exact->second;
  for (const absl::string_view details : kDetails) {
    if (!absl::StartsWith(field, details)) continue;
    const auto set = flags.find(std::string(details.substr(0, details.size() - 1)));
    const std::string name = field.substr(details.size());
    const std::string typed = set == flags.end() ? "--set" : set->second;
    if (absl::EndsWith(typed, "--drop")) return absl::StrCat(typed, " ", name);
    // In a file it stands below the details.
    return absl::EndsWith(typed, "--set") ? absl::StrCat(typed, " ", name, "=…")
                                          : absl::StrCat(typed, ".", name);
  }
  // The longest known path that leads to the field. What is said of a field of one item of a list is not said
  // of the list.
  for (std::string path = field; !path.empty();) {
    const auto flag = flags.find(path);
    if (flag != flags.end()) return flag->second;
    const size_t end = path.find_last_of(".[");
    if (end != std::string::npos && path[end] == '[' && path.size() < field.size()) return "";
    path.resize(end == std::string::npos ? 0 : end);
  }
  return "";
}

void AddDetail(const google::protobuf::Any& detail, const FieldFlags& flags, Failure& failure,
               v1::FieldProblems& problems) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  if (detail.UnpackTo(&info)) {
    failure.reason = info.reason();
    failure.metadata.insert(info.metadata().begin(), info.metadata().end());
  } else if (detail.UnpackTo(&bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      failure.violations.push_back(
          {violation.field(), FlagOf(violation.field(), flags), violation.description()});
    }
  } else {
    detail.UnpackTo(&problems);
  }
}

// Says of each violation what is wrong with it: the problems come in the same order. Where several flags make
// one field, the value that is at fault tells which.
void Join(const v1::FieldProblems& problems, const FieldFlags& flags, Failure& failure) {
  const int count = std::min(static_cast<int>(failure.violations.size()), problems.problems_size());
  for (int i = 0; i < count; ++i) {
    const v1::FieldProblem& problem = problems.problems(i);
    Failure::Violation& violation = failure.violations[static_cast<size_t>(i)];
    if (problem.field() != violation.field) return;
    violation.problem = problem.problem();
    violation.parameters = {problem.parameters().begin(), problem.parameters().end()};
    const auto given = violation.parameters.find("given");
    if (given == violation.parameters.end()) continue;
    if (const auto flag = flags.find(absl::StrCat(problem.field(), "=", given->second));
        flag != flags.end()) {
      violation.flag = flag->second;
    }
  }
}

}  // namespace

Failure FailureOf(const absl::Status& status, const FieldFlags& flags) {
  Failure failure;
  failure.exit_code = ExitCodeOf(status);
  failure.code = absl::StatusCodeToString(status.code());
  if (const std::optional<LocalError> local = LocalErrorOf(status)) {
    failure.local = true;
    failure.reason = local->key;
    failure.metadata = local->parameters;
    // Told by what was typed, as the server's violations are.
    if (const auto field = failure.metadata.find("field"); failure.reason == "usage.text_not_utf8") {
      const std::string flag = FlagOf(field->second, flags);
      if (!flag.empty()) field->second = flag;
    }
    return failure;
  }
  failure.message = std::string(status.message());
  failure.cut_off = status.GetPayload(kCutOffPayload).has_value();
  failure.unsent = status.GetPayload(kUnsentPayload).has_value();
  google::rpc::Status rich;
  v1::FieldProblems problems;
  if (const auto payload = status.GetPayload(kRpcStatusPayload)) {
    if (rich.ParseFromString(std::string(*payload))) {
      for (const google::protobuf::Any& detail : rich.details()) AddDetail(detail, flags, failure, problems);
    }
  }
  Join(problems, flags, failure);
  return failure;
}

absl::Status OnlyOf(const absl::Status& refusal,
                    const std::function<bool(const std::string& field)>& fields) {
  google::rpc::Status rich;
  const auto payload = refusal.GetPayload(kRpcStatusPayload);
  if (!payload || !rich.ParseFromString(std::string(*payload))) return refusal;
  int said = 0;
  int kept = 0;
  for (google::protobuf::Any& detail : *rich.mutable_details()) {
    google::rpc::BadRequest bad_request;
    v1::FieldProblems problems;
    if (detail.UnpackTo(&bad_request)) {
      auto& violations = *bad_request.mutable_field_violations();
      said = violations.size();
      violations.erase(std::remove_if(violations.begin(), violations.end(),
                                      [&](const auto& one) { return !fields(one.field()); }),
                       violations.end());
      kept = violations.size();
      detail.PackFrom(bad_request);
    } else if (detail.UnpackTo(&problems)) {
      auto& list = *problems.mutable_problems();
      list.erase(
          std::remove_if(list.begin(), list.end(), [&](const auto& one) { return !fields(one.field()); }),
          list.end());
      detail.PackFrom(problems);
    }
  }
  if (said > 0 && kept == 0) return absl::OkStatus();
  absl::Status only = refusal;
  only.SetPayload(kRpcStatusPayload, absl::Cord(rich.SerializeAsString()));
  return only;
}

}  // namespace arasha::clients
