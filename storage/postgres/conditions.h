#ifndef ARASHA_STORAGE_POSTGRES_CONDITIONS_H_
#define ARASHA_STORAGE_POSTGRES_CONDITIONS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "proto/list_fields.h"

// What lists are restricted by and ordered by, as SQL.
namespace arasha::storage {

// What stands for a field within a statement.
struct Column {
  absl::string_view expression;
  absl::string_view type;
  // NULL is what filters call an empty text.
  bool nullable = false;
};

// "$6::text"
std::string Parameter(int number, absl::string_view type);

// "c.state = $6::text", where the parameter will be `value`, in PostgreSQL's text form. Spelled out where it
// can be, so that the indexes of the column alone, and partial ones on what is true, serve.
std::string Condition(const Column& column, Comparison comparison, absl::string_view value, int parameter);

// "(c.create_time, c.uid) < ($6::timestamptz, $7::uuid)": the rows behind a position in a list.
std::string Behind(const Column& order, absl::string_view uid, bool descending, int parameter);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_CONDITIONS_H_
