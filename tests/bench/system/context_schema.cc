#include "tests/bench/system/context_schema.h"

#include <exception>
#include <iostream>

namespace arasha::bench {
namespace {

constexpr char kDrop[] = "DROP SCHEMA IF EXISTS bench CASCADE";

// As access_labels() in storage/migrations/0003_access.sql reads it.
constexpr char kMake[] = R"sql(
CREATE SCHEMA bench;
CREATE FUNCTION bench.context(labels text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
RETURN (
  SELECT said || E'\n' || encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(said, 'UTF8'))), 'hex')
  FROM context_key k,
       concat_ws(E'\n', labels, extract(epoch FROM now() + interval '2 hours')::bigint, pg_backend_pid()) AS said);
REVOKE EXECUTE ON FUNCTION bench.context(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA bench TO arasha_server;
GRANT EXECUTE ON FUNCTION bench.context(text) TO arasha_server)sql";

}  // namespace

ContextSchema::ContextSchema(const std::string& owner_database) : database_(owner_database) {
  database_.Execute(kDrop);
  database_.Execute(kMake);
}

ContextSchema::~ContextSchema() {
  try {
    database_.Execute(kDrop);
  } catch (const std::exception& e) {
    std::cerr << "arasha-bench: the schema bench was left behind: " << e.what() << '\n';
  }
}

}  // namespace arasha::bench
