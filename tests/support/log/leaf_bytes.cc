#include "tests/support/log/leaf_bytes.h"

namespace arasha {
namespace {

constexpr uint32_t kBytea = 17;
constexpr uint32_t kInt4 = 23;
constexpr uint32_t kText = 25;
constexpr uint32_t kTimestamptz = 1184;
constexpr uint32_t kUuid = 2950;

void AddNumber(std::string& bytes, uint64_t value, int width) {
  for (int i = width - 1; i >= 0; --i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xff));
}

void AddField(std::string& bytes, uint32_t type, const std::optional<std::string>& value) {
  AddNumber(bytes, type, 4);
  AddNumber(bytes, value.has_value() ? value->size() : 0xffffffff, 4);
  if (value.has_value()) bytes.append(*value);
}

std::string Number(uint64_t value, int width) {
  std::string bytes;
  AddNumber(bytes, value, width);
  return bytes;
}

}  // namespace

std::string LeafBytes(const LeafFields& fields) {
  std::string bytes(1, '\x01');
  AddNumber(bytes, 14, 4);
  AddField(bytes, kUuid, fields.event_uid);
  AddField(bytes, kTimestamptz, Number(static_cast<uint64_t>(fields.occurred_micros), 8));
  AddField(bytes, kText, fields.instance);
  AddField(bytes, kText, fields.actor);
  AddField(bytes, kBytea, fields.certificate);
  AddField(bytes, kText, fields.action);
  AddField(bytes, kText, fields.decision);
  AddField(bytes, kText, fields.mission);
  AddField(bytes, kUuid, fields.object_uid);
  AddField(bytes, kUuid, fields.request_id);
  AddField(bytes, kUuid, fields.grant_uid);
  AddField(bytes, kBytea, fields.commitment);
  AddField(bytes, kBytea, fields.objects);
  AddField(bytes, kBytea, fields.seen);
  return bytes;
}

std::string ObjectBytes(absl::string_view kind, absl::string_view key, int32_t version,
                        absl::string_view state_hash) {
  std::string bytes;
  AddNumber(bytes, 4, 4);
  AddField(bytes, kText, std::string(kind));
  AddField(bytes, kText, std::string(key));
  AddField(bytes, kInt4, Number(static_cast<uint32_t>(version), 4));
  AddField(bytes, kBytea, std::string(state_hash));
  return bytes;
}

std::string CaseStateBytes(absl::string_view uid, absl::string_view sealed) {
  constexpr uint32_t kBool = 16;
  constexpr uint32_t kInt2 = 21;
  constexpr uint32_t kTextArray = 1009;
  std::string bytes;
  AddNumber(bytes, 22, 4);
  AddField(bytes, kText, "IST");
  AddField(bytes, kUuid, std::string(uid));
  AddField(bytes, kInt2, Number(2026, 2));
  AddField(bytes, kInt4, Number(123, 4));
  AddField(bytes, kText, "rights.detention");
  AddField(bytes, kInt4, Number(1, 4));
  AddField(bytes, kText, "received");
  AddField(bytes, kBool, Number(1, 1));
  AddField(bytes, kInt2, Number(1, 2));
  AddField(bytes, kText, std::nullopt);
  AddField(bytes, kText, "TR");
  AddField(bytes, kInt2, Number(1, 2));
  AddField(bytes, kText, std::nullopt);
  AddField(bytes, kTextArray, Number(0, 4) + Number(0, 4) + Number(kText, 4));
  AddField(bytes, kBytea, std::string(sealed));
  AddField(bytes, kTimestamptz, Number(0, 8));
  AddField(bytes, kTimestamptz, Number(0, 8));
  AddField(bytes, kText, "staff/a.omarova");
  AddField(bytes, kTimestamptz, Number(0, 8));
  AddField(bytes, kTimestamptz, std::nullopt);
  AddField(bytes, kTimestamptz, std::nullopt);
  AddField(bytes, kInt4, Number(1, 4));
  return bytes;
}

std::string NumberedUid(uint64_t number) { return std::string(8, '\x01') + Number(number, 8); }

}  // namespace arasha
