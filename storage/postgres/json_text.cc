#include "storage/postgres/json_text.h"

#include <simdjson.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace arasha::storage {
namespace {

using nlohmann::json;
using simdjson::dom::element_type;

// It takes fifteen bytes for each of the text's, all at once: little for a list, 60 MB for a page of the log,
// and that for each caller of the moment.
constexpr size_t kMostForSimdjson = 1 << 20;

json ValueOf(simdjson::dom::element element) {
  switch (element.type()) {
    case element_type::ARRAY: {
      const simdjson::dom::array elements(element);
      json::array_t values;
      values.reserve(elements.size());
      for (const simdjson::dom::element each : elements) values.push_back(ValueOf(each));
      return json(std::move(values));
    }
    case element_type::OBJECT: {
      json::object_t members;
      for (const auto& [key, value] : simdjson::dom::object(element)) {
        members.insert_or_assign(std::string(key), ValueOf(value));
      }
      return json(std::move(members));
    }
    case element_type::STRING:
      return std::string(std::string_view(element));
    case element_type::INT64:
      return int64_t(element);
    case element_type::UINT64:
      return uint64_t(element);
    case element_type::DOUBLE:
      return double(element);
    case element_type::BOOL:
      return bool(element);
    case element_type::NULL_VALUE:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

json ParseJsonText(absl::string_view text) {
  if (text.size() > kMostForSimdjson) return json::parse(text.begin(), text.end());
  simdjson::dom::parser parser;
  return ValueOf(parser.parse(text.data(), text.size()));
}

}  // namespace arasha::storage
