#ifndef ARASHA_TESTS_SERVICES_CASES_CATALOGUE_WAY_H_
#define ARASHA_TESTS_SERVICES_CASES_CATALOGUE_WAY_H_

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "proto/timestamps.h"
#include "services/rules/catalogue/details.h"

// A way through a case type, and what its events require on it, by the rules as they stand in the catalogue.
namespace arasha {

inline bool StartsFrom(const v1::TransitionRule& transition, const std::string& state) {
  return std::find(transition.from().begin(), transition.from().end(), state) != transition.from().end();
}

inline const v1::FieldRule& FieldOf(const v1::CaseType& type, const std::string& id) {
  return *std::find_if(type.fields().begin(), type.fields().end(),
                       [&](const v1::FieldRule& field) { return field.id() == id; });
}

// Days and instants for the fields of a case, as if all happened when it was received, but for what its other
// fields say.
class Times {
 public:
  Times(const v1::CaseType& type, const v1::Case& matter, const std::set<absl::CivilDay>& births)
      : type_(type), matter_(matter), received_(ToTime(matter.received_time())), births_(births) {}

  std::string Of(const v1::FieldRule& field) const {
    absl::Time time = std::min(std::max(received_, Earliest(field)), Latest(field));
    if (field.subjects_birth() && !births_.empty()) time = absl::FromCivil(*births_.begin(), zone_);
    const bool day = field.kind() == v1::FIELD_KIND_DATE;
    return absl::FormatTime(day ? "%Y-%m-%d" : absl::RFC3339_full, time, zone_);
  }

 private:
  std::optional<absl::Time> Told(const v1::FieldRule& field) const {
    const auto value = matter_.details().fields().find(field.id());
    if (value == matter_.details().fields().end()) return std::nullopt;
    return rules::FieldTime(field, value->second, zone_);
  }
  // What fields say that it must not lie before, be it by way of fields that are not set yet.
  absl::Time Earliest(const v1::FieldRule& field) const {
    absl::Time earliest = absl::InfinitePast();
    for (const std::string& id : field.not_before()) {
      const v1::FieldRule& other = FieldOf(type_, id);
      const auto told = Told(other);
      earliest = std::max(earliest, told ? *told : Earliest(other));
    }
    return earliest;
  }
  absl::Time Latest(const v1::FieldRule& field) const {
    absl::Time latest = field.known_at_receipt() ? received_ : absl::InfiniteFuture();
    for (const v1::FieldRule& other : type_.fields()) {
      const auto& behind = other.not_before();
      if (std::find(behind.begin(), behind.end(), field.id()) == behind.end()) continue;
      const auto told = Told(other);
      latest = std::min(latest, told ? *told : Latest(other));
    }
    return latest;
  }

  const absl::TimeZone zone_ = absl::UTCTimeZone();
  const v1::CaseType& type_;
  const v1::Case& matter_;
  const absl::Time received_;
  const std::set<absl::CivilDay>& births_;
};

// A random way through a case type, in as many cases as it takes, that in the end went by each transition.
class Way {
 public:
  Way(const v1::CaseType& type, unsigned seed) : type_(type), random_(seed) {}

  const v1::CaseType& type() const { return type_; }

  // Out of the state by one that was not made yet, or else towards the nearest such. nullptr if this case
  // gets to none that is left. What erases waits until nothing else is, and what a guard keeps back until
  // this case made what it asks for; `here` are the events that it made.
  const v1::TransitionRule* Next(const std::string& state, const std::vector<std::string>& here) {
    here_ = {here.begin(), here.end()};
    const std::map<std::string, int> steps = StepsToGo();
    int fewest = std::numeric_limits<int>::max();
    std::vector<const v1::TransitionRule*> best;
    for (const v1::TransitionRule& transition : type_.transitions()) {
      const bool leads = !transition.erases() && steps.contains(transition.to());
      if (!StartsFrom(transition, state) || IsKeptBack(transition)) continue;
      if (!IsWanted(transition) && !leads) continue;
      const int cost = IsWanted(transition) ? 0 : 1 + steps.at(transition.to());
      if (cost < fewest) best.clear();
      fewest = std::min(fewest, cost);
      if (cost == fewest) best.push_back(&transition);
    }
    if (best.empty()) return nullptr;
    const v1::TransitionRule* next = best[Below(best.size())];
    made_.insert(next->id());
    return next;
  }

  // Events that were not made.
  std::set<std::string> Left() const {
    std::set<std::string> left;
    for (const v1::TransitionRule& transition : type_.transitions()) {
      if (!made_.contains(transition.id())) left.insert(transition.id());
    }
    return left;
  }

  // A value that the field's rule allows.
  google::protobuf::Value ValueOf(const v1::FieldRule& field, const Times& times) {
    google::protobuf::Value value;
    switch (field.kind()) {
      case v1::FIELD_KIND_CHOICE:
        value.set_string_value(
            field.choices(static_cast<int>(Below(static_cast<size_t>(field.choices_size())))).id());
        break;
      case v1::FIELD_KIND_BOOL:
        value.set_bool_value(Below(2) == 1);
        break;
      case v1::FIELD_KIND_INTEGER:
        value.set_number_value(static_cast<double>(Below(10)));
        break;
      case v1::FIELD_KIND_DATE:
      case v1::FIELD_KIND_TIME:
        value.set_string_value(times.Of(field));
        break;
      case v1::FIELD_KIND_MONEY:
        value.set_string_value("1250.00 USD");
        break;
      case v1::FIELD_KIND_COUNTRY:
        value.set_string_value("TR");
        break;
      case v1::FIELD_KIND_CHOICES:
        value.mutable_list_value()->add_values()->set_string_value(
            field.choices(static_cast<int>(Below(static_cast<size_t>(field.choices_size())))).id());
        break;
      case v1::FIELD_KIND_CASE:
        value.set_string_value("missions/WAW/cases/WAW-2026-000999");
        break;
      case v1::FIELD_KIND_DURATION:
        value.set_string_value("P3D");
        break;
      default:
        value.set_string_value("told");
    }
    return value;
  }

  // One of those who may make it.
  const std::string& RoleFor(const v1::TransitionRule& transition) {
    return transition.roles(static_cast<int>(Below(static_cast<size_t>(transition.roles_size()))));
  }

 private:
  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(random_); }

  // A guard asks for what this case has not made.
  bool IsKeptBack(const v1::TransitionRule& transition) const {
    return std::any_of(transition.guards().begin(), transition.guards().end(), [&](const v1::Guard& guard) {
      return guard.needs_case() == v1::Guard::kTransition && !here_.contains(guard.transition());
    });
  }

  // A guard of one that was not made yet asks for it.
  bool IsAskedFor(const v1::TransitionRule& transition) const {
    if (here_.contains(transition.id())) return false;
    return std::any_of(
        type_.transitions().begin(), type_.transitions().end(), [&](const v1::TransitionRule& other) {
          return !made_.contains(other.id()) &&
                 std::any_of(other.guards().begin(), other.guards().end(), [&](const v1::Guard& guard) {
                   return guard.needs_case() == v1::Guard::kTransition &&
                          guard.transition() == transition.id();
                 });
        });
  }

  bool IsWanted(const v1::TransitionRule& transition) const {
    if (IsKeptBack(transition)) return false;
    if (made_.contains(transition.id())) return IsAskedFor(transition);
    return !transition.erases() ||
           std::all_of(type_.transitions().begin(), type_.transitions().end(),
                       [&](const auto& other) { return other.erases() || made_.contains(other.id()); });
  }

  // By state, how many transitions lie before one that is wanted.
  std::map<std::string, int> StepsToGo() const {
    std::map<std::string, int> steps;
    for (const v1::TransitionRule& transition : type_.transitions()) {
      if (!IsWanted(transition)) continue;
      for (const std::string& from : transition.from()) steps[from] = 0;
    }
    for (bool nearer = true; nearer;) {
      nearer = false;
      for (const v1::TransitionRule& transition : type_.transitions()) {
        const auto to = steps.find(transition.to());
        if (to == steps.end() || transition.erases()) continue;
        for (const std::string& from : transition.from()) {
          const auto [known, is_new] = steps.try_emplace(from, to->second + 1);
          if (!is_new && known->second <= to->second + 1) continue;
          known->second = to->second + 1;
          nearer = true;
        }
      }
    }
    return steps;
  }

  const v1::CaseType& type_;
  std::set<std::string> made_;  // in any case
  std::set<std::string> here_;  // in the one that is on the way
  std::mt19937 random_;
};

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_CASES_CATALOGUE_WAY_H_
