#ifndef ARASHA_STORAGE_KEYS_KEPT_FIELDS_H_
#define ARASHA_STORAGE_KEYS_KEPT_FIELDS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "nlohmann/json_fwd.hpp"
#include "storage/keys/vault.h"
#include "storage/postgres/pg_errors.h"

// Between messages and rows, by what the fields say of themselves (proto/arasha/v1/field.proto). A row is a
// JSON object keyed by column. A new field of a message is named in the proto and in a migration and nowhere
// else.
namespace arasha::storage {

// The word that an enum's value is kept as, `queued` of REPORT_STATE_QUEUED.
std::string KeptWord(const google::protobuf::EnumDescriptor& type, int value);

// The columns of what is kept in clear.
nlohmann::json ClearColumns(const google::protobuf::Message& message);

// Reads them back. `parent`: the name of the case, for names of what is within it, or empty. Throws if the
// row lacks a column or holds something else in it.
void ReadClearColumns(const nlohmann::json& row, absl::string_view parent,
                      google::protobuf::Message& message);

// The column `sealed` of what is personal: its bytes sealed as those of this place, in PostgreSQL's text
// form; null if nothing personal is set.
nlohmann::json SealPersonal(const DataKey& key, absl::string_view place,
                            const google::protobuf::Message& message);

// Reads it back into the message; leaves the message as it is where there is nothing, or no key, for the case
// was erased. Throws DamagedRow.
void UnsealPersonal(absl::Span<const DataKey> keys, absl::string_view place, const nlohmann::json& sealed,
                    google::protobuf::Message& message);

// The same where the row stands among others, which must not suffer: notes it in `damaged`, and tells whether
// the content is whole.
bool UnsealPersonalOrNote(absl::Span<const DataKey> keys, absl::string_view place,
                          const nlohmann::json& sealed, google::protobuf::Message& message,
                          DamagedRows& damaged);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_KEYS_KEPT_FIELDS_H_
