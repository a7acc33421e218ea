#ifndef ARASHA_TESTS_BENCH_SYSTEM_COPY_ROWS_H_
#define ARASHA_TESTS_BENCH_SYSTEM_COPY_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace arasha::bench {

// Rows of one table in the binary form of COPY, which PostgreSQL reads far faster than text where most is
// bytes and numbers. Each row is begun and then given the values of its columns, in their order and of their
// types.
class CopyRows {
 public:
  // `columns`: names, separated by commas.
  CopyRows(absl::string_view table, absl::string_view columns);

  // COPY table (columns) FROM STDIN …
  std::string Statement() const;

  void Begin();
  void Bool(bool value);
  void Int16(int value);
  void Int32(int value);
  void Text(absl::string_view value);
  void TextOrNull(absl::string_view value);  // NULL if empty
  void Bytes(absl::string_view value) { Text(value); }
  void BytesOrNull(absl::string_view value) { TextOrNull(value); }
  void Uuid(absl::string_view text);
  void Time(absl::Time value);  // timestamptz
  void TimeOrNull(std::optional<absl::Time> value);
  void Texts(absl::Span<const std::string> values);
  void ByteStrings(absl::Span<const std::string> values);  // bytea[]
  void Ints(absl::Span<const int32_t> values);

  // What the statement is fed with: all of it.
  std::string Finish() &&;

 private:
  void Null();
  void Number(int64_t value, int bytes);
  void Array(absl::Span<const std::string> values, int element_type);

  const std::string table_;
  const std::string columns_;
  const int count_;  // of columns
  std::string bytes_;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_COPY_ROWS_H_
