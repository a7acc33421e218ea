#ifndef ARASHA_STORAGE_POSTGRES_JSON_TEMPLATES_H_
#define ARASHA_STORAGE_POSTGRES_JSON_TEMPLATES_H_

#include <nlohmann/json.hpp>
#include <string>

// What nlohmann::json is made of, compiled once (json_templates.cc) instead of in each of the many sources
// that read or write a row: with sanitizers that was a third of their compilation. Comes with the
// precompiled headers; include nlohmann/json.hpp where you use it.
namespace nlohmann {

extern template class basic_json<>;

namespace detail {

extern template class serializer<json>;
extern template class json_sax_dom_parser<json>;
extern template class lexer<json, iterator_input_adapter<const char*>>;
extern template class lexer<json, iterator_input_adapter<std::string::const_iterator>>;
extern template class parser<json, iterator_input_adapter<const char*>>;
extern template class parser<json, iterator_input_adapter<std::string::const_iterator>>;

}  // namespace detail
}  // namespace nlohmann

#endif  // ARASHA_STORAGE_POSTGRES_JSON_TEMPLATES_H_
