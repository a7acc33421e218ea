#include "tests/bench/system/bare_tables.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace arasha::bench {
namespace {

// Keys that lead to missions, staff and case types are left out, for they would hang on tables of the
// server's: the bare side is the faster for it. So it is for keeping no index of what new cases are found by.
constexpr char kMake[] = R"sql(
BEGIN;
CREATE TABLE bench.case_counter WITH (fillfactor = 10) AS SELECT mission, year, last FROM case_counter WHERE $measured;
CREATE TABLE bench.case_file WITH (fillfactor = 90) AS
  SELECT mission, uid, year, serial, type, type_version, state, open, priority, assignee, host_state, sensitivity,
         compartment, $content, received_time, create_time, created_by, update_time, close_time, erase_time, version
  FROM case_file WHERE $measured;
CREATE TABLE bench.party AS
  SELECT mission, case_uid, uid, role, kind, $content, create_time, remove_time, version FROM party WHERE $measured;
CREATE TABLE bench.entry AS
  SELECT mission, case_uid, uid, kind, $content, happened_time, record_time, author, channel, in_person, party_uid,
         direction, event, from_state, to_state, triggers, corrects
  FROM entry WHERE $measured;
CREATE TABLE bench.deadline AS SELECT * FROM deadline WHERE $measured;
CREATE TABLE bench.case_index AS SELECT mission, case_uid, tokens, identifiers FROM case_index WHERE $measured;
ALTER TABLE bench.case_counter ADD PRIMARY KEY (mission, year);
ALTER TABLE bench.case_file ADD PRIMARY KEY (mission, uid), ADD UNIQUE (mission, year, serial);
CREATE INDEX ON bench.case_file (mission, create_time DESC, uid DESC);
CREATE INDEX ON bench.case_file (mission, create_time DESC, uid DESC) WHERE open;
CREATE INDEX ON bench.case_file (mission, state, create_time DESC, uid DESC);
CREATE INDEX ON bench.case_file (mission, assignee, create_time DESC, uid DESC) WHERE open;
ALTER TABLE bench.party ADD PRIMARY KEY (mission, case_uid, uid),
  ADD FOREIGN KEY (mission, case_uid) REFERENCES bench.case_file;
ALTER TABLE bench.entry ADD PRIMARY KEY (mission, case_uid, happened_time, uid),
  ADD FOREIGN KEY (mission, case_uid) REFERENCES bench.case_file,
  ADD FOREIGN KEY (mission, case_uid, party_uid) REFERENCES bench.party;
CREATE INDEX ON bench.entry (mission, record_time) INCLUDE (case_uid);
CREATE UNIQUE INDEX ON bench.entry (mission, case_uid, corrects) WHERE corrects IS NOT NULL;
ALTER TABLE bench.deadline ADD PRIMARY KEY (mission, case_uid, rule, run),
  ADD FOREIGN KEY (mission, case_uid) REFERENCES bench.case_file;
CREATE INDEX ON bench.case_index USING gin (tokens, identifiers);
COMMIT)sql";

constexpr char kMeasured[] = "mission ~ '^BEN[A-H][A-H]$'";

// Too short for PostgreSQL to compress, as what is sealed could not be.
constexpr char kContent[] = "left(encode(sealed, 'hex'), octet_length(sealed)) AS content";

constexpr char kVacuum[] =
    "VACUUM (ANALYZE) bench.case_counter, bench.case_file, bench.party, bench.entry, bench.deadline, "
    "bench.case_index";

constexpr char kRemoveEntries[] = "DELETE FROM bench.entry WHERE author = $author";

constexpr char kRemoveCases[] = R"sql(
BEGIN;
CREATE TEMP TABLE written ON COMMIT DROP AS SELECT mission, uid, year FROM bench.case_file WHERE created_by = $author;
DELETE FROM bench.deadline d USING written w WHERE d.mission = w.mission AND d.case_uid = w.uid;
DELETE FROM bench.party p USING written w WHERE p.mission = w.mission AND p.case_uid = w.uid;
DELETE FROM bench.case_file c USING written w WHERE c.mission = w.mission AND c.uid = w.uid;
UPDATE bench.case_counter n
  SET last = (SELECT max(serial) FROM bench.case_file c WHERE c.mission = n.mission AND c.year = n.year)
  WHERE (mission, year) IN (SELECT mission, year FROM written);
COMMIT)sql";

std::string ByAuthor(const char* sql) { return absl::StrReplaceAll(sql, {{"$author", Quoted(kBareAuthor)}}); }

}  // namespace

BareTables::BareTables(const std::string& owner_database) : database_(owner_database) {
  database_.Execute(absl::StrReplaceAll(kMake, {{"$measured", kMeasured}, {"$content", kContent}}));
  database_.Execute(kVacuum);
}

BareSample BareTables::ReadSample(const std::string& mission, const std::string& uid) {
  const std::string of_case = absl::StrCat(" WHERE mission = ", Quoted(mission), " AND ");
  const std::string with_case = absl::StrCat(of_case, "case_uid = ", Quoted(uid));
  const auto entry = [&](const std::string& which) {
    return database_.Rows(absl::StrCat("SELECT * FROM bench.entry", with_case, " AND ", which)).at(0);
  };
  return {
      .case_row =
          database_.Rows(absl::StrCat("SELECT * FROM bench.case_file", of_case, "uid = ", Quoted(uid))).at(0),
      .parties = database_.Rows(absl::StrCat("SELECT * FROM bench.party", with_case)),
      .deadlines = database_.Rows(absl::StrCat("SELECT * FROM bench.deadline", with_case)),
      .opening_entry = entry("event = 'open'"),
      .note = entry("event IS NULL")};
}

int BareTables::RemoveWritten() {
  const int entries = database_.Execute(ByAuthor(kRemoveEntries));
  database_.Execute(ByAuthor(kRemoveCases));
  return entries;
}

}  // namespace arasha::bench
