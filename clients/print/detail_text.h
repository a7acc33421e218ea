#ifndef ARASHA_CLIENTS_PRINT_DETAIL_TEXT_H_
#define ARASHA_CLIENTS_PRINT_DETAIL_TEXT_H_

#include <google/protobuf/struct.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"
#include "clients/print/print_table.h"
#include "proto/entry_fields.h"

namespace arasha::clients {

// One value in the reader's words; `rule` is nullptr of a field that the type does not know.
std::string DetailText(const google::protobuf::Value& value, const v1::FieldRule* rule,
                       const TableStyle& style);

// Details, label by value in the reader's words: in the order of the fields, then whatever they do not know.
std::vector<std::pair<std::string, std::string>> DetailTexts(const google::protobuf::Struct& details,
                                                             const FieldRules& fields,
                                                             const TableStyle& style);

// Those of an entry in one line: `Place: prison; Guard listened: yes`.
// A duration in words, `1 year 6 months`, of `P1Y6M`; as it stands if it is none.
std::string DurationInWords(const std::string& value, const Texts& messages);

std::string EntryDetailsText(const v1::Entry& entry, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_DETAIL_TEXT_H_
