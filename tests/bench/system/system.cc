#include "tests/bench/system/system.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bench/system/operations.h"

namespace arasha::bench {
namespace {

// Cases that the raw side opened have no key but $kek's, of its own; what it noted in others is sealed under
// that. Entries stay for ever, which is not meant for these.
constexpr char kRemoveRawRows[] = R"sql(
BEGIN;
CREATE TEMP TABLE raw_key ON COMMIT DROP AS
  SELECT mission, case_uid, '\x01'::bytea || uuid_send(uid) AS seal FROM data_key WHERE kek = $kek;
CREATE TEMP TABLE raw_case ON COMMIT DROP AS
  SELECT c.mission, c.uid AS case_uid, c.year FROM raw_key k JOIN case_file c ON c.mission = k.mission AND c.uid = k.case_uid
  WHERE NOT EXISTS (
    SELECT FROM data_key o WHERE o.mission = k.mission AND o.case_uid = k.case_uid AND o.kek <> $kek);
ALTER TABLE entry DISABLE TRIGGER append_only;
DELETE FROM entry e USING raw_case r WHERE e.mission = r.mission AND e.case_uid = r.case_uid;
DELETE FROM entry e USING raw_key k
  WHERE e.mission = k.mission AND e.case_uid = k.case_uid AND substr(e.sealed, 1, 17) = k.seal;
ALTER TABLE entry ENABLE TRIGGER append_only;
DELETE FROM request q USING raw_case r WHERE q.mission = r.mission AND q.case_uid = r.case_uid;
DELETE FROM request q USING raw_key k
  WHERE q.mission = k.mission AND q.case_uid = k.case_uid AND substr(q.response, 1, 17) = k.seal;
DELETE FROM deadline d USING raw_case r WHERE d.mission = r.mission AND d.case_uid = r.case_uid;
DELETE FROM party p USING raw_case r WHERE p.mission = r.mission AND p.case_uid = r.case_uid;
DELETE FROM case_index i USING raw_case r WHERE i.mission = r.mission AND i.case_uid = r.case_uid;
DELETE FROM data_key WHERE kek = $kek;
DELETE FROM case_file c USING raw_case r WHERE c.mission = r.mission AND c.uid = r.case_uid;
UPDATE case_counter n
  SET last = coalesce((SELECT max(serial) FROM case_file c WHERE c.mission = n.mission AND c.year = n.year), 0)
  WHERE (mission, year) IN (SELECT mission, year FROM raw_case);
COMMIT)sql";

// Sessions report what they did when they next do something, or after ten idle seconds.
constexpr absl::Duration kStatisticsDelay = absl::Seconds(11);

}  // namespace

std::string MissionCode(int i) {
  std::string code = "BENAA";
  code[3] = static_cast<char>('A' + i / 8);
  code[4] = static_cast<char>('A' + i % 8);
  return code;
}

System::System(const std::string& owner_database) : database_(owner_database) {}

bool System::RegisterMissions(const std::string& principal) {
  int changed = 0;
  for (int i = 0; i < kMissions; ++i) {
    const std::string code = Quoted(MissionCode(i));
    changed += database_.Execute(absl::StrCat(
        "INSERT INTO mission (code, name_kk, name_ru, name_en, host_state, time_zone, weekend) VALUES (",
        code,
        ", 'Өлшем мекемесі', 'Учреждение для замеров', 'Mission to measure', 'TR', 'Europe/Istanbul', "
        "'{6,7}') ON CONFLICT DO NOTHING"));
    changed +=
        database_.Execute(absl::StrCat("INSERT INTO role_grant (principal, role, mission) VALUES (",
                                       Quoted(principal), ", 'officer', ", code, ") ON CONFLICT DO NOTHING"));
  }
  return changed > 0;
}

int System::MissingFromPage(const std::string& code, const std::vector<storage::Param>& search) {
  const std::string mission = Quoted(code);
  const std::string tokens = Quoted(search.front().value());
  const std::string full = database_.Row(absl::StrCat(
      "SELECT least((SELECT count(*) FROM (SELECT FROM case_file WHERE mission = ", mission,
      " AND state = 'received' LIMIT ", kPageSize, ") AS page), (SELECT count(*) FROM find_cases(", mission,
      ", ARRAY(SELECT jsonb_array_elements_text(", tokens, "::jsonb->", mission, "->0)::integer), '{}')), ",
      kPageSize, ")"))[0];
  return kPageSize - std::stoi(full);
}

Population System::ReadPopulation() {
  const std::vector<std::string> row =
      database_.Row(absl::StrCat("SELECT year, min(last) FROM case_counter WHERE mission ~ '^BEN[A-H][A-H]$' "
                                 "GROUP BY year HAVING count(*) = ",
                                 kMissions, " ORDER BY min(last) DESC LIMIT 1"));
  return {.year = std::stoi(row[0]), .serials = std::stoi(row[1])};
}

Sample System::ReadSample(const std::string& code, const std::string& case_uid,
                          const std::string& create_request, const std::string& entry_uid,
                          const std::string& entry_request) {
  const std::string mission = Quoted(code);
  const std::string uid = Quoted(case_uid);
  const std::string of_case = absl::StrCat(" x WHERE x.mission = ", mission, " AND x.case_uid = ", uid);
  const auto all = [&](absl::string_view table) {
    return database_.Row(
        absl::StrCat("SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM ", table, of_case))[0];
  };
  const auto entry = [&](const std::string& which) {
    return database_.Row(absl::StrCat("SELECT to_jsonb(x) FROM entry", of_case, " AND ", which))[0];
  };
  const auto response = [&](const std::string& request_id) {
    return database_.Row(absl::StrCat("SELECT encode(response, 'hex') FROM request WHERE request_id = ",
                                      Quoted(request_id)))[0];
  };
  // What a raw entry is sealed under is no key of the case that it is added to, were it the sample's own.
  const auto under_raw_key =
      [key = absl::StrReplaceAll(
           database_.Row(absl::StrCat("SELECT uid FROM data_key", of_case, " ORDER BY uid LIMIT 1"))[0],
           {{"-", ""}})](const std::string& sealed) {
        return absl::StrReplaceAll(sealed, {{key, absl::StrReplaceAll(kRawKey, {{"-", ""}})}});
      };
  return {.case_row = database_.Row(absl::StrCat(
              "SELECT to_jsonb(c) FROM case_file c WHERE c.mission = ", mission, " AND c.uid = ", uid))[0],
          .parties = all("party"),
          .deadlines = all("deadline"),
          .opening_entry = entry("x.event = 'open'"),
          .data_key =
              database_.Row(absl::StrCat("SELECT to_jsonb(x) || '{\"kek\": \"", kRawKek, "\", \"uid\": \"",
                                         kRawKey, "\"}' FROM data_key", of_case, " ORDER BY uid LIMIT 1"))[0],
          .create_response = response(create_request),
          .entry = under_raw_key(entry("x.uid = " + Quoted(entry_uid))),
          .entry_response = under_raw_key(response(entry_request))};
}

int System::RemoveRawRows() {
  database_.Execute(absl::StrReplaceAll(kRemoveRawRows, {{"$kek", Quoted(kRawKek)}}));
  return 1;
}

int64_t System::CountCases() {
  return std::stoll(database_.Row("SELECT coalesce(sum(last), 0) FROM case_counter")[0]);
}

int System::BackendPid() { return std::stoi(database_.Row("SELECT pg_backend_pid()")[0]); }

int64_t System::LastLeaf() {
  return std::stoll(database_.Row("SELECT last_value FROM audit_leaf_leaf_id_seq")[0]);
}

LogLag System::ReadLogLag(int64_t after) {
  const auto row = database_.Row(absl::StrCat(R"sql(
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY lag), percentile_cont(0.99) WITHIN GROUP (ORDER BY lag)
FROM (
  -- The first head that covers a place is the oldest of those after it.
  SELECT extract(epoch FROM min(create_time) OVER (ORDER BY place DESC, leaf_id NULLS FIRST) - occurred_time) AS lag
  FROM (
    SELECT size - 1 AS place, create_time, NULL::timestamptz AS occurred_time, NULL::bigint AS leaf_id FROM audit_checkpoint
    UNION ALL
    SELECT s.tree_index, NULL, l.occurred_time, l.leaf_id FROM audit_leaf l JOIN audit_sequence s USING (leaf_id)
    WHERE l.leaf_id > )sql",
                                              after, " AND position(convert_to(", Quoted(kRawInstance),
                                              ", 'UTF8') IN l.leaf_data) = 0) AS places) AS lags"));
  return {.p50 = absl::Seconds(std::stod(row[0])), .p99 = absl::Seconds(std::stod(row[1]))};
}

int64_t System::CountTransactions() {
  absl::SleepFor(kStatisticsDelay);
  return std::stoll(
      database_.Row("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")[0]);
}

}  // namespace arasha::bench
