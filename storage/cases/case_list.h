#ifndef ARASHA_STORAGE_CASES_CASE_LIST_H_
#define ARASHA_STORAGE_CASES_CASE_LIST_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/cases/cases.h"
#include "storage/log/audit.h"
#include "storage/postgres/conditions.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// Lists of cases, by keyset.
namespace arasha::storage {

using arasha::CaseField;
using arasha::Comparison;

// `field comparison value`. The value is in PostgreSQL's text form of the field's type.
struct CaseTerm {
  CaseField field;
  Comparison comparison;
  std::string value;
};

// A word that must be found in the case: in its summary or in a party's name by all n-grams of one of its
// spellings, or as one of the identifiers that it may be. See services/rules/identity/search_text.h.
struct SearchTerm {
  std::vector<std::vector<std::string>> spellings;  // one at least
  std::vector<Findable::Identifier> identifiers;
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
};

// A case as lists show it, without details, and its sort value.
struct ListedCase {
  CaseRow row;
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
// values, then for each word its tokens by mission and its identifiers, then the position, then missions and
// uids of granted cases. Published for the benchmark.
std::string ListCasesSql(const CaseQuery& query);

// The two parameters of a word, likewise: {"IST": [[token, …], …], …}, its spellings by mission, to which
// tokens are scoped, and identifiers. A word too short for n-grams finds by identifiers alone: no tokens
// match nothing.
std::vector<Param> SearchParams(const ServerKeys& keys, const std::vector<std::string>& missions,
                                const SearchTerm& word);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CASE_LIST_H_
