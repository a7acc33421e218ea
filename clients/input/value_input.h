#ifndef ARASHA_CLIENTS_INPUT_VALUE_INPUT_H_
#define ARASHA_CLIENTS_INPUT_VALUE_INPUT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// Values as people write them, in the form of the API. Each answers nothing for what it does not take, and
// the server then says what it wants.
namespace arasha::clients {

// `yes`, `да`, `иә`, `true`, `no`, `нет`, `жоқ`, `false`, in any case.
std::optional<bool> YesOrNo(absl::string_view typed);

// `150000.50 USD` of `150 000,50 USD`, `1,000.50 usd`, `USD 1000.5`. A point or comma before three figures
// parts thousands only where it stands more than once, or another follows it; else nothing, for it may be
// either. At least as many figures stand after the point as the currency has.
std::optional<std::string> Amount(absl::string_view typed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_VALUE_INPUT_H_
