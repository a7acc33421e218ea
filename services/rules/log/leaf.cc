#include "services/rules/log/leaf.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/record.h"

namespace arasha::rules::log {
namespace {

constexpr char kVersion = 1;
constexpr std::array<Field, 14> kLeafFields = {{
    {"event_uid", Type::kUuid, false},
    {"occurred_time", Type::kTimestamptz, false},
    {"instance", Type::kText, false},
    {"actor", Type::kText, false},
    {"certificate", Type::kBytea, true},
    {"action", Type::kText, false},
    {"decision", Type::kText, false},
    {"mission", Type::kText, true},
    {"object_uid", Type::kUuid, true},
    {"request_id", Type::kUuid, true},
    {"grant_uid", Type::kUuid, true},
    {"commitment", Type::kBytea, false},
    {"objects", Type::kBytea, true},
    {"seen", Type::kBytea, true},
}};

constexpr std::array<Field, 4> kObjectFields = {{
    {"kind", Type::kText, false},
    {"key", Type::kText, false},
    {"version", Type::kInt4, false},
    {"state", Type::kBytea, false},
}};

absl::StatusOr<std::vector<LeafObject>> DecodeObjects(absl::string_view data) {
  std::vector<LeafObject> objects;
  while (!data.empty()) {
    const auto values = TakeRecord(kObjectFields, data);
    if (!values.ok()) return WrongField("objects", values.status().message());
    const auto& [kind, key, version_bytes, state] = *values;
    const int32_t version = NumberIn(version_bytes);
    if (state.size() != kHashBytes) return WrongField("objects", "state: not a SHA-256");
    if (version < 1) return WrongField("objects", "version: not positive");
    objects.push_back({kind, key, version, state});
  }
  return objects;
}

}  // namespace

absl::StatusOr<Leaf> DecodeLeaf(absl::string_view data) {
  if (data.empty()) return absl::InvalidArgumentError("empty");
  if (data[0] != kVersion) return absl::UnimplementedError("of an unknown version");
  data.remove_prefix(1);
  const auto values = TakeRecord(kLeafFields, data);
  if (!values.ok()) return values.status();
  if (!data.empty()) return absl::InvalidArgumentError("bytes after its end");
  const auto& [event_uid, occurred_time, instance, actor, certificate, action, decision, mission, object_uid,
               request_uid, grant_uid, commitment, objects, seen] = *values;
  Leaf leaf;
  leaf.event_uid = event_uid;
  leaf.occurred_time = TimeIn(occurred_time);
  if (leaf.occurred_time == absl::InfiniteFuture() || leaf.occurred_time == absl::InfinitePast()) {
    return WrongField("occurred_time", "infinite");
  }
  leaf.instance = instance;
  leaf.actor = actor;
  leaf.certificate = certificate;
  leaf.action = action;
  leaf.denied = decision == "denied";
  leaf.mission = mission;
  leaf.object_uid = object_uid;
  leaf.request_uid = request_uid;
  leaf.grant_uid = grant_uid;
  leaf.commitment = commitment;
  leaf.seen = seen;
  if (!leaf.denied && decision != "done") return WrongField("decision", "neither done nor denied");
  if (certificate.data() != nullptr && certificate.size() != kHashBytes) {
    return WrongField("certificate", "not a SHA-256");
  }
  if (commitment.size() != kHashBytes) return WrongField("commitment", "not a SHA-256");
  if (seen.size() % kUidBytes != 0) return WrongField("seen", "not a row of uids");
  absl::StatusOr<std::vector<LeafObject>> decoded = DecodeObjects(objects);
  if (!decoded.ok()) return decoded.status();
  leaf.objects = *std::move(decoded);
  return leaf;
}

bool IsRead(absl::string_view action) {
  constexpr std::array<absl::string_view, 6> kVerbs = {"Explain", "Get", "List", "Read", "Search", "WhoAmI"};
  return std::any_of(kVerbs.begin(), kVerbs.end(),
                     [action](absl::string_view verb) { return absl::StartsWith(action, verb); });
}

bool IsList(absl::string_view action) {
  return (absl::StartsWith(action, "List") || absl::StartsWith(action, "Search")) && action != "ListEntries";
}

std::string FormatUid(absl::string_view uid) {
  if (uid.size() != kUidBytes) return "";
  const std::string hex = absl::BytesToHexString(uid);
  const absl::string_view text = hex;
  return absl::StrCat(text.substr(0, 8), "-", text.substr(8, 4), "-", text.substr(12, 4), "-",
                      text.substr(16, 4), "-", text.substr(20));
}

}  // namespace arasha::rules::log
