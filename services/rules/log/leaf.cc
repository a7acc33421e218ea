#include "services/rules/log/leaf.h"

#include <array>
#include <cstddef>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/utf8.h"

namespace arasha::rules::log {
namespace {

constexpr char kVersion = 1;
constexpr size_t kUidBytes = 16;
// From PostgreSQL's epoch, 2000-01-01 UTC, which its binary timestamps count from.
constexpr int64_t kEpochSeconds = 946684800;

// Types by their OIDs in PostgreSQL.
enum class Type : uint32_t {
  kBytea = 17,
  kInt4 = 23,
  kText = 25,
  kTimestamptz = 1184,
  kUuid = 2950,
};

struct Field {
  absl::string_view name;
  Type type;
  bool may_be_null;
};

constexpr std::array<Field, 14> kLeafFields = {{
    {"event_uid", Type::kUuid, false},
    {"occurred_at", Type::kTimestamptz, false},
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

absl::Status Wrong(absl::string_view field, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", what));
}

// A big-endian number of 4 bytes, taken from the front; nothing if there are not as many.
std::optional<uint32_t> TakeNumber(absl::string_view& data) {
  if (data.size() < 4) return std::nullopt;
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(data[i]);
  data.remove_prefix(4);
  return value;
}

// Whether a value's bytes can be of its type.
bool Fits(Type type, absl::string_view value) {
  switch (type) {
    case Type::kBytea:
      return true;
    case Type::kInt4:
      return value.size() == 4;
    case Type::kText:
      return IsUtf8(value) && value.find('\0') == absl::string_view::npos;
    case Type::kTimestamptz:
      return value.size() == 8;
    case Type::kUuid:
      return value.size() == kUidBytes;
  }
  return false;
}

// Takes the fields of one record_send() from the front. A null is an empty view, told from an empty value by
// its data(), which is null.
template <size_t n>
absl::StatusOr<std::array<absl::string_view, n>> TakeRecord(const std::array<Field, n>& fields,
                                                            absl::string_view& data) {
  std::array<absl::string_view, n> values;
  if (TakeNumber(data) != n) return absl::InvalidArgumentError("not the number of fields that it must have");
  for (size_t i = 0; i < n; ++i) {
    const Field& field = fields[i];
    if (TakeNumber(data) != static_cast<uint32_t>(field.type)) return Wrong(field.name, "another type");
    const std::optional<uint32_t> length = TakeNumber(data);
    if (length == std::numeric_limits<uint32_t>::max()) {
      if (!field.may_be_null) return Wrong(field.name, "missing");
      continue;
    }
    if (!length.has_value() || *length > data.size()) return Wrong(field.name, "cut off");
    values[i] = data.substr(0, *length);
    data.remove_prefix(*length);
    if (!Fits(field.type, values[i])) return Wrong(field.name, "not a value of its type");
  }
  return values;
}

absl::StatusOr<std::vector<LeafObject>> DecodeObjects(absl::string_view data) {
  std::vector<LeafObject> objects;
  while (!data.empty()) {
    const auto values = TakeRecord(kObjectFields, data);
    if (!values.ok()) return Wrong("objects", values.status().message());
    const auto& [kind, key, version_bytes, state] = *values;
    absl::string_view rest = version_bytes;
    const auto version = static_cast<int32_t>(*TakeNumber(rest));
    if (state.size() != kHashBytes) return Wrong("objects", "state: not a SHA-256");
    if (version < 1) return Wrong("objects", "version: not positive");
    objects.push_back({kind, key, version, state});
  }
  return objects;
}

absl::StatusOr<absl::Time> DecodeTime(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  const auto micros = static_cast<int64_t>(value);
  // What PostgreSQL writes for "infinity" and "-infinity".
  if (micros == std::numeric_limits<int64_t>::max() || micros == std::numeric_limits<int64_t>::min()) {
    return Wrong("occurred_at", "infinite");
  }
  return absl::FromUnixSeconds(kEpochSeconds) + absl::Microseconds(micros);
}

}  // namespace

absl::StatusOr<Leaf> DecodeLeaf(absl::string_view data) {
  if (data.empty()) return absl::InvalidArgumentError("empty");
  if (data[0] != kVersion) return absl::UnimplementedError("of an unknown version");
  data.remove_prefix(1);
  const auto values = TakeRecord(kLeafFields, data);
  if (!values.ok()) return values.status();
  if (!data.empty()) return absl::InvalidArgumentError("bytes after its end");
  const auto& [event_uid, occurred_at, instance, actor, certificate, action, decision, mission, object_uid,
               request_uid, grant_uid, commitment, objects, seen] = *values;
  Leaf leaf;
  leaf.event_uid = event_uid;
  const absl::StatusOr<absl::Time> time = DecodeTime(occurred_at);
  if (!time.ok()) return time.status();
  leaf.occurred_at = *time;
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
  if (!leaf.denied && decision != "done") return Wrong("decision", "neither done nor denied");
  if (certificate.data() != nullptr && certificate.size() != kHashBytes) {
    return Wrong("certificate", "not a SHA-256");
  }
  if (commitment.size() != kHashBytes) return Wrong("commitment", "not a SHA-256");
  if (seen.size() % kUidBytes != 0) return Wrong("seen", "not a row of uids");
  absl::StatusOr<std::vector<LeafObject>> decoded = DecodeObjects(objects);
  if (!decoded.ok()) return decoded.status();
  leaf.objects = *std::move(decoded);
  return leaf;
}

std::string FormatUid(absl::string_view uid) {
  if (uid.size() != kUidBytes) return "";
  const std::string hex = absl::BytesToHexString(uid);
  const absl::string_view text = hex;
  return absl::StrCat(text.substr(0, 8), "-", text.substr(8, 4), "-", text.substr(12, 4), "-",
                      text.substr(16, 4), "-", text.substr(20));
}

}  // namespace arasha::rules::log
