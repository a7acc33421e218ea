#include "services/process/operator_log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "storage/postgres/pg_errors.h"

namespace arasha::server {
namespace {

spdlog::level::level_enum LevelOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

bool OpenLog(const std::string& level) {
  const spdlog::level::level_enum wanted = spdlog::level::from_str(level);
  if (wanted == spdlog::level::off) return false;
  auto logger =
      std::make_shared<spdlog::logger>("arashad", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%v");
  logger->set_level(wanted);
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
  return true;
}

void Log(LogLevel level, absl::string_view event,
         std::initializer_list<std::pair<absl::string_view, std::string>> fields) {
  const spdlog::level::level_enum spd_level = LevelOf(level);
  if (!spdlog::should_log(spd_level)) return;
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  const auto name = spdlog::level::to_string_view(spd_level);
  line["level"] = std::string(name.data(), name.size());
  line["event"] = std::string(event);
  for (const auto& [key, value] : fields) line[std::string(key)] = value;
  // Replaces bytes that are not UTF-8, which may come from outside, instead of throwing.
  spdlog::default_logger_raw()->log(
      spd_level, line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void LogDamage(absl::string_view action, absl::Span<const absl::Status> rows) {
  for (const absl::Status& row : rows) {
    Log(LogLevel::kError, "row_damaged", {{"method", std::string(action)}, {"detail", DetailOf(row)}});
  }
}

std::string DetailOf(const absl::Status& status) {
  std::string detail = absl::StrCat(absl::StatusCodeToString(status.code()), ": ", status.message());
  if (const auto payload = status.GetPayload(storage::kDetailPayload)) {
    const std::string words(*payload);
    absl::StrAppend(&detail, " (", words.substr(0, words.find('\n')), ")");
  }
  return detail;
}

}  // namespace arasha::server
