#ifndef ARASHA_CLIENTS_SESSION_H_
#define ARASHA_CLIENTS_SESSION_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/api.h"
#include "clients/environment.h"
#include "clients/failure.h"
#include "clients/messages.h"
#include "clients/print_table.h"
#include "clients/settings.h"

namespace arasha::clients {

enum class Output { kTable, kJson, kCsv };

// What one command works with: the server, the printers, and what the global options say.
class Session {
 public:
  // The flags are those of a finished parse. Fails if one of them cannot be understood; a failure to
  // find settings is kept for the command that needs them.
  static absl::StatusOr<std::unique_ptr<Session>> Create(const GlobalFlags& flags,
                                                         const Environment& environment);

  Api& api() { return api_; }
  const Environment& environment() const { return environment_; }
  const GlobalFlags& flags() const { return flags_; }
  const Messages& messages() const { return messages_; }
  const absl::StatusOr<Settings>& settings() const { return settings_; }
  Output output() const { return output_; }
  TableStyle style() const;

  // Name of the mission that `--mission`, the environment or the context gives; a usage error if none
  // does.
  absl::StatusOr<std::string> Mission() const;

  // The id of this command's one write: of `--request-id`, else made at the first call.
  const std::string& RequestId();

  // Full name of a staff member typed as `me` (asks the server), `a.omarova` or `staff/a.omarova`.
  absl::StatusOr<std::string> Staff(const std::string& typed);

  // Text typed as an option's value, or read from standard input where the value is `-`, so that what is
  // personal stays out of process lists and histories.
  std::string TextOf(const std::string& typed) const;

  absl::StatusOr<google::protobuf::Timestamp> TimeOf(const std::string& typed) const;
  // TimeOf() as a function, which must not outlive the session.
  auto TimeReader() const {
    return [this](const std::string& typed) { return TimeOf(typed); };
  }
  // The same for what ends in the future, as `+14d`.
  absl::StatusOr<google::protobuf::Timestamp> ExpiryOf(const std::string& typed) const;

  // Whether a person is there to be asked.
  bool Interactive() const;

  // Prints an answer in the output format asked for; the table is made only if it is to be shown.
  void Print(const google::protobuf::Message& answer, const std::function<std::string()>& table) const;
  template <typename Answer>
  void Print(const Answer& answer) const {
    Print(answer, [&] { return TableText(answer, style()); });
  }
  // Prints a case with the labels of its type, which is fetched for a table only.
  void PrintCase(const v1::Case& matter);
  // Says on standard error what is not part of the answer.
  void Note(absl::string_view text) const;

  // Adds flags of the command's own to those that errors name; see failure.h.
  void AddFieldFlag(const std::string& field, const std::string& flag) { field_flags_[field] = flag; }

  // Prints a failed command's status on standard error.
  void PrintError(const absl::Status& status) const;

 private:
  Session(const GlobalFlags& flags, const Environment& environment, absl::Duration timeout);

  GlobalFlags flags_;
  Environment environment_;
  Messages messages_;
  Output output_;
  absl::StatusOr<Settings> settings_;
  Api api_;
  std::string request_id_;
  FieldFlags field_flags_;
};

// The language that `--lang` asks for, else the locale, in the order of POSIX.
Language LanguageFor(const GlobalFlags& flags, const Environment& environment);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_SESSION_H_
