# Writes OUTPUT, which defines what HEADER declares in NAMESPACE: the files of DIRECTORY as string literals. TABLES says
# which is which, as kEnTexts=en,kRuTexts=ru.
set(code "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\n")
string(REPLACE "," ";" tables "${TABLES}")
foreach(table ${tables})
  string(REPLACE "=" ";" table ${table})
  list(GET table 0 name)
  list(GET table 1 file)
  file(READ ${DIRECTORY}/${file}.json json)
  string(APPEND code "extern const absl::string_view ${name} = R\"json(${json})json\";\n")
endforeach()
file(WRITE ${OUTPUT} "${code}\n}  // namespace ${NAMESPACE}\n")
