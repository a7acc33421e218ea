#ifndef ARASHA_CLIENTS_INPUT_TYPED_FILTER_H_
#define ARASHA_CLIENTS_INPUT_TYPED_FILTER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "clients/input/time_input.h"
#include "proto/list_fields.h"

namespace arasha::clients {

// What stands for a word that a person typed for a field of this name.
using WordReader =
    std::function<absl::StatusOr<std::string>(absl::string_view field, const std::string& typed)>;

// A filter over these fields with the times, countries and words in it as the server takes them, RFC 3339,
// codes and ids, where a person wrote `update_time > 1d` or `activity_time >= вчера 14:00 AND host_state =
// Түркия`. A value
// may stand in quotes or not; without, it goes on to the next AND. Of what lies ahead `3d` is in three days,
// of all else three days ago. With `<=` a day alone is meant whole, otherwise its beginning. That
// something has happened after a time that is still to come is refused. All else stays as it is, faults
// included, for the server to judge.
absl::StatusOr<std::string> TypedFilter(
    absl::Span<const ListField> fields, absl::string_view filter,
    const std::function<absl::StatusOr<absl::Time>(const std::string& typed, TimeUse use)>& read,
    const WordReader& word);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_TYPED_FILTER_H_
