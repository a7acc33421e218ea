#include "tests/bench/system/copy_rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace arasha::bench {
namespace {

constexpr absl::string_view kSignature("PGCOPY\n\377\r\n\0", 11);

// OIDs of pg_type.
constexpr int kBytea = 17;
constexpr int kInt4 = 23;
constexpr int kText = 25;

constexpr int kOneDimension = 1;
constexpr int kNoNulls = 0;

}  // namespace

CopyRows::CopyRows(absl::string_view table, absl::string_view columns)
    : table_(table),
      columns_(columns),
      count_(1 + static_cast<int>(std::count(columns.begin(), columns.end(), ','))),
      bytes_(kSignature) {
  Number(0, 4);  // flags
  Number(0, 4);  // length of the header's extension
}

std::string CopyRows::Statement() const {
  return absl::StrCat("COPY ", table_, " (", columns_, ") FROM STDIN WITH (FORMAT binary)");
}

void CopyRows::Begin() { Number(count_, 2); }

void CopyRows::Null() { Number(-1, 4); }

void CopyRows::Bool(bool value) {
  Number(1, 4);
  Number(value ? 1 : 0, 1);
}

void CopyRows::Int16(int value) {
  Number(2, 4);
  Number(value, 2);
}

void CopyRows::Int32(int value) {
  Number(4, 4);
  Number(value, 4);
}

void CopyRows::Text(absl::string_view value) {
  Number(static_cast<int64_t>(value.size()), 4);
  absl::StrAppend(&bytes_, value);
}

void CopyRows::TextOrNull(absl::string_view value) { value.empty() ? Null() : Text(value); }

void CopyRows::Uuid(absl::string_view text) {
  Text(absl::HexStringToBytes(absl::StrReplaceAll(text, {{"-", ""}})));
}

void CopyRows::Time(absl::Time value) {
  static const absl::Time epoch = absl::FromCivil(absl::CivilYear(2000), absl::UTCTimeZone());
  Number(8, 4);
  Number(absl::ToInt64Microseconds(value - epoch), 8);
}

void CopyRows::TimeOrNull(std::optional<absl::Time> value) { value ? Time(*value) : Null(); }

void CopyRows::Texts(absl::Span<const std::string> values) { Array(values, kText); }

void CopyRows::ByteStrings(absl::Span<const std::string> values) { Array(values, kBytea); }

void CopyRows::Ints(absl::Span<const int32_t> values) {
  std::vector<std::string> elements;
  elements.reserve(values.size());
  for (const int32_t value : values) {
    std::string& element = elements.emplace_back();
    for (int shift = 24; shift >= 0; shift -= 8) element += static_cast<char>(value >> shift);
  }
  Array(elements, kInt4);
}

std::string CopyRows::Finish() && {
  Number(-1, 2);
  return std::move(bytes_);
}

void CopyRows::Number(int64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) bytes_ += static_cast<char>(value >> shift);
}

void CopyRows::Array(absl::Span<const std::string> values, int element_type) {
  size_t size = values.empty() ? 12 : 20;
  for (const std::string& value : values) size += 4 + value.size();
  Number(static_cast<int64_t>(size), 4);
  Number(values.empty() ? 0 : kOneDimension, 4);
  Number(kNoNulls, 4);
  Number(element_type, 4);
  if (values.empty()) return;
  Number(static_cast<int64_t>(values.size()), 4);
  Number(1, 4);  // the first subscript
  for (const std::string& value : values) Text(value);
}

}  // namespace arasha::bench
