#ifndef ARASHA_SERVICES_PROCESS_OPERATOR_LOG_H_
#define ARASHA_SERVICES_PROCESS_OPERATOR_LOG_H_

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace arasha::server {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Opens the log: JSON lines on standard error, at `level` ("debug", "info", "warning", "error") and
// above. False if there is no such level.
bool OpenLog(const std::string& level);

// Writes one line: time, level, `event` (lower case, underscores, never changing), then the fields.
// Personal data MUST NOT enter: no names, texts, numbers of persons, and no request contents.
void Log(LogLevel level, absl::string_view event,
         std::initializer_list<std::pair<absl::string_view, std::string>> fields);

// Writes a line "row_damaged" for each of these rows of the register, which were found when `action` read
// them among others.
void LogDamage(absl::string_view action, absl::Span<const absl::Status> rows);

// What operators may know of a failure: code, message and PostgreSQL's SQLSTATE-level words, which name
// tables and constraints. Values that PostgreSQL may have quoted (its DETAIL lines) are cut off.
std::string DetailOf(const absl::Status& status);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_OPERATOR_LOG_H_
