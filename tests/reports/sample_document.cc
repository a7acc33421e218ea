#include "tests/reports/sample_document.h"

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"

namespace arasha::reports {
namespace {

struct MissionRow {
  const char* name;
  int64_t met, late, missed, running;
};

constexpr MissionRow kMissions[] = {
    {"IST · Стамбул", 412, 61, 19, 33}, {"WAW · Варшава", 208, 14, 3, 12}, {"ASB · Ашхабад", 57, 22, 17, 4},
    {"DXB · Дубай", 689, 120, 41, 60},  {"FRA · Франкфурт", 174, 9, 2, 8}, {"SEL · Сеул", 233, 71, 38, 21},
    {"NYC · Нью-Йорк", 145, 12, 5, 10}, {"PEK · Пекин", 301, 33, 9, 17},   {"BKK · Бангкок", 96, 41, 29, 6},
    {"ANR · Анкара", 154, 10, 4, 9},
};

Section Compliance(const Texts& texts) {
  Section section{texts.Text("deadlines.section"), texts.Text("deadlines.text"), {}};
  BarChart bars{.title = texts.Text("deadlines.by_mission"),
                .bars = {},
                .series = {{texts.Text("heading.met"), Tone::kGood, {}},
                           {texts.Text("heading.late"), Tone::kLate, {}},
                           {texts.Text("heading.missed"), Tone::kBad, {}},
                           {texts.Text("heading.running"), Tone::kMuted, {}}}};
  HeatMap map{.title = texts.Text("deadlines.map"),
              .rows = {},
              .columns = {},
              .cells = {},
              .low = texts.Text("deadlines.map.low"),
              .high = texts.Text("deadlines.map.high")};
  for (int month = 1; month <= 12; ++month)
    map.columns.push_back(absl::StrCat(month < 10 ? "0" : "", month, ".2026"));
  Table table{.id = "by_mission",
              .title = texts.Text("deadlines.by_mission"),
              .note = "",
              .columns = {{"mission", texts.Text("heading.mission"), ColumnKind::kText},
                          {"met", texts.Text("heading.met"), ColumnKind::kCount},
                          {"late", texts.Text("heading.late"), ColumnKind::kCount},
                          {"missed", texts.Text("heading.missed"), ColumnKind::kCount},
                          {"running", texts.Text("heading.running"), ColumnKind::kCount},
                          {"kept", texts.Text("heading.compliance"), ColumnKind::kShare},
                          {"median", texts.Text("heading.median"), ColumnKind::kDuration}},
              .rows = {}};
  int seed = 7;
  Row total = {texts.Text("total"), int64_t{0}, int64_t{0}, int64_t{0}, int64_t{0}};
  for (const MissionRow& m : kMissions) {
    bars.bars.emplace_back(m.name);
    const int64_t parts[] = {m.met, m.late, m.missed, m.running};
    for (size_t i = 0; i < 4; ++i) {
      bars.series[i].values.push_back(static_cast<double>(parts[i]));
      std::get<int64_t>(total[i + 1]) += parts[i];
    }
    const double judged = static_cast<double>(m.met + m.late + m.missed);
    table.rows.push_back({std::string(m.name), m.met, m.late, m.missed, m.running,
                          Share{static_cast<double>(m.met) / judged}, absl::Minutes(37 * m.missed + 200)});
    map.rows.emplace_back(m.name);
    std::vector<std::optional<Share>> cells;
    for (int month = 0; month < 12; ++month) {
      seed = (seed * 73 + 29) % 101;
      const double share = (1 - static_cast<double>(m.met) / judged) * (0.4 + seed / 70.0);
      if (seed % 17 == 0) {
        cells.emplace_back(std::nullopt);
      } else {
        cells.emplace_back(Share{std::min(1.0, share)});
      }
    }
    map.cells.push_back(std::move(cells));
  }
  table.total = total;
  section.blocks = {bars, map, table};
  return section;
}

Section Access(const Texts& texts, absl::Time start) {
  Section section{texts.Text("access.section"), texts.Text("access.text"), {}};
  LineChart line{.title = texts.Text("activity.by_day"), .points = {}, .series = {{"", Tone::kMain, {}}}};
  LineChart two{.title = texts.Text("workload.flow"),
                .points = {},
                .series = {{texts.Text("heading.received"), Tone::kMain, {}},
                           {texts.Text("heading.closed"), Tone::kOther, {}}}};
  for (int day = 0; day < 90; ++day) {
    const absl::CivilDay date = absl::ToCivilDay(start, absl::UTCTimeZone()) + day;
    const std::string label = absl::StrCat(date.day(), ".", date.month() < 10 ? "0" : "", date.month());
    line.points.push_back(label);
    line.series[0].values.push_back(
        absl::GetWeekday(date) >= absl::Weekday::saturday ? 14 + day % 5 : 320 + (day * 37) % 190);
    if (day % 7 == 0) {
      two.points.push_back(label);
      two.series[0].values.push_back(40 + (day * 13) % 29);
      two.series[1].values.push_back(35 + (day * 7) % 31);
    }
  }
  Table table{.id = "accesses",
              .title = texts.Text("access.list"),
              .note = "",
              .columns = {{"place", texts.Text("heading.place"), ColumnKind::kCount},
                          {"time", texts.Text("heading.time"), ColumnKind::kTime},
                          {"actor", texts.Text("heading.actor"), ColumnKind::kText},
                          {"action", texts.Text("heading.action"), ColumnKind::kText},
                          {"case", texts.Text("heading.case"), ColumnKind::kText},
                          {"outcome", texts.Text("heading.outcome"), ColumnKind::kText}},
              .rows = {}};
  const auto row_of = [start, texts](int64_t i) -> Row {
    return {int64_t{1'204'000} + i * 31,
            start + absl::Minutes(47 * i),
            std::string(i % 3 == 0   ? "staff/a.omarova"
                        : i % 3 == 1 ? "staff/b.suleimenov"
                                     : "staff/s.akhmetov"),
            texts.Text(i % 4 == 0   ? "action.GetCase"
                       : i % 4 == 1 ? "action.ListEntries"
                                    : "action.AddEntry"),
            absl::StrCat("IST-2026-000", 100 + i % 40),
            texts.Text(i % 11 == 5 ? "AUDIT_DECISION_DENIED" : "AUDIT_DECISION_DONE")};
  };
  constexpr int64_t kAll = 12345;
  constexpr int64_t kPrinted = 120;
  for (int64_t i = 0; i < kPrinted; ++i) table.rows.push_back(row_of(i));
  table.row_count = kAll;
  table.stream = [row_of](RowSink sink) {
    for (int64_t i = 0; i < kAll; ++i) {
      if (absl::Status s = sink(row_of(i)); !s.ok()) return s;
    }
    return absl::OkStatus();
  };
  section.blocks = {line, two, table};
  return section;
}

Section Statistics(const Texts& texts) {
  Table table{.id = "statistics",
              .title = texts.Text("statistics.table"),
              .note = texts.Text("statistics.text"),
              .columns = {{"category", texts.Text("heading.category"), ColumnKind::kText}},
              .rows = {}};
  for (int month = 1; month <= 12; ++month) {
    table.columns.push_back(
        {absl::StrCat("2026-", month), absl::StrCat(month < 10 ? "0" : "", month), ColumnKind::kCount});
  }
  int64_t seed = 3;
  for (const auto& [key, text] : texts.all()) {
    if (!key.starts_with("category.")) continue;
    Row row = {text};
    for (int month = 0; month < 12; ++month) {
      seed = (seed * 73 + 29) % 101;
      row.emplace_back(seed < 12 ? Value(Suppressed{}) : Value(seed));
    }
    table.rows.push_back(row);
  }
  table.rows.push_back({std::string("=HYPERLINK(\"http://example\")"), std::monostate{}});
  return {texts.Text("statistics.section"), texts.Text("statistics.text"), {table}};
}

}  // namespace

Document SampleDocument(Language language) {
  const Texts texts(language);
  Document document;
  document.name = "reports/01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de";
  document.kind = "deadlines";
  document.language = language;
  absl::LoadTimeZone("Europe/Istanbul", &document.zone);
  document.start = absl::FromCivil(absl::CivilDay(2026, 1, 1), document.zone);
  document.end = absl::FromCivil(absl::CivilDay(2027, 1, 1), document.zone);
  document.made_at = absl::FromCivil(absl::CivilSecond(2027, 1, 4, 9, 12, 31), document.zone);
  document.title = texts.Text("REPORT_KIND_DEADLINES");
  document.subtitle = absl::StrCat(texts.Text("all_missions"), " · 2026");
  document.running_head = "IST · 2026";
  const std::string start = DayText(absl::CivilDay(2026, 1, 1), texts);
  const std::string end = DayText(absl::CivilDay(2026, 12, 31), texts);
  document.facts = {
      {texts.Text("fact.scope"), texts.Text("all_missions")},
      {texts.Text("fact.period"),
       texts.Text("fact.period_text", {{"period", start + " – " + end}, {"zone", "Europe/Istanbul"}})},
      {texts.Text("fact.made"), TimeText(document.made_at, document.zone, language)},
      {texts.Text("fact.made_by"), "staff/g.tulegenova"},
      {texts.Text("fact.audience"), texts.Text("audience.mission")},
      {texts.Text("fact.report"), document.name}};
  document.headlines = {
      {"deadlines.due", texts.Text("deadlines.due"), int64_t{3009}, Tone::kMain},
      {"deadlines.kept", texts.Text("deadlines.kept"), Share{0.822}, Tone::kGood},
      {"deadlines.late", texts.Text("deadlines.late"), int64_t{393}, Tone::kLate},
      {"deadlines.missed", texts.Text("deadlines.missed"), int64_t{167}, Tone::kBad},
      {"first_contact.within", texts.Text("first_contact.within"), Share{0.613}, Tone::kGood},
      {"first_contact.in_person", texts.Text("first_contact.in_person"), Share{0.28}, Tone::kOther},
      {"heading.median", texts.Text("heading.median"), absl::Hours(19) + absl::Minutes(40), Tone::kMain}};
  document.sections = {Compliance(texts), Access(texts, document.start), Statistics(texts)};
  for (const char* key :
       {"method.deadlines", "method.first_contact", "method.median", "method.source", "method.suppression"}) {
    document.method.push_back({texts.Text(key), texts.Text(absl::StrCat(key, ".text"))});
  }
  document.checkpoint = {"arasha.example/audit", 1'000'000, std::string(32, '\xa7'),
                         "arasha.example/audit\n1000000\n"};
  document.source = {{{"missions", {"IST"}}}, 873'201, 12, 999'870, std::string(32, '\x1b')};
  return document;
}

}  // namespace arasha::reports
