#include "services/rules/log/record.h"

#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/rules/log/utf8.h"

namespace arasha::rules::log {
namespace {

// From PostgreSQL's epoch, 2000-01-01 UTC, which its binary timestamps count from.
constexpr int64_t kEpochSeconds = 946684800;

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
    case Type::kBool:
      return value.size() == 1;
    case Type::kBytea:
    case Type::kTextArray:
      return true;
    case Type::kInt2:
      return value.size() == 2;
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

}  // namespace

absl::Status WrongField(absl::string_view field, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", what));
}

absl::Status TakeRecord(absl::Span<const Field> fields, absl::string_view& data,
                        absl::Span<absl::string_view> values) {
  if (TakeNumber(data) != fields.size()) {
    return absl::InvalidArgumentError("not the number of fields that it must have");
  }
  for (size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (TakeNumber(data) != static_cast<uint32_t>(field.type)) return WrongField(field.name, "another type");
    const std::optional<uint32_t> length = TakeNumber(data);
    if (length == std::numeric_limits<uint32_t>::max()) {
      if (!field.may_be_null) return WrongField(field.name, "missing");
      values[i] = absl::string_view();
      continue;
    }
    if (!length.has_value() || *length > data.size()) return WrongField(field.name, "cut off");
    values[i] = data.substr(0, *length);
    data.remove_prefix(*length);
    if (!Fits(field.type, values[i])) return WrongField(field.name, "not a value of its type");
  }
  return absl::OkStatus();
}

int32_t NumberIn(absl::string_view bytes) {
  uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return bytes.size() == 2 ? static_cast<int16_t>(value) : static_cast<int32_t>(value);
}

std::vector<absl::string_view> TextsIn(absl::string_view bytes) {
  // Dimensions, whether there are nulls, the type, and of each dimension its length and first index.
  const auto dimensions = TakeNumber(bytes);
  if (dimensions != 1U || !TakeNumber(bytes) || TakeNumber(bytes) != static_cast<uint32_t>(Type::kText))
    return {};
  const auto count = TakeNumber(bytes);
  if (!count || !TakeNumber(bytes)) return {};
  std::vector<absl::string_view> texts;
  while (!bytes.empty()) {
    const auto length = TakeNumber(bytes);
    if (!length || *length > bytes.size()) return {};
    texts.push_back(bytes.substr(0, *length));
    bytes.remove_prefix(*length);
  }
  return texts.size() == *count ? texts : std::vector<absl::string_view>();
}

absl::Time TimeIn(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  const auto micros = static_cast<int64_t>(value);
  if (micros == std::numeric_limits<int64_t>::max()) return absl::InfiniteFuture();
  if (micros == std::numeric_limits<int64_t>::min()) return absl::InfinitePast();
  return absl::FromUnixSeconds(kEpochSeconds) + absl::Microseconds(micros);
}

}  // namespace arasha::rules::log
