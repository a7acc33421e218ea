#ifndef ARASHA_CLIENTS_VERIFY_REPORT_REPORT_FIGURES_H_
#define ARASHA_CLIENTS_VERIFY_REPORT_REPORT_FIGURES_H_

#include <cstdint>
#include <initializer_list>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Figures counted anew, and whether a report's are these.
namespace arasha::clients {

// How often something was counted. Rows that changed since the report's checkpoint may or may not have
// counted then, which makes `most` more than `least`.
struct Count {
  int64_t least = 0;
  int64_t most = 0;

  bool exact() const { return least == most; }
  Count& operator+=(const Count& other) {
    least += other.least;
    most += other.most;
    return *this;
  }
};

// What a cell of the report must hold.
struct Figure {
  enum class Kind {
    kNumber,   // from `least` to `most`
    kNothing,  // null
    kUnknown,  // rows changed, and nothing can be said of it
  };
  Kind kind = Kind::kUnknown;
  double least = 0;
  double most = 0;
  // By how much the cell may be off, where it is printed in whole units.
  double tolerance = 0;
  // The same for a cell that holds a whole number.
  double whole_tolerance = 0;

  static Figure Of(const Count& count);
  static Figure Exact(double value, double tolerance = 1e-9) {
    return {Kind::kNumber, value, value, tolerance};
  }
  // Told to one place after the point; reports from before told it in whole numbers.
  static Figure Decimal(double value) { return {Kind::kNumber, value, value, 0.05 + 1e-9, 0.5}; }
  static Figure Nothing() { return {Kind::kNothing}; }
  static Figure Unknown() { return {}; }
  // part / whole; nothing of nothing.
  static Figure Share(const Count& part, const Count& whole);
  // The middle of the values, as PostgreSQL's percentile_cont(0.5) has it; nothing if there are none.
  static Figure Median(std::vector<double> values, double tolerance);

  bool exact() const { return kind != Kind::kUnknown && least == most; }
};

// Counts by row and column of a table. A row goes by its key, which says what it is about in every language.
class Counts {
 public:
  // Counted; or, if what is counted is not settled, perhaps counted.
  void Add(const std::string& key, const std::string& column, bool settled, int64_t times = 1) {
    Add(key, column, Count{settled ? times : 0, times});
  }
  void Add(const std::string& key, const std::string& column, const Count& count) {
    rows_[key][column] += count;
  }
  // Perhaps counted in any one row, and in any one column.
  void MaybeInAnyRow(const std::string& column) { ++in_any_row_[column]; }
  void MaybeInAnyColumn(const std::string& key, int64_t times) { in_any_column_[key] += times; }

  Count At(const std::string& key, const std::string& column) const;
  Count Sum(const std::string& key, std::initializer_list<const char*> columns) const;
  const std::map<std::string, std::map<std::string, Count>>& rows() const { return rows_; }

 private:
  std::map<std::string, std::map<std::string, Count>> rows_;
  std::map<std::string, int64_t> in_any_row_;
  std::map<std::string, int64_t> in_any_column_;
};

// One table: what was counted, and what was computed from that. The key of the totals is empty.
struct FigureTable {
  Counts counts;
  std::map<std::string, std::map<std::string, Figure>> computed;
  // Of a table that lists things one by one, each of which is counted in the column "": what its cells say.
  std::map<std::string, std::map<std::string, std::string>> texts;
  bool lists = false;
};

// By the table's id. The large figures of the cover are the table "headlines": a row for each, with a
// "value".
using FigureTables = std::map<std::string, FigureTable>;
inline constexpr char kHeadlines[] = "headlines";

// What comparing came to.
struct FigureCheck {
  struct Difference {
    std::string table;
    std::string row;
    std::string column;
    std::string claimed;
    std::string counted;
  };
  int64_t compared = 0;
  int64_t inexact = 0;                   // of these, those that were found only to be possible
  std::set<std::string> not_recomputed;  // ids of tables and headlines of which nothing was counted anew
  std::optional<Difference> difference;  // the first
};

// Compares the figures of a report's JSON. A cell that the report holds back must hide something, and a row
// in which something was counted must be there. Throws nlohmann::json::exception if it is no report's JSON.
FigureCheck CompareFigures(const nlohmann::json& report, const FigureTables& counted);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_REPORT_REPORT_FIGURES_H_
