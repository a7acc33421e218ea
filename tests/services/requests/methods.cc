#include "tests/services/requests/methods.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/erasures.pb.h"
#include "arasha/v1/reminders.pb.h"
#include "arasha/v1/reports.pb.h"
#include "arasha/v1/warnings.pb.h"
#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

std::string NameOf(absl::string_view form, const std::map<std::string, std::string>& names) {
  const auto found = names.find(std::string(form));
  if (found != names.end()) return found->second;
  const absl::string_view collection = absl::StripSuffix(form, "/*");
  const size_t within = collection.rfind('/');
  const std::string parent =
      within == absl::string_view::npos
          ? std::string(collection)
          : absl::StrCat(NameOf(collection.substr(0, within), names), collection.substr(within));
  return absl::StrCat(parent, "/", support::RequestId());
}

// Sets the text at a path, `party.name`.
void Put(Message& message, absl::string_view path, const std::string& text) {
  Message* at = &message;
  const std::vector<std::string> fields = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < fields.size(); ++i) {
    at = at->GetReflection()->MutableMessage(at, at->GetDescriptor()->FindFieldByName(fields[i]));
  }
  at->GetReflection()->SetString(at, at->GetDescriptor()->FindFieldByName(fields.back()), text);
}

}  // namespace

std::vector<const MethodDescriptor*> AllMethods() {
  // Named, so that the linker keeps their descriptors.
  const google::protobuf::Descriptor* const used[] = {
      v1::AccessGrant::descriptor(),       v1::Principal::descriptor(), v1::Checkpoint::descriptor(),
      v1::CreateCaseRequest::descriptor(), v1::Report::descriptor(),    v1::Reminder::descriptor(),
      v1::ErasureList::descriptor(),       v1::Warning::descriptor()};
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(ARASHA_SOURCE_DIR "/proto/arasha/v1")) {
    if (absl::StrContains(support::ReadFile(entry.path()), "\nservice "))
      files.insert("arasha/v1/" + entry.path().filename().string());
  }
  std::vector<const MethodDescriptor*> methods;
  for (const std::string& name : files) {
    const auto* file = used[0]->file()->pool()->FindFileByName(name);
    if (file == nullptr) {
      ADD_FAILURE() << name << " is not linked into this test";
      continue;
    }
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back(file->service(s)->method(m));
      }
    }
  }
  return methods;
}

const v1::MethodRule& RuleOf(const MethodDescriptor& method) {
  return method.options().GetExtension(v1::rule);
}

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
}

void PutByRule(const MethodDescriptor& method, const std::map<std::string, std::string>& names,
               Message& request) {
  const v1::MethodRule& rule = RuleOf(method);
  if (!rule.about().empty()) Put(request, rule.about(), NameOf(rule.form(), names));
  if (rule.write()) Put(request, "request_id", support::RequestId());
}

}  // namespace arasha
