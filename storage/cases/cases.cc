#include "storage/cases/cases.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "nlohmann/json.hpp"
#include "proto/entry_kinds.h"
#include "storage/cases/approvals.h"
#include "storage/cases/findables.h"
#include "storage/keys/case_keys.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// Those that left the case are told apart.
std::vector<v1::Party> ReadParties(const std::string& text, absl::Span<const DataKey> keys, v1::Case& message,
                                   DamagedRows& damaged) {
  std::vector<v1::Party> left;
  for (const json& row : ParseJsonText(text)) {
    v1::Party party = ReadParty(row, message.name(), keys, damaged);
    if (party.has_remove_time()) {
      left.push_back(std::move(party));
    } else {
      *message.add_parties() = std::move(party);
    }
  }
  SetSubject(message);
  return left;
}

void ReadRows(const char* text, absl::Span<const DataKey> keys, v1::Case& message, DamagedRows& damaged) {
  for (const json& row : ParseJsonText(text)) {
    *message.add_rows() = ReadRow(row, message.name(), keys, damaged);
  }
}

// The keys of the case of a row.
absl::StatusOr<std::vector<DataKey>> KeysOf(const AuditContext& context, const json& row, const json& keys) {
  return ReadKeys(context.sealing->vault, keys, row.at("uid").get_ref<const std::string&>(),
                  !row.at("erase_time").is_null());
}

// What nobody decided on; it is shown with the case while it can be decided.
std::optional<v1::Approval> ReadProposal(const pqxx::field& column, absl::Span<const DataKey> keys,
                                         absl::Time now, v1::Case& message, DamagedRows& damaged) {
  if (column.is_null()) return std::nullopt;
  v1::Approval proposal = ReadApproval(ParseJsonText(column.c_str()), message.name(), keys, damaged);
  if (Waits(proposal, now)) *message.mutable_pending_approval() = proposal;
  return proposal;
}

}  // namespace

std::vector<ToldEntry> ReadToldEntries(const std::string& case_name, const json& entries) {
  std::vector<ToldEntry> told;
  for (const json& entry : entries) {
    told.push_back({.name = absl::StrCat(case_name, "/entries/", entry.at(0).get_ref<const std::string&>()),
                    .keys = entry.at(1).get<std::vector<std::string>>(),
                    .at = ParseTimeText(entry.at(2).get_ref<const std::string&>()),
                    .stands = entry.at(3).get<bool>()});
  }
  return told;
}

std::vector<Meeting> ReadTimeline(const char* text) {
  std::vector<Meeting> timeline;
  for (const json& entry : ParseJsonText(text)) {
    const absl::Time at = ParseTimeText(entry.at(1).get_ref<const std::string&>());
    timeline.push_back({entry.at(0).get<std::vector<std::string>>(), at, at});
  }
  return timeline;
}

std::string DeadlinesText(const CaseKey& key, const std::vector<DeadlineRow>& deadlines) {
  json rows = json::array();
  for (const DeadlineRow& deadline : deadlines) rows.push_back(ToRow(key, deadline));
  return rows.dump();
}

std::string EntriesText(const CaseKey& key, const std::vector<EntryRow>& entries, const DataKey& seal) {
  json rows = json::array();
  for (const EntryRow& entry : entries) rows.push_back(ToRow(key, entry.message, entry.triggers, seal));
  return rows.dump();
}

void SetSubject(v1::Case& message) {
  for (const v1::Party& party : message.parties()) {
    if (party.role() != v1::PARTY_ROLE_SUBJECT || party.has_remove_time()) continue;
    message.set_subject(party.display_name());
    return;
  }
}

namespace {

// $1 context, $2 leaf_head, $3 labels, $4 mission, $5 year, $6 serial, $7 identifiers to look for.
constexpr absl::string_view kFindAlsoIn = R"sql(
, also AS MATERIALIZED (
  SELECT a.* FROM caller
  LEFT JOIN LATERAL (
    SELECT uid FROM case_file
    WHERE known AND mission = $4::text AND year = $5::smallint AND serial = $6::integer
    OFFSET 0) AS own ON true, LATERAL (
    SELECT * FROM also_in($4::text, $3::text[], own.uid, $7::jsonb) WHERE known) AS a
)
SELECT coalesce(jsonb_agg(jsonb_build_array(party, year, serial)), '[]'),
       audit_read($2::leaf_head, $4::text, NULL,
                  coalesce(string_agg(DISTINCT uuid_send(case_uid), ''::bytea), '')) AS read
FROM also)sql";

}  // namespace

absl::StatusOr<AlsoIn> FindAlsoIn(Connection& connection, const AuditContext& context,
                                  const CaseNumber& number, const std::vector<Findable>& findables) {
  return Guarded([&]() -> absl::StatusOr<AlsoIn> {
    auto result = Read(connection, context, kFindAlsoIn,
                       {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
                        absl::StrCat(number.serial), WantedIdentifiers(*context.server_keys, findables)});
    if (!result.ok()) return result.status();
    return ReadAlsoIn(number.mission, result->front()[0].c_str());
  });
}

namespace {

// What the next write to it can do without reading it again.
void Remember(const AuditContext& context, const v1::Case& message, const std::vector<DataKey>& keys) {
  if (keys.empty()) return;
  context.sealing->case_keys.Remember(message.name(), keys.back(), TypeRef(message));
}

}  // namespace

std::string RememberedType(const AuditContext& context, const CaseNumber& number) {
  return context.sealing->case_keys.TypeOf(CaseName(number));
}

// $1 context, $2 leaf_head, $3 labels, $4 mission, $5 year, $6 serial.
const absl::string_view kGetCase = R"sql(
SELECT row_to_json(c.row), c.parties, c.deadlines, c.keys, c.proposal, c.rows,
       audit_read($2::leaf_head, c.mission, c.uid, ''::bytea) AS read
FROM caller, LATERAL (
  SELECT * FROM full_case
  WHERE known AND mission = $4::text AND year = $5::smallint AND serial = $6::integer AND labels && $3::text[]
  OFFSET 0) AS c)sql";

namespace {

// The same; the timeline comes last. $7 the keys that its entries have, or none for all.
std::string GetCaseWithTimelineSql() {
  return absl::StrCat(R"sql(
SELECT row_to_json(c.row), c.parties, c.deadlines, c.keys, c.proposal, c.rows,
       audit_read($2::leaf_head, c.mission, c.uid, ''::bytea) AS read,
       (SELECT coalesce(json_agg(json_build_array(e.uid, e.triggers, e.happened_time, )sql",
                      kEntryStands, R"sql(
                                 ) ORDER BY e.happened_time, e.uid), '[]') FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND cardinality(e.triggers) > 0
          AND ($7::text[] = '{}' OR e.triggers && $7::text[]))
FROM caller, LATERAL (
  SELECT * FROM full_case
  WHERE known AND mission = $4::text AND year = $5::smallint AND serial = $6::integer AND labels && $3::text[]
  OFFSET 0) AS c)sql");
}

// `keys_wanted`: of the timeline, if that is read.
absl::StatusOr<std::optional<FullCase>> GetBy(absl::string_view sql, Connection& connection,
                                              const AuditContext& context, const CaseNumber& number,
                                              const std::vector<std::string>* keys_wanted) {
  return Guarded([&]() -> absl::StatusOr<std::optional<FullCase>> {
    std::vector<Param> params = {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
                                 absl::StrCat(number.serial)};
    if (keys_wanted != nullptr) params.emplace_back(ArrayText(*keys_wanted));
    auto result = Read(connection, context, sql, std::move(params));
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    const json case_row = ParseJsonText(row[0].c_str());
    auto keys = KeysOf(context, case_row, ParseJsonText(row[3].c_str()));
    if (!keys.ok()) return keys.status();
    FullCase full;
    full.row = ReadCase(case_row, *keys);
    ReadParties(row[1].c_str(), *keys, full.row.message, full.damaged);
    ReadProposal(row[4], *keys, context.now, full.row.message, full.damaged);
    ReadRows(row[5].c_str(), *keys, full.row.message, full.damaged);
    for (const json& deadline : ParseJsonText(row[2].c_str()))
      full.deadlines.push_back(ReadDeadline(deadline));
    if (keys_wanted != nullptr)
      full.timeline = ReadToldEntries(full.row.message.name(), ParseJsonText(row[7].c_str()));
    Remember(context, full.row.message, *keys);
    return full;
  });
}

}  // namespace

absl::StatusOr<std::optional<FullCase>> GetCase(Connection& connection, const AuditContext& context,
                                                const CaseNumber& number) {
  return GetBy(kGetCase, connection, context, number, nullptr);
}

absl::StatusOr<std::optional<FullCase>> GetCaseWithTimeline(Connection& connection,
                                                            const AuditContext& context,
                                                            const CaseNumber& number,
                                                            const std::vector<std::string>& keys) {
  static const std::string sql = GetCaseWithTimelineSql();
  return GetBy(sql, connection, context, number, &keys);
}

// $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 principal, $7 request_id, $8 party, or NULL, $9
// types whose timeline is wanted.
absl::StatusOr<std::optional<LoadedCase>> LoadCase(Connection& connection, const WriteContext& context,
                                                   const CaseNumber& number, absl::string_view party,
                                                   const std::set<std::string>& with_timeline) {
  return Guarded([&]() -> absl::StatusOr<std::optional<LoadedCase>> {
    static const std::string sql =
        absl::StrCat(R"sql(
SELECT row_to_json(c.row), c.parties_ever, c.keys, c.proposal,
       r.method, r.content_hash, CASE WHEN r.case_uid = c.uid THEN r.response END, rc.mission, rc.year, rc.serial,
       changes.first, changes.last, c.deadlines,
       (SELECT min(e.happened_time) FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.party_uid = $8::uuid AND e.kind IN ()sql",
                     absl::StrJoin(kKindsPeopleWrite, ","), ") AND ", kEntryStands, R"sql(),
       CASE WHEN (c.row).type = ANY ($9::text[]) THEN (
         SELECT json_agg(json_build_array(e.triggers, e.happened_time)) FROM entry e
         WHERE e.mission = c.mission AND e.case_uid = c.uid AND cardinality(e.triggers) > 0 AND )sql",
                     kEntryStands, R"sql() END,
       (SELECT json_agg(DISTINCT e.check_item) FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.check_item IS NOT NULL AND )sql",
                     kEntryStands, R"sql(),
       CASE WHEN (c.row).type = ANY ($9::text[]) THEN (
         SELECT count(*) FROM entry e WHERE e.mission = c.mission AND e.case_uid = c.uid) END,
       c.rows
FROM caller, LATERAL (
  SELECT * FROM full_case
  WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer AND labels && $2::text[]
  OFFSET 0) AS c, LATERAL (
  -- Kind 7 is TRANSITION; the opening comes from no state.
  SELECT min(e.happened_time) AS first, max(e.happened_time) AS last FROM entry e
  WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.kind = 7 AND e.from_state IS NOT NULL AND )sql",
                     kEntryStands, R"sql() AS changes
LEFT JOIN request r ON r.principal = $6::text AND r.request_id = $7::uuid
LEFT JOIN case_file rc ON rc.mission = r.mission AND rc.uid = r.case_uid)sql");
    auto result =
        connection.ExecuteAs(context.audit.access, sql,
                             {ArrayText(context.audit.access.labels), number.mission,
                              absl::StrCat(number.year), absl::StrCat(number.serial), context.audit.actor,
                              context.request_id, party.empty() ? std::nullopt : Param(std::string(party)),
                              ArrayText({with_timeline.begin(), with_timeline.end()})});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    const json case_row = ParseJsonText(row[0].c_str());
    auto keys = KeysOf(context.audit, case_row, ParseJsonText(row[2].c_str()));
    if (!keys.ok()) return keys.status();
    LoadedCase loaded;
    loaded.row = ReadCase(case_row, *keys);
    loaded.parties_before = ReadParties(row[1].c_str(), *keys, loaded.row.message, loaded.damaged);
    loaded.proposal = ReadProposal(row[3], *keys, context.audit.now, loaded.row.message, loaded.damaged);
    // An answer about another case comes without its response: that the id was used before is all there is to
    // say.
    auto answer = ReadAnswer(row, 4, context, *keys);
    if (!answer.ok()) return answer.status();
    loaded.answer = *std::move(answer);
    if (!row[10].is_null()) loaded.first_change = ParseTimeText(row[10].c_str());
    if (!row[11].is_null()) loaded.last_change = ParseTimeText(row[11].c_str());
    if (!row[13].is_null()) loaded.first_told = ParseTimeText(row[13].c_str());
    for (const json& deadline : ParseJsonText(row[12].c_str()))
      loaded.deadlines.push_back(ReadDeadline(deadline));
    if (!row[14].is_null()) loaded.timeline = ReadTimeline(row[14].c_str());
    if (!row[15].is_null()) {
      for (const json& item : ParseJsonText(row[15].c_str())) loaded.ticked.insert(item.get<std::string>());
    }
    if (!row[16].is_null()) loaded.entries = row[16].as<int64_t>();
    ReadRows(row[17].c_str(), *keys, loaded.row.message, loaded.damaged);
    Remember(context.audit, loaded.row.message, *keys);
    loaded.keys = *std::move(keys);
    return loaded;
  });
}

}  // namespace arasha::storage
