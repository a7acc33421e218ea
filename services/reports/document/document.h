#ifndef ARASHA_SERVICES_REPORTS_DOCUMENT_DOCUMENT_H_
#define ARASHA_SERVICES_REPORTS_DOCUMENT_DOCUMENT_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "services/rules/texts/texts.h"

// What a report says, before it takes any form. Every kind of report is made into one Document, and every
// format is drawn from it (render.h). Texts in it stand in the report's language already.
namespace arasha::reports {

// A part of a whole, 0 to 1.
struct Share {
  double of_one = 0;
};

// A figure that is no whole number. Told to one place after the point, in every form.
struct Decimal {
  double number = 0;
};

// A count that is held back, because it is so small that it could point at a person.
struct Suppressed {};

// Somebody or something that has a name: people read the name, programs (CSV, JSON, `arasha report verify`)
// the id.
struct Named {
  std::string id;
  std::string name;
};

// One cell; std::monostate where there is nothing to say.
using Value = std::variant<std::monostate, std::string, Named, int64_t, Decimal, Share, absl::Time,
                           absl::Duration, Suppressed>;
using Row = std::vector<Value>;

enum class ColumnKind {
  kText,
  kCount,
  kShare,
  kTime,
  kDuration,
};

struct Column {
  std::string id;     // the same in every language: the key in JSON and, with its unit, the header in CSV
  std::string title;  // what people read
  ColumnKind kind = ColumnKind::kText;
  bool on_cover = false;  // says in every row what the cover says once: for programs, and not printed
  bool in_words = false;  // CSV has the name beside the id, for whoever fills in the table there
  double room = 0;        // the least width on paper, in points, of what is filled in by hand
};

using RowSink = absl::FunctionRef<absl::Status(const Row&)>;

struct Table {
  std::string id;  // names the CSV file and the sheet
  std::string title;
  std::string note;  // printed below; empty for none
  std::vector<Column> columns;
  std::vector<Row> rows;  // all, or with `stream` the first ones, as many as are worth printing
  // What each row is about, the same in every language ("IST"), by which `arasha report verify` finds it;
  // none where it recomputes nothing.
  std::vector<std::string> keys = {};
  std::optional<Row> total = std::nullopt;
  // Long lists are never held in memory: gives every row, from the first, as often as it is called.
  std::function<absl::Status(RowSink)> stream = nullptr;
  int64_t row_count = 0;  // of `stream`
};

// Calls `sink` with every row of a table, streamed or not; stops at the first error.
absl::Status ForEachRow(const Table& table, RowSink sink);

// What a colour means. The same in every chart, which names its series beside their colours.
enum class Tone {
  kMain,
  kGood,
  kLate,
  kBad,
  kOther,
  kMuted,
};

struct Series {
  std::string name;
  Tone tone = Tone::kMain;
  std::vector<double> values;  // one for each point or bar
};

// A time series.
struct LineChart {
  std::string title;
  std::vector<std::string> points;  // labels, in order of time
  std::vector<Series> series;
};

// Horizontal bars, of several parts each where there are several series.
struct BarChart {
  std::string title;
  std::vector<std::string> bars;  // labels
  std::vector<Series> series;
  std::string note = {};  // printed below, also where there is no bar; empty for none
  bool decimal = false;   // values are no whole numbers
};

// Shares by two dimensions. Every cell prints its value too, so that nothing hangs on colour.
struct HeatMap {
  std::string title;
  std::vector<std::string> rows;
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<Share>>> cells;  // by row, then column
  std::string low;                                       // what the palest colour means
  std::string high;
  std::string note = {};  // printed below; empty for none
};

using Block = std::variant<Table, LineChart, BarChart, HeatMap>;

struct Section {
  std::string title;
  std::string text;
  std::vector<Block> blocks;
};

struct Fact {
  std::string label;
  std::string text;
};

// One of the few figures that the cover shows large.
struct Headline {
  std::string id;  // "deadlines.due"
  std::string label;
  Value value;
  Tone tone = Tone::kMain;
};

// The head of the audit log that the report was made at.
struct Checkpoint {
  std::string origin;
  int64_t size = 0;
  std::string root;  // 32 bytes
  std::string note;  // the signed note
};

// The leaves that the figures stand on: those before the checkpoint's size that `filter` describes.
struct SourceSet {
  nlohmann::json filter;     // what restricted them; see FilterJson() in kinds.h
  int64_t leaves = 0;        // how many
  int64_t first_index = -1;  // place of the first and of the last; -1 if there are none
  int64_t last_index = -1;
  std::string digest;  // SHA-256 of their leaf hashes, in the order of the log; 32 bytes
};

struct Document {
  std::string name;  // "reports/{uuid}"
  std::string kind;  // "deadlines"
  Language language = Language::kEn;
  std::string title;
  std::string subtitle;
  std::string running_head;  // the subtitle where there is little room: missions by their codes
  std::vector<Fact> facts;
  std::vector<Headline> headlines;
  std::vector<Section> sections;
  std::vector<Fact> method;  // how every figure is computed
  absl::Time start;          // the period; end is the first instant after it
  absl::Time end;
  absl::Time made_at;
  absl::TimeZone zone;  // in which days are counted and times printed
  Checkpoint checkpoint;
  SourceSet source;
};

// The table as it stands on paper and on screens: without columns that say what the cover says.
Table Printed(const Table& table);

// Whether the total stands below the printed rows: under a single one it would be the same line again.
bool PrintsTotal(const Table& table);

// Every table, in order.
std::vector<const Table*> TablesOf(const Document& document);

// Whether a chart has nothing to show: no point, bar or cell, or none with a value. Such a chart is not
// drawn; its notes say so instead.
bool IsEmpty(const LineChart& chart);
bool IsEmpty(const BarChart& chart);
bool IsEmpty(const HeatMap& chart);

// What stands below a chart: its own note, or that there is nothing, and what signs mean that stand in it.
std::vector<std::string> NotesOf(const LineChart& chart, const Texts& texts);
std::vector<std::string> NotesOf(const BarChart& chart, const Texts& texts);
std::vector<std::string> NotesOf(const HeatMap& chart, const Texts& texts);

// What stands below a table: that there is nothing; or its own note, how much of a long list is printed, and
// what signs mean that stand in its printed cells.
std::vector<std::string> NotesOf(const Table& table, const Texts& texts);

// The checkpoint and the leaves counted, as every form of a report names them.
std::vector<Fact> ProofOf(const Document& document, const Texts& texts);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DOCUMENT_DOCUMENT_H_
