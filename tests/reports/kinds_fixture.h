#ifndef ARASHA_TESTS_REPORTS_KINDS_FIXTURE_H_
#define ARASHA_TESTS_REPORTS_KINDS_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "services/reports/kinds/kinds.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha::reports {

inline constexpr char kDetention[] = "rights.detention";

inline v1::CaseType Shipped(const std::string& id) {
  for (v1::CaseType& type : support::ShippedTypes()) {
    if (type.id() == id) return std::move(type);
  }
  ADD_FAILURE() << "no type " << id;
  return {};
}

// A report of November 2026 in English, of whatever kind, on figures that the test makes up.
class Kinds : public ::testing::Test {
 protected:
  Kinds() {
    order_.kind = v1::REPORT_KIND_DEADLINES;
    order_.zone = absl::UTCTimeZone();
    order_.start = absl::FromCivil(absl::CivilDay(2026, 11, 1), order_.zone);
    order_.end = absl::FromCivil(absl::CivilDay(2026, 12, 1), order_.zone);
    order_.made_at = order_.end;
  }
  KindContext Context() {
    return {order_, texts_, names_, leaves_,
            std::make_shared<LeafSpool>([](LeafSink) { return absl::OkStatus(); })};
  }
  const Table& TableOf(const Document& document, const std::string& id) {
    for (const Table* table : TablesOf(document)) {
      if (table->id == id) return *table;
    }
    ADD_FAILURE() << "no table " << id;
    static const Table none{};
    return none;
  }

  static const Row& RowOf(const Table& table, const std::string& key) {
    for (size_t i = 0; i < table.rows.size(); ++i) {
      if (table.keys[i] == key) return table.rows[i];
    }
    ADD_FAILURE() << "no row " << key;
    static const Row none(table.columns.size());
    return none;
  }

  static v1::LocalisedText Istanbul() {
    v1::LocalisedText name;
    name.set_kk("Стамбұл");
    name.set_ru("Стамбул");
    name.set_en("Istanbul");
    return name;
  }

  Order order_;
  const Texts texts_{Language::kEn};
  const Names names_{
      texts_, {{"IST", Istanbul()}}, {Shipped(kDetention)}, [](const std::string& principal) -> std::string {
        return principal == "staff/a.omarova" ? "Айгүл Омарова" : "";
      }};
  LeafFigures leaves_;
};

}  // namespace arasha::reports

#endif  // ARASHA_TESTS_REPORTS_KINDS_FIXTURE_H_
