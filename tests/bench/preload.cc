#include "tests/bench/preload.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/encoding.h"
#include "tests/bench/database.h"
#include "tests/bench/system.h"

namespace arasha::bench {
namespace {

using storage::TimeText;

// Cases of one COPY: enough that its own cost does not show, few enough to hold in memory.
constexpr int kBatch = 20'000;

constexpr std::array kGivenNames = {"Айгүл", "Ерлан",  "Гүлнар", "Нұрлан", "Сәуле",  "Бауыржан",
                                    "Әсел",  "Қайрат", "Жанар",  "Дәурен", "Мәдина", "Серік",
                                    "Ұлжан", "Тимур",  "Шолпан", "Ғани"};
constexpr std::array kFamilyNames = {"Жақсыбек", "Сәрсенбай", "Әбдірахман", "Оспан",  "Қалиақпар",
                                     "Төлеген",  "Нұрпейіс",  "Есімқұлов",  "Ыбырай", "Сүлеймен",
                                     "Досжан",   "Мұқанов",   "Ахметов"};
constexpr std::array kPlaces = {"Стамбул, Фатих ауданының полиция бөлімшесі", "Силиври түрмесі",
                                "Анталия, шетелдіктерді жіберу орталығы", "Бурса, № 2 тергеу изоляторы"};
constexpr std::array kCauses = {"көлік апатынан кейін", "болу мерзімінің бұзылуына байланысты",
                                "кафедегі жанжалдан соң", "кедендік тексеру кезінде",
                                "танымаған адамның арызы бойынша"};
constexpr std::array kOpenStates = {
    "received", "received", "registered", "in_progress", "waiting_host_authority", "received"};

// What drops, and what makes again, the indexes of the tables that are filled and the foreign keys that
// lead to them: kept up row by row they would take most of the time. Keys that lead to missions, staff and
// types stay, for dropping them would lock tables that the server reads meanwhile.
constexpr char kUpkeep[] = R"sql(
WITH filled AS (
  SELECT unnest(ARRAY['case_file', 'party', 'entry', 'deadline']::regclass[]) AS oid
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

// Makes cases and gathers their rows.
class Writer {
 public:
  Writer(std::string assignee, int type_version, absl::Time first, absl::Duration step)
      : assignee_(std::move(assignee)),
        type_version_(type_version),
        year_(absl::ToCivilYear(first + absl::Hours(24), absl::UTCTimeZone()).year()),
        first_(first),
        step_(step) {}

  // The `index`-th of all that are added.
  void Add(int index, const std::string& mission, int serial) {
    const absl::Time created = first_ + step_ * index;
    const bool open = (index / kMissions) % 10 == 0;
    const std::string state = open ? Pick(kOpenStates) : "closed";
    const absl::Time moved = open ? created : std::min(created + absl::Hours(24 * 20), absl::Now());
    const std::string uid = Uid(created);
    const std::string key = absl::StrCat(mission, "\t", uid, "\t");
    const std::string at = TimeText(created);
    const std::string subject = Name();
    absl::StrAppend(&cases, key, year_, "\t", serial, "\trights.detention\t", type_version_, "\t", state,
                    "\t", open, "\t", 2 + random_() % 3, "\t", state == "received" ? "\\N" : assignee_,
                    "\tTR\tАзамат ", subject, " ", Pick(kCauses));
    absl::StrAppend(
        &cases,
        " полиция қызметкерлерімен ұсталған. Туыстарының айтуынша, оған айып тағылмаған, аудармашы "
        "берілмеген. Консулдық қолжетімділік пен адвокат көмегі сұралады.\t{\"notified_time\": \"",
        absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", created, absl::UTCTimeZone()),
        "\", \"place_of_detention\": \"", Pick(kPlaces), "\", \"custody_status\": \"police_custody\"}\t", at,
        "\t", at, "\t", TimeText(moved), "\t", open ? "\\N" : TimeText(moved), "\t", open ? 1 : 4, "\n");
    AddParty(key, created, "2\t1\t" + subject + "\tN" + Digits(8) + "\tKZ\t+90555" + Digits(7));
    AddParty(key, created, "1\t1\t" + Name() + "\t\\N\tKZ\t+7701" + Digits(7));
    AddEntry(key, created, "7\t\\N", "open\treceived\t{}");
    AddEntry(
        key, created + absl::Minutes(40),
        "1\tТергеушімен телефон арқылы сөйлесті: отбасына хабарланды, келесі байланыс ертеңге жоспарланған.",
        "\\N\t\\N\t{}");
    AddEntry(key, created + absl::Hours(5), "4\tҰсталған адаммен кездесті, денсаулығына шағымы жоқ.",
             "\\N\t\\N\t{entry:VISIT}");
    AddDeadline(key, created, absl::Hours(24), "first_contact",
                "Service standard: 24 hours from notification", "{entry:CONTACT,entry:VISIT}",
                TimeText(created + absl::Hours(5)));
    AddDeadline(key, created, absl::Hours(48), "access_request",
                "Vienna Convention on Consular Relations 1963, art. 36(1)(c)", "{entry:NOTE_VERBALE/SENT}",
                open ? "\\N" : TimeText(created + absl::Hours(30)));
    AddDeadline(key, created, absl::Hours(24 * 5), "visit",
                "Vienna Convention on Consular Relations 1963, art. 36(1)(c): right to visit",
                "{entry:VISIT,entry:CONTACT/in_person}", TimeText(created + absl::Hours(5)));
  }

  void CopyTo(Database& database) {
    database.Copy("case_file",
                  "mission, uid, year, serial, type, type_version, state, open, priority, assignee, "
                  "host_state, summary,"
                  " details, received_at, created_at, updated_at, closed_at, version",
                  cases);
    database.Copy(
        "party",
        "mission, case_uid, uid, created_at, role, kind, display_name, passport_number, nationality, phone",
        parties);
    database.Copy(
        "entry",
        "mission, case_uid, uid, happened_at, recorded_at, author, kind, text, event, to_state, triggers",
        entries);
    database.Copy("deadline", "mission, case_uid, rule, source, started_at, due_at, met_by, corrects, met_at",
                  deadlines);
    for (std::string* lines : {&cases, &parties, &entries, &deadlines}) lines->clear();
  }

  int year() const { return static_cast<int>(year_); }

 private:
  template <size_t n>
  std::string Pick(const std::array<const char*, n>& values) {
    return values[random_() % n];
  }
  std::string Name() { return absl::StrCat(Pick(kGivenNames), " ", Pick(kFamilyNames)); }
  std::string Digits(size_t count) {
    std::string digits;
    while (digits.size() < count) digits += static_cast<char>('0' + random_() % 10);
    return digits;
  }

  // A UUID of version 7, as storage/encoding.h makes them, without the operating system's randomness.
  std::string Uid(absl::Time time) {
    const std::string millis = absl::StrFormat("%012x", absl::ToUnixMillis(time));
    return absl::StrFormat("%s-%s-7%03x-8%03x-%012x", millis.substr(0, 8), millis.substr(8),
                           random_() & 0xfff, random_() & 0xfff, random_() & 0xffffffffffff);
  }

  void AddParty(const std::string& key, absl::Time created, const std::string& rest) {
    absl::StrAppend(&parties, key, Uid(created), "\t", TimeText(created), "\t", rest, "\n");
  }
  void AddEntry(const std::string& key, absl::Time at, absl::string_view kind_and_text,
                absl::string_view rest) {
    absl::StrAppend(&entries, key, Uid(at), "\t", TimeText(at), "\t", TimeText(at));
    absl::StrAppend(&entries, "\t", assignee_, "\t", kind_and_text, "\t", rest, "\n");
  }
  void AddDeadline(const std::string& key, absl::Time start, absl::Duration period, absl::string_view rule,
                   absl::string_view source, absl::string_view met_by, const std::string& met) {
    absl::StrAppend(&deadlines, key, rule, "\t", source, "\t");
    absl::StrAppend(&deadlines, TimeText(start), "\t", TimeText(start + period), "\t", met_by, "\tt\t", met,
                    "\n");
  }

  const std::string assignee_;
  const int type_version_;
  const int64_t year_;
  const absl::Time first_;
  const absl::Duration step_;
  std::mt19937_64 random_{std::random_device()()};
  std::string cases, parties, entries, deadlines;
};

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

}  // namespace

void Preload(const std::string& owner_database, const std::string& assignee, int count) {
  Database database(owner_database);
  int type_version = 0;
  if (!absl::SimpleAtoi(database.Row("SELECT max(version) FROM case_type WHERE id = 'rights.detention'")[0],
                        &type_version)) {
    throw std::runtime_error("preload: the case type rights.detention is not applied");
  }
  const absl::Time now = absl::Now();
  const absl::Time first =
      absl::FromCivil(absl::CivilYear(absl::ToCivilYear(now, absl::UTCTimeZone())), absl::UTCTimeZone());
  Writer writer(assignee, type_version, first, (now - first) / count);

  database.Execute("BEGIN");
  const std::vector<std::string> upkeep = database.Row(kUpkeep);
  database.Execute(upkeep[0]);
  for (int begin = 0; begin < count; begin += kBatch) {
    const int end = std::min(count, begin + kBatch);
    std::vector<int> serials = TakeNumbers(database, writer.year(), end - begin);
    for (int i = begin; i < end; ++i) {
      const int mission = (i - begin) % kMissions;
      writer.Add(i, MissionCode(mission), ++serials[static_cast<size_t>(mission)]);
    }
    writer.CopyTo(database);
  }
  database.Execute("SET LOCAL maintenance_work_mem = '256MB'");
  database.Execute(upkeep[1]);
  database.Execute("COMMIT");
  database.Execute("VACUUM (ANALYZE) case_file, party, entry, deadline, case_counter");
}

}  // namespace arasha::bench
