#include "tests/bench/load/preload.h"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bench/load/case_maker.h"
#include "tests/bench/system/database.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {
namespace {

// Cases of one COPY of each table: enough that its own cost does not show, few enough to hold two in memory.
constexpr int kBatch = 10'000;

// What drops, and what makes again, the indexes of the tables that are filled and the foreign keys that
// lead to them: kept up row by row they would take most of the time. Keys that lead to missions, staff and
// types stay, for dropping them would lock tables that the server reads meanwhile.
constexpr char kUpkeep[] = R"sql(
WITH filled AS (
  SELECT unnest(ARRAY['case_file', 'data_key', 'case_index', 'party', 'entry', 'deadline']::regclass[]) AS oid
), objects AS (
  SELECT contype = 'f' AS foreign_key,
         format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
         format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
  FROM pg_constraint
  WHERE (contype IN ('p', 'u') AND conrelid IN (SELECT oid FROM filled))
     OR (contype = 'f' AND confrelid IN (SELECT oid FROM filled))
  UNION ALL
  SELECT false, format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index
  WHERE indrelid IN (SELECT oid FROM filled)
    AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u'))
)
SELECT string_agg(drop, ';' ORDER BY foreign_key DESC), string_agg(make, ';' ORDER BY foreign_key) FROM objects)sql";

// Takes the numbers of `count` cases dealt out to the missions; returns the last given before in each.
std::vector<int> TakeNumbers(Database& database, int year, int count) {
  std::vector<int> before;
  for (int i = 0; i < kMissions; ++i) {
    const int share = count / kMissions + (i < count % kMissions ? 1 : 0);
    const std::vector<std::string> row = database.Row(
        absl::StrCat("INSERT INTO case_counter AS n (mission, year, last) VALUES (", Quoted(MissionCode(i)),
                     ", ", year, ", ", share, ") ON CONFLICT (mission, year) DO UPDATE SET last = n.last + ",
                     share, " RETURNING last - ", share));
    before.push_back(std::stoi(row[0]));
  }
  return before;
}

void Copy(Database& database, CaseBatch batch) {
  for (CopyRows* rows :
       {&batch.cases, &batch.data_keys, &batch.index, &batch.parties, &batch.entries, &batch.deadlines}) {
    database.Copy(std::move(*rows));
  }
}

}  // namespace

void Preload(const std::string& owner_database, ServerView& server, const std::string& assignee, int count) {
  Database database(owner_database);
  int type_version = 0;
  if (!absl::SimpleAtoi(database.Row("SELECT max(version) FROM case_type WHERE id = 'rights.detention'")[0],
                        &type_version)) {
    throw std::runtime_error("preload: the case type rights.detention is not applied");
  }
  const absl::Time now = absl::Now();
  const absl::Time first =
      absl::FromCivil(absl::CivilYear(absl::ToCivilYear(now, absl::UTCTimeZone())), absl::UTCTimeZone());
  CaseMaker maker(server, assignee, type_version, first, (now - first) / count);

  database.Execute("BEGIN");
  const std::vector<std::string> upkeep = database.Row(kUpkeep);
  database.Execute(upkeep[0]);
  const std::vector<int> before = TakeNumbers(database, maker.year(), count);
  // The next batch is made while PostgreSQL takes the last.
  const auto make = [&](int begin) {
    return std::async(std::launch::async,
                      [&, begin] { return maker.Make(begin, std::min(count, begin + kBatch), before); });
  };
  std::future<CaseBatch> next = make(0);
  for (int end = kBatch; end < count + kBatch; end += kBatch) {
    CaseBatch batch = next.get();
    if (end < count) next = make(end);
    Copy(database, std::move(batch));
  }
  database.Execute("SET LOCAL maintenance_work_mem = '256MB'");
  database.Execute(upkeep[1]);
  database.Execute("COMMIT");
  database.Execute("VACUUM (ANALYZE) case_file, data_key, case_index, party, entry, deadline, case_counter");
}

}  // namespace arasha::bench
