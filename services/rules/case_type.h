#ifndef ARASHA_SERVICES_RULES_CASE_TYPE_H_
#define ARASHA_SERVICES_RULES_CASE_TYPE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/case_type.pb.h"

namespace arasha::rules {

// A case type whose rules hold together: every id it mentions exists, every state is reached and can be
// left, every text stands in Kazakh, Russian and English. Immutable; copies and moves are safe, but do not
// take along the pointers that Find… gave.
class CaseType {
 public:
  // INVALID_ARGUMENT names the type, the place in it, what is wrong and what was expected; see
  // case_type_checks.h for what is checked.
  static absl::StatusOr<CaseType> Create(v1::CaseType proto);

  const v1::CaseType& proto() const { return proto_; }
  // `rights.detention`.
  const std::string& id() const { return proto_.id(); }
  // From 1.
  int version() const { return proto_.version(); }

  // nullptr if this type has none of this id. Valid as long as this object stays where it is.
  const v1::StateRule* FindState(std::string_view id) const;
  const v1::TransitionRule* FindTransition(std::string_view id) const;
  const v1::FieldRule* FindField(std::string_view id) const;

  // Where a case begins.
  const std::string& initial_state() const { return proto_.states(0).id(); }
  // False for a state that this type does not know.
  bool IsFinal(std::string_view state) const;
  // Ids of the transitions that may start from `state`, in the catalogue's order.
  std::vector<std::string> EventsFrom(std::string_view state) const;

 private:
  // From an id to its place in the message, so that a copy needs no repair.
  using Places = std::map<std::string, int, std::less<>>;

  explicit CaseType(v1::CaseType proto);

  v1::CaseType proto_;
  Places states_;
  Places transitions_;
  Places fields_;
};

// Reads the text form of a case type, without checking its rules. INVALID_ARGUMENT says line and column.
absl::StatusOr<v1::CaseType> ParseCaseType(std::string_view textproto);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASE_TYPE_H_
