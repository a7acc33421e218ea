#ifndef ARASHA_STORAGE_CASES_CASE_LIST_H_
#define ARASHA_STORAGE_CASES_CASE_LIST_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/struct.pb.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/cases/cases.h"
#include "storage/log/audit.h"
#include "storage/postgres/conditions.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// Lists of cases, by keyset.
namespace arasha::storage {

using arasha::CaseField;
using arasha::Comparison;

// What is asked of a fact, see v1::FactRule, which cases of some types have.
struct FactTerm {
  enum class Kind { kLast, kFirst, kDays, kCount, kNone, kNextDue } kind;
  // Of each type that has it, `type@version`, what it is made of: keys of happenings; of kNextDue the rule of
  // the deadline; of kDays what begins it.
  std::map<std::string, std::vector<std::string>> of;
  std::map<std::string, std::vector<std::string>> until = {};  // of kDays: what ends it
};

// `field comparison value`. The value is in PostgreSQL's text form of the field's type.
struct CaseTerm {
  CaseField field = CaseField::kActivity;
  Comparison comparison = Comparison::kEqual;
  std::string value = {};
  std::optional<FactTerm> fact = {};  // instead of the field
};

// A word that must be found in the case: in its summary or in a party's name by all n-grams of one of its
// spellings, or as one of the identifiers that it may be. See services/rules/identity/search_text.h.
struct SearchTerm {
  std::vector<std::vector<std::string>> spellings;  // one at least
  std::vector<Findable::Identifier> identifiers;
  bool across = false;  // also by parties that stand across; see Findable
};

struct CaseQuery {
  std::vector<std::string> missions;           // all cases there that the caller's labels open,
  std::map<std::string, std::string> granted;  // and these, by uid, of these other missions
  std::vector<CaseTerm> terms;                 // joined by AND
  std::vector<SearchTerm> search;              // likewise
  CaseField order = CaseField::kCreated;       // one that orders
  bool descending = true;
  int limit = 50;
  std::optional<PagePosition> after;
  // What facts of the listed cases are made of: keys of entries, and rules of deadlines. Where there are no
  // keys, none of it is read.
  std::vector<std::string> fact_keys = {};
  std::vector<std::string> fact_deadlines = {};
};

// A case as lists show it, without details, and its sort value.
struct ListedCase {
  CaseRow row;
  google::protobuf::Struct details;    // of which facts are made
  std::vector<ToldEntry> told = {};    // entries that have one of CaseQuery::fact_keys, and stand
  std::vector<DeadlineRow> open = {};  // deadlines of CaseQuery::fact_deadlines that run
  PagePosition position;
  DamagedRows damaged;   // the case's own row, or its subject's
  bool readable = true;  // if not, `row` holds nothing but the case's number
  bool goes_on = false;  // of the last of a page: there may be more
};

// The next cases, `limit` or as many as a page has room for (page.h), with one leaf that commits to the
// request and to every case returned.
absl::StatusOr<std::vector<ListedCase>> ListCases(Connection& connection, const AuditContext& context,
                                                  const CaseQuery& query);

// The statement behind a query: $1 context, $2 leaf_head, $3 labels, $4 missions, $5 limit, then the terms'
// values, that of a fact followed by what it is made of and what ends it, then for each word its tokens by
// mission and its identifiers, then the position, then missions and uids of granted cases, then what facts of
// the listed cases are made of. Published for the benchmark.
std::string ListCasesSql(const CaseQuery& query);

// Whether a fact is as the term says, as SQL about the case `c`. `parameter`: the first of the three that the
// term has.
std::string FactCondition(const FactTerm& term, Comparison comparison, absl::string_view value,
                          int parameter);

// The two parameters of a word, likewise: {"IST": [[token, …], …], …}, its spellings by mission, to which
// tokens are scoped, and identifiers. A word too short for n-grams finds by identifiers alone: no tokens
// match nothing.
std::vector<Param> SearchParams(const ServerKeys& keys, const std::vector<std::string>& missions,
                                const SearchTerm& word);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CASE_LIST_H_
