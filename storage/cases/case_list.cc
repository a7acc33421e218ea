#include "storage/cases/case_list.h"

#include <algorithm>
#include <array>
#include <utility>

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/cases/findables.h"
#include "storage/keys/case_keys.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<CaseField, Column>, 9> kColumns = {{
    {CaseField::kType, {"c.type", "text"}},
    {CaseField::kState, {"c.state", "text"}},
    {CaseField::kAssignee, {"c.assignee", "text", true}},
    {CaseField::kHostState, {"c.host_state", "text"}},
    {CaseField::kPriority, {"c.priority", "smallint"}},
    {CaseField::kOpen, {"c.open", "boolean"}},
    {CaseField::kCreated, {"c.create_time", "timestamptz"}},
    {CaseField::kUpdated, {"c.update_time", "timestamptz"}},
    {CaseField::kNextDue, {"due.next", "timestamptz"}},
}};

Column ColumnOf(CaseField field) {
  for (const auto& [of, column] : kColumns) {
    if (of == field) return column;
  }
  return {};  // Of kActivity, which is kept nowhere.
}

// A case in which nothing is owed comes after all that have something due, though it is due at no time that a
// filter could name.
Column SortOf(CaseField order) {
  if (order == CaseField::kNextDue) return {"coalesce(due.next, 'infinity')", "timestamptz"};
  return ColumnOf(order);
}

std::string ConditionOf(const CaseTerm& term, int parameter) {
  if (term.fact) return FactCondition(*term.fact, term.comparison, term.value, parameter);
  if (term.field != CaseField::kActivity) {
    return Condition(ColumnOf(term.field), term.comparison, term.value, parameter);
  }
  // By the entries written since, of which there are as many as the mission wrote then, whatever the
  // register's size.
  const bool since =
      term.comparison == Comparison::kGreater || term.comparison == Comparison::kGreaterOrEqual;
  const bool at_that_time =
      term.comparison == Comparison::kGreaterOrEqual || term.comparison == Comparison::kLess;
  return absl::StrCat("c.uid ", since ? "IN" : "NOT IN", " (SELECT active_cases(m.mission, ",
                      Parameter(parameter, "timestamptz"), at_that_time ? "" : " + interval '1 microsecond'",
                      "))");
}

constexpr int kFirstTerm = 6;

// How many parameters a term has: its value, and of a fact what it is made of and what ends it.
int ParametersOf(const CaseTerm& term) { return term.fact ? 3 : 1; }

// What facts of the case `c` are made of, beside the case itself; from this parameter on.
std::string MadeOf(int parameter) {
  return absl::StrCat(R"sql(,
       (SELECT coalesce(json_agg(json_build_array(e.uid, e.triggers, e.happened_time, true)), '[]') FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.triggers && )sql",
                      Parameter(parameter, "text[]"), " AND ", kEntryStands, R"sql(),
       (SELECT coalesce(json_agg(row_to_json(d)), '[]') FROM deadline d
        WHERE d.mission = c.mission AND d.case_uid = c.uid AND d.rule = ANY ()sql",
                      Parameter(parameter + 1, "text[]"), R"sql()
          AND d.met_time IS NULL AND d.stop_time IS NULL AND d.paused_since IS NULL AND d.due_time < 'infinity'))sql");
}

}  // namespace

// Mission by mission, then merged: each mission's part is a walk along one of its indexes that stops at
// the limit, so a list over all missions costs at most missions × limit rows, whatever the register's size.
// Cases at other missions, which grants alone open, are looked up one by one: nobody walks along a register
// of which he sees three cases. A search begins at the index of what can be found instead; find_cases() looks
// there past row-level security, which would keep the index from being used, and tells uids alone.
std::string ListCasesSql(const CaseQuery& query) {
  const Column sort = SortOf(query.order);
  const absl::string_view direction = query.descending ? " DESC" : "";
  std::string where;
  int parameter = kFirstTerm;
  for (const CaseTerm& term : query.terms) {
    absl::StrAppend(&where, "\n    AND ", ConditionOf(term, parameter));
    parameter += ParametersOf(term);
  }
  for (const SearchTerm& word : query.search) {
    absl::StrAppend(&where, "\n    AND c.uid IN (");
    const size_t spellings = word.spellings.size() * (word.across ? 2 : 1);
    for (size_t spelling = 0; spelling < spellings; ++spelling) {
      // What it may be as an identifier is asked once.
      absl::StrAppend(
          &where, spelling == 0 ? "" : "\n      UNION ALL ",
          "SELECT find_cases(m.mission, ARRAY(SELECT jsonb_array_elements_text($", parameter,
          "::jsonb->m.mission->", spelling, ")::integer), ",
          spelling == 0 ? absl::StrCat("$", parameter + 1, "::bytea[]") : std::string("'{}'::bytea[]"), ")");
    }
    absl::StrAppend(&where, ")");
    parameter += 2;
  }
  if (query.after) {
    absl::StrAppend(&where, "\n    AND ", Behind(sort, "c.uid", query.descending, parameter));
    parameter += 2;
  }
  // FILTER keeps the planner from walking along all that is due at the mission until it meets the case.
  const std::string next_due = R"sql(, LATERAL
    (SELECT min(d.due_time) FILTER (WHERE d.met_time IS NULL AND d.stop_time IS NULL AND d.paused_since IS NULL
                               AND d.due_time < 'infinity') AS next FROM deadline d
     WHERE d.mission = c.mission AND d.case_uid = c.uid) AS due)sql";
  const bool by_due = query.order == CaseField::kNextDue ||
                      std::any_of(query.terms.begin(), query.terms.end(),
                                  [](const CaseTerm& term) { return term.field == CaseField::kNextDue; });
  // From the missions that `m` names. CASE: the planner takes any `&&` for a rare thing, and would rather
  // sort a whole mission than walk along an index for rows that it thinks it will not find.
  const auto found_in = [&](absl::string_view m, absl::string_view restriction) {
    return absl::StrCat("\n  SELECT found.* FROM caller, ", m, R"sql(, LATERAL (
    SELECT c.*, )sql",
                        sort.expression, " AS sort\n    FROM case_file c", by_due ? next_due : "", R"sql(
    WHERE known AND c.mission = m.mission AND CASE WHEN c.labels && $3::text[] THEN true END)sql",
                        restriction, where, "\n    ORDER BY ", sort.expression, direction, ", c.uid",
                        direction, "\n    LIMIT $5::integer) AS found");
  };
  std::string found = found_in("unnest($4::text[]) AS m (mission)", "");
  if (!query.granted.empty()) {
    const std::string grant_time = Parameter(parameter, "text[]");
    absl::StrAppend(&found, "\n  UNION ALL",
                    found_in(absl::StrCat("unnest(", grant_time, ", ", Parameter(parameter + 1, "uuid[]"),
                                          ") AS m (mission, case_uid)"),
                             " AND c.uid = m.case_uid"));
    parameter += 2;
  }
  // FILTER, as above.
  const std::string reminder_time = R"sql(
       (SELECT min(r.due_time) FILTER (WHERE r.resolve_time IS NULL AND r.assignee = ($2::leaf_head).actor)
        FROM reminder r WHERE r.mission = c.mission AND r.case_uid = c.uid AND c.erase_time IS NULL))sql";
  // Kinds of warnings are numbered in the order in which they come.
  constexpr absl::string_view kWarned = R"sql(
       (SELECT max(w.kind) FROM warning w
        WHERE w.mission = c.mission AND w.case_uid = c.uid AND w.rule = f.next_due->>1
          AND w.due_time = (f.next_due->>0)::timestamptz AND w.withdraw_time IS NULL))sql";
  return absl::StrCat(
      R"sql(
, page AS ()sql",
      WithinPage(absl::StrCat("\n  SELECT * FROM (", found, "\n  ) AS found ORDER BY sort", direction,
                              ", uid", direction, " LIMIT $5::integer"),
                 "octet_length(l.sealed)", absl::StrCat("l.sort", direction, ", l.uid", direction)),
      R"sql(
)
SELECT coalesce(json_agg(json_build_array(row_to_json(c), f.subject, f.keys, c.sort::text, f.next_due, )sql",
      reminder_time, ",", kWarned, query.fact_keys.empty() ? "" : MadeOf(parameter),
      R"sql() ORDER BY c.sort)sql", direction, ", c.uid", direction, R"sql(), '[]'),
       audit_read($2::leaf_head,
                  )sql",
      // What grants opened is listed by no role at the mission: a leaf that named it would accuse its reader.
      query.granted.empty() ? "CASE WHEN cardinality($4::text[]) = 1 THEN ($4::text[])[1] END" : "NULL",
      R"sql(, NULL,
                  coalesce(string_agg(uuid_send(c.uid), ''::bytea ORDER BY c.uid), '')) AS read
FROM page AS c, LATERAL (
  SELECT subject, keys, next_due FROM full_case WHERE mission = c.mission AND uid = c.uid OFFSET 0) AS f)sql");
}

std::vector<Param> SearchParams(const ServerKeys& keys, const std::vector<std::string>& missions,
                                const SearchTerm& word) {
  json tokens = json::object();
  for (const std::string& mission : missions) {
    json& spellings = tokens[mission] = json::array();
    std::vector<std::string> scopes = {mission};
    if (word.across) scopes.push_back(ScopeAcross(mission));
    for (const std::string& scope : scopes) {
      for (const std::vector<std::string>& ngrams : word.spellings) {
        spellings.push_back(SearchTokens(*keys.search.key, scope, ngrams));
      }
    }
  }
  std::vector<std::string> identifiers;
  for (const Findable::Identifier& identifier : word.identifiers) {
    identifiers.push_back(HashedIdentifier(keys, identifier, /*across=*/false));
    if (word.across) identifiers.push_back(HashedIdentifier(keys, identifier, /*across=*/true));
  }
  return {tokens.dump(), ArrayText(identifiers)};
}

namespace {

// Takes one case of the page; DATA_LOSS if its own row is damaged.
absl::Status ReadListed(const AuditContext& context, const json& item, ListedCase& found) {
  const json& row = item.at(0);
  v1::Case& message = found.row.message;
  found.row.number = {row.at("mission").get<std::string>(), row.at("year").get<int>(),
                      row.at("serial").get<int>()};
  auto keys =
      ReadKeys(context.sealing->vault, item.at(2), found.position.uid, !row.at("erase_time").is_null());
  if (!keys.ok()) return keys.status();
  found.row = ReadCase(row, *keys);
  found.details = std::move(*message.mutable_details());
  message.clear_details();
  message.clear_hold();
  if (!item.at(1).is_null()) message.set_subject(ReadPartyName(item.at(1), *keys, found.damaged));
  if (const json& due = item.at(4); !due.is_null()) {
    *message.mutable_next_due_time() = ToTimestamp(ParseTimeText(due.at(0).get_ref<const std::string&>()));
    const std::string rule = due.at(1).get<std::string>();
    message.set_next_due_rule(rule.substr(0, rule.find('/')));  // That of a row is named with it.
    if (const json& warned = item.at(6); !warned.is_null()) {
      message.set_next_due_warning(static_cast<v1::WarningKind>(warned.get<int>()));
    }
  }
  if (const json& time = item.at(5); !time.is_null()) {
    *message.mutable_reminder_time() = ToTimestamp(ParseTimeText(time.get_ref<const std::string&>()));
  }
  if (item.size() > 7) {
    found.told = ReadToldEntries(message.name(), item.at(7));
    for (const json& deadline : item.at(8)) found.open.push_back(ReadDeadline(deadline));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<ListedCase>> ListCases(Connection& connection, const AuditContext& context,
                                                  const CaseQuery& query) {
  return Guarded([&]() -> absl::StatusOr<std::vector<ListedCase>> {
    std::vector<Param> params = {ArrayText(context.access.labels), ArrayText(query.missions),
                                 absl::StrCat(query.limit)};
    for (const CaseTerm& term : query.terms) {
      params.emplace_back(term.value);
      if (!term.fact) continue;
      params.emplace_back(json(term.fact->of).dump());
      params.emplace_back(json(term.fact->until).dump());
    }
    std::vector<std::string> missions = query.missions;
    std::vector<std::string> grant_time, granted;
    for (const auto& [uid, mission] : query.granted) {
      if (std::find(missions.begin(), missions.end(), mission) == missions.end()) missions.push_back(mission);
      grant_time.push_back(mission);
      granted.push_back(uid);
    }
    for (const SearchTerm& word : query.search) {
      for (Param& param : SearchParams(*context.server_keys, missions, word)) {
        params.push_back(std::move(param));
      }
    }
    if (query.after) {
      params.emplace_back(query.after->value);
      params.emplace_back(query.after->uid);
    }
    if (!query.granted.empty()) {
      params.emplace_back(ArrayText(grant_time));
      params.emplace_back(ArrayText(granted));
    }
    if (!query.fact_keys.empty()) {
      params.emplace_back(ArrayText(query.fact_keys));
      params.emplace_back(ArrayText(query.fact_deadlines));
    }
    auto result = Read(connection, context, ListCasesSql(query), std::move(params));
    if (!result.ok()) return result.status();
    std::vector<ListedCase> listed;
    int found_in_all = 0;
    for (const json& item : ParseJsonText(result->front()[0].c_str())) {
      ListedCase& found = listed.emplace_back();
      found.position = {item.at(3).get<std::string>(), item.at(0).at("uid").get<std::string>()};
      const absl::Status read = Guarded([&] { return ReadListed(context, item, found); });
      if (absl::IsDataLoss(read)) {
        found.damaged.push_back(read);
        found.readable = false;
      } else if (!read.ok()) {
        return read;
      }
      found_in_all = item.at(0).at("listed").get<int>();
    }
    if (!listed.empty()) listed.back().goes_on = GoesOn(found_in_all, listed.size(), query.limit);
    return listed;
  });
}

}  // namespace arasha::storage
