# Writes OUTPUT, a C++ source with the text of INPUT.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "#include \"services/rules/log/embedded_schema.h\"

namespace arasha::rules::log {
const absl::string_view kEmbeddedSchema = R\"schema__(${text})schema__\";
}  // namespace arasha::rules::log
")
