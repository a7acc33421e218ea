# Writes OUTPUT, a C++ source with the text of every NNNN_name.sql in DIRECTORY.
file(GLOB files ${DIRECTORY}/*.sql)
list(SORT files)
set(rows "")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND rows "    {\"${name}\", R\"sql__(${text})sql__\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"storage/postgres/migrations.h\"

namespace arasha::storage {
const std::vector<Migration>& EmbeddedMigrations() {
  static const std::vector<Migration> migrations = {
${rows}  };
  return migrations;
}
}  // namespace arasha::storage
")
