#include "services/calls/method_rule.h"

#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "arasha/v1/method.pb.h"
#include "services/calls/errors.h"
#include "services/calls/permission.h"
#include "services/calls/resource_names.h"
#include "storage/postgres/encoding.h"

namespace arasha::server {
namespace {

constexpr absl::string_view kMission = "missions/*";
constexpr absl::string_view kAllMissions = "missions/-";
constexpr absl::string_view kCase = "missions/*/cases/*";

std::string TextIn(const google::protobuf::Message& message,
                   const std::vector<const google::protobuf::FieldDescriptor*>& path) {
  const google::protobuf::Message* at = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) at = &at->GetReflection()->GetMessage(*at, path[i]);
  return at->GetReflection()->GetString(*at, path.back());
}

// Whether a name has as many parts as a form, and the same ones where that has no `*`.
bool Fits(absl::string_view form, absl::string_view name) {
  const std::vector<absl::string_view> wanted = absl::StrSplit(form, '/');
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  return absl::c_equal(wanted, parts, [](absl::string_view one, absl::string_view other) {
    return one == "*" || one == other;
  });
}

}  // namespace

MethodRule::MethodRule(const google::protobuf::MethodDescriptor& method) {
  const v1::MethodRule& rule = method.options().GetExtension(v1::rule);
  field_ = rule.about();
  form_ = rule.form();
  or_form_ = rule.or_form();
  const google::protobuf::Descriptor* in = method.input_type();
  for (const absl::string_view name : absl::StrSplit(rule.about(), '.', absl::SkipEmpty())) {
    const auto* field = in == nullptr ? nullptr : in->FindFieldByName(std::string(name));
    if (field == nullptr) std::abort();
    about_.push_back(field);
    in = field->message_type();
  }
  if (about_.empty() != form_.empty()) std::abort();
  or_all_ = rule.or_all();
  if (or_all_ && about_.empty()) std::abort();
  if (!about_.empty() && about_.back()->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING)
    std::abort();
  if (!rule.action().empty()) {
    action_ = rules::ActionOf(rule.action());
    if (!action_ || (!form_.empty() && !absl::StartsWith(form_, kMission))) std::abort();
  }
  if (rule.write()) {
    request_id_ = method.input_type()->FindFieldByName("request_id");
    if (request_id_ == nullptr) std::abort();
  }
}

absl::Status MethodRule::ReadName(const google::protobuf::Message& request, Call& call) const {
  if (about_.empty()) return absl::OkStatus();
  call.name = TextIn(request, about_);
  const std::string& form = !or_form_.empty() && Fits(or_form_, call.name) ? or_form_ : form_;
  if (or_all_ && call.name == (form == kMission ? kAllMissions : "")) return absl::OkStatus();
  if (form == kMission) {
    auto code = ParseMission(call.name, field_);
    if (!code.ok()) return code.status();
    call.about.mission = *std::move(code);
    return absl::OkStatus();
  }
  if (form == kCase) {
    auto number = ParseCase(call.name, field_);
    if (!number.ok()) return number.status();
    call.about = *std::move(number);
    return absl::OkStatus();
  }
  absl::string_view collection = absl::StripSuffix(form, "/*");
  if (absl::ConsumePrefix(&collection, kCase)) {
    auto child = ParseChild(call.name, absl::StripPrefix(collection, "/"), field_);
    if (!child.ok()) return child.status();
    call.about = std::move(child->number);
    call.uid = std::move(child->uid);
    return absl::OkStatus();
  }
  auto uid = ParseUid(call.name, collection, field_);
  if (!uid.ok()) return uid.status();
  call.uid = *std::move(uid);
  return absl::OkStatus();
}

absl::Status MethodRule::Open(const google::protobuf::Message& request, Call& call) const {
  if (absl::Status s = ReadName(request, call); !s.ok()) return s;
  call.context.audit = call.Audit(request, call.about.mission);
  const bool about_all = or_all_ && call.about.mission.empty();
  if (action_ && !about_all) {
    if (absl::Status s = Permit(call, *action_); !s.ok()) return s;
  }
  if (request_id_ == nullptr) return absl::OkStatus();
  call.context.request_id = TextIn(request, {request_id_});
  if (!IsUuid(call.context.request_id)) {
    return InvalidFields({{"request_id", rules::Problem::kNotARequestId}});
  }
  call.context.content_hash = storage::Sha256(call.context.audit.payload);
  return absl::OkStatus();
}

}  // namespace arasha::server
