#ifndef ARASHA_STORAGE_CASES_CHILD_ROWS_H_
#define ARASHA_STORAGE_CASES_CHILD_ROWS_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/log/audit.h"
#include "storage/log/audited_tables.h"
#include "storage/log/requests.h"
#include "storage/postgres/case_number.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/encoding.h"

namespace pqxx {
class result;
}

// What is within a case: added by the case's number, without the case being read first; found and saved by
// that number and its own uid.
namespace arasha::storage {

// SQL of the case that something is to be added to, a row of mission, uid, open, erased, type, type_version
// and keyed. Held against an erasure, which comes before, and is seen, or waits; others who write to the case
// do not wait. $5 labels, $6 mission, $7 year, $8 serial.
inline constexpr absl::string_view kCaseToAddTo = R"sql(
  SELECT c.*, EXISTS (SELECT 1 FROM data_key k WHERE k.mission = c.mission AND k.case_uid = c.uid) AS keyed
  FROM caller, LATERAL (
    SELECT mission, uid, open, erase_time IS NOT NULL AS erased, type, type_version FROM case_file
    WHERE known AND mission = $6::text AND year = $7::smallint AND serial = $8::integer AND labels && $5::text[]
    FOR KEY SHARE) AS c)sql";

// A parameter that holds a row, put in the case of `answered a`, for its uid is known only there.
std::string InCase(absl::string_view parameter);

// Runs a statement that adds to a case, or to none: kNotFound. After those above its parameters are the
// `rows`, sealed under the key given; its second column is the case's uid. DATA_LOSS if the case has lost its
// keys.
absl::StatusOr<pqxx::result> AddToCase(Connection& connection, const WriteContext& context,
                                       absl::string_view sql, const CaseNumber& number,
                                       absl::string_view response,
                                       absl::FunctionRef<std::vector<Param>(const DataKey& seal)> rows);

// A resource within cases that is all of one row, whose columns are mission, case_uid, uid, sealed, version
// and what its message keeps in clear.
class ChildRows {
 public:
  // `collection`: of its names, "reminders". Both outlive this.
  ChildRows(const AuditedTable& table, absl::string_view collection);

  // Puts one, whose name's last segment is its uid, on an open case; else kErased, kClosed or kNotFound.
  // DATA_LOSS if the case has lost its keys.
  absl::StatusOr<WriteOutcome> Add(Connection& connection, const WriteContext& context,
                                   const CaseNumber& number, const google::protobuf::Message& message,
                                   absl::string_view response) const;

  // Where a row was found.
  struct Found {
    std::string case_uid;
    int version = 1;
    // Its case was erased, and with it what the row said: there is nothing to read, and whoever wrote to it
    // would give the case a key again.
    bool erased = false;
  };

  // Reads the one of this uid on a case, to be changed; nullopt if there is none that the context sees.
  // DATA_LOSS if it does not open. Leaves no leaf: what is decided on it does.
  absl::StatusOr<std::optional<Found>> Find(Connection& connection, const AuditContext& context,
                                            const CaseNumber& number, absl::string_view uid,
                                            google::protobuf::Message& message) const;

  // Saves what came of one that was found; kStale if it was changed since.
  absl::StatusOr<WriteOutcome> Save(Connection& connection, const WriteContext& context,
                                    const CaseNumber& number, const Found& found,
                                    const google::protobuf::Message& message,
                                    absl::string_view response) const;

 private:
  const AuditedTable& table_;
  absl::string_view collection_;
  std::string add_;
  std::string find_;
  std::string save_;
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CHILD_ROWS_H_
