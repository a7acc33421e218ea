#ifndef ARASHA_CLIENTS_PRINT_PRINT_CSV_H_
#define ARASHA_CLIENTS_PRINT_PRINT_CSV_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace arasha::clients {

// The message as CSV (RFC 4180, UTF-8, lines ended by CRLF): a header of field names as in the proto
// files, then one row; for an answer that lists resources, one row for each, without what lists never tell
// of them (`not_listed` in the proto files). Times are RFC 3339 UTC,
// enums their names without prefix, bytes Base64, nested messages and lists protobuf JSON. Of rows, only
// these fields in this order, if there are any; they are named as in JSON, `nextDueTime`, `order.kind`.
std::string CsvText(const google::protobuf::Message& message, const std::vector<std::string>& fields = {});

// What that says of one field, before it is quoted.
std::string CsvValue(const google::protobuf::Message& holder, const google::protobuf::FieldDescriptor& field);

// One value. Quoted where it must be; text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`,
// tab or carriage return first) gets an apostrophe before it (OWASP, CSV injection). What would steer a
// terminal is replaced by U+FFFD, in a file as well: somebody will look at it with `cat`. The separators are
// whatever its reader may take for one.
std::string CsvField(absl::string_view value, absl::string_view separators = ",");

// A line of the file, its values parted by the first of these.
std::string CsvRow(const std::vector<std::string>& values, absl::string_view separators = ",");

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_PRINT_CSV_H_
