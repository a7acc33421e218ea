#include "services/calls/call.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <utility>

namespace arasha::server {
namespace {

// Contexts end on whole seconds, rounded down; a statement begins well within another.
constexpr absl::Duration kLeastContextLife = absl::Seconds(2);

// The same bytes for the same message, whatever process serialises it: a repeat is told by their hash.
std::string StableBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

storage::AuditContext Call::Audit(const google::protobuf::Message& request,
                                  absl::string_view of_mission) const {
  rules::Labels labels = rules::LabelsOf(*actor, now, of_mission);
  // A grant in its last moments is over: the context of a statement must hold until PostgreSQL reads it.
  if (labels.valid_until < now + kLeastContextLife) {
    labels = rules::LabelsOf(*actor, now + kLeastContextLife, of_mission);
  }
  return {.now = now,
          .instance = instance,
          .actor = actor->name,
          .certificate = identity->fingerprint,
          .action = method,
          .payload = StableBytes(request),
          .access = {std::move(labels.labels), labels.valid_until, directory->server_keys()->context.key},
          .server_keys = directory->server_keys(),
          .sealing = sealing};
}

}  // namespace arasha::server
