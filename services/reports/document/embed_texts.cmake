# Writes OUTPUT: the text files of DIRECTORY as string literals; see texts.h.
set(code "#include \"services/reports/document/texts.h\"\n\nnamespace arasha::reports {\n\n")
foreach(language Kk Ru En)
  string(TOLOWER ${language} file)
  file(READ ${DIRECTORY}/${file}.json json)
  string(APPEND code "const absl::string_view k${language}Texts = R\"json(${json})json\";\n")
endforeach()
file(WRITE ${OUTPUT} "${code}\n}  // namespace arasha::reports\n")
