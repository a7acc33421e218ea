#ifndef ARASHA_SERVICES_RULES_LOG_RECORD_H_
#define ARASHA_SERVICES_RULES_LOG_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

// PostgreSQL's binary form of a row (record_send), in which leaves and the states of rows are written down;
// see storage/migrations/0002_audit.sql.
namespace arasha::rules::log {

// Types by their OIDs in PostgreSQL.
enum class Type : uint32_t {
  kBool = 16,
  kBytea = 17,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kTextArray = 1009,
  kTimestamptz = 1184,
  kUuid = 2950,
};

struct Field {
  absl::string_view name;
  Type type;
  bool may_be_null = false;
};

// Of a uuid.
inline constexpr size_t kUidBytes = 16;

// INVALID_ARGUMENT that says what is wrong with a field.
absl::Status WrongField(absl::string_view field, absl::string_view what);

// Takes one record from the front of `data` into `values`, which are as many as `fields` and point into it. A
// null is an empty view, told from an empty value by its data(), which is null. INVALID_ARGUMENT, saying
// which field is wrong, unless every byte is as PostgreSQL writes it.
absl::Status TakeRecord(absl::Span<const Field> fields, absl::string_view& data,
                        absl::Span<absl::string_view> values);

template <size_t n>
absl::StatusOr<std::array<absl::string_view, n>> TakeRecord(const std::array<Field, n>& fields,
                                                            absl::string_view& data) {
  std::array<absl::string_view, n> values;
  const absl::Status taken = TakeRecord(absl::MakeConstSpan(fields), data, absl::MakeSpan(values));
  if (!taken.ok()) return taken;
  return values;
}

// The number in the bytes of an int2, an int4 or a bool.
int32_t NumberIn(absl::string_view bytes);
// The texts in those of an array of texts of one dimension; none, if the bytes are of anything else.
std::vector<absl::string_view> TextsIn(absl::string_view bytes);
// The time in those of a timestamptz; infinite for "infinity" and "-infinity".
absl::Time TimeIn(absl::string_view bytes);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_RECORD_H_
