#include "storage/cases/approvals.h"

#include <pqxx/pqxx>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "arasha/sealed/v1/content.pb.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/keys/case_keys.h"
#include "storage/log/requests.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

google::protobuf::Timestamp ReadTime(const json& value) {
  return ToTimestamp(ParseTimeText(value.get_ref<const std::string&>()));
}

std::string Place(absl::string_view uid) { return absl::StrCat("approval/", uid); }

absl::StatusOr<sealed::v1::ApprovalContent> Unseal(absl::Span<const DataKey> keys, absl::string_view uid,
                                                   absl::string_view stored) {
  auto bytes = Vault::Unseal(keys, Place(uid), stored);
  if (!bytes.ok()) return bytes.status();
  sealed::v1::ApprovalContent content;
  if (!content.ParseFromString(*bytes)) return Damaged(Place(uid), "what was proposed is of another form");
  return content;
}

std::string RowText(const Proposal& proposal) {
  const std::string uid(UidOf(proposal.approval.name()));
  sealed::v1::ApprovalContent content;
  content.set_text(proposal.approval.text());
  if (proposal.approval.has_correction()) *content.mutable_correction() = proposal.approval.correction();
  return json({{"mission", proposal.number.mission},
               {"case_uid", proposal.case_uid},
               {"uid", uid},
               {"event", proposal.approval.event().empty() ? json() : json(proposal.approval.event())},
               {"case_version", proposal.case_version},
               {"sealed", BytesText(Vault::Seal(proposal.key, Place(uid), content.SerializeAsString()))},
               {"proposed_by", proposal.approval.proposed_by()},
               {"proposed_at", TimeText(ToTime(proposal.approval.propose_time()))},
               {"expires_at", TimeText(ToTime(proposal.approval.expire_time()))},
               {"version", 1}})
      .dump();
}

}  // namespace

absl::StatusOr<std::string> UnsealProposedText(absl::Span<const DataKey> keys, absl::string_view uid,
                                               absl::string_view stored) {
  auto content = Unseal(keys, uid, stored);
  if (!content.ok()) return content.status();
  return content->text();
}

v1::Approval ReadApproval(const json& columns, absl::string_view case_name, absl::Span<const DataKey> keys,
                          DamagedRows& damaged) {
  v1::Approval approval;
  const std::string& uid = columns.at(0).get_ref<const std::string&>();
  approval.set_name(absl::StrCat(case_name, "/approvals/", uid));
  if (!columns.at(1).is_null()) approval.set_event(columns.at(1).get<std::string>());
  approval.set_proposed_by(columns.at(2).get<std::string>());
  *approval.mutable_propose_time() = ReadTime(columns.at(3));
  *approval.mutable_expire_time() = ReadTime(columns.at(4));
  if (columns.at(5).is_null() || keys.empty()) return approval;
  auto content = Unseal(keys, uid, ParseBytesText(columns.at(5).get_ref<const std::string&>()));
  if (!content.ok()) {
    damaged.push_back(content.status());
    approval.set_text(kUnreadableText);
    return approval;
  }
  approval.set_text(std::move(*content->mutable_text()));
  if (content->has_correction()) *approval.mutable_correction() = std::move(*content->mutable_correction());
  return approval;
}

bool Waits(const v1::Approval& proposal, absl::Time now) { return ToTime(proposal.expire_time()) > now; }

namespace {

// $1 context, $2 leaf_head, $3 content_hash, $4 response, $5 approval row, $6 entry rows, $7 data key row, $8
// uid of the proposal that lapses, or NULL.
//
// Two that propose at once meet at the index of what waits: the later one finds its place taken, writes
// nothing, and reads the case again.
constexpr absl::string_view kPropose = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), locked AS (
  SELECT c.mission, c.uid, c.version FROM caller, LATERAL (
    SELECT mission, uid, version FROM case_file
    WHERE known AND mission = $5::jsonb->>'mission' AND uid = ($5::jsonb->>'case_uid')::uuid
      AND version = ($5::jsonb->>'case_version')::integer
    FOR NO KEY UPDATE) AS c
), lapsed AS (
  UPDATE approval AS a
  SET decided_at = least(($2::leaf_head).occurred_at, a.expires_at), version = a.version + 1
  FROM locked l
  WHERE a.mission = l.mission AND a.case_uid = l.uid AND a.uid = $8::uuid AND a.decided_at IS NULL
  RETURNING a AS row
), proposed AS (
  INSERT INTO approval AS a
  SELECT new.* FROM locked, (SELECT count(*) FROM lapsed) AS first,
                    jsonb_populate_record(NULL::approval, $5::jsonb) AS new
  ON CONFLICT DO NOTHING
  RETURNING a AS row
), answered AS (
  INSERT INTO request AS r (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea, (row).mission,
         (row).case_uid, $4::bytea, ($2::leaf_head).occurred_at
  FROM proposed
  ON CONFLICT DO NOTHING
  RETURNING audit_object(r) AS object
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM proposed, jsonb_populate_recordset(NULL::entry, $6::jsonb) AS new
  RETURNING e AS row
), keyed AS (
  INSERT INTO data_key AS k SELECT new.* FROM proposed, jsonb_populate_record(NULL::data_key, $7::jsonb) AS new
  ON CONFLICT DO NOTHING
  RETURNING audit_object(k) AS object
), objects AS (
  SELECT audit_object('approval', (row).uid::text, (row).version, audit_state(row)) AS object FROM lapsed
  UNION ALL
  SELECT audit_object('approval', (row).uid::text, (row).version, audit_state(row)) FROM proposed
  UNION ALL
  SELECT audit_object('entry', (row).uid::text, 1, audit_state(row)) FROM told
  UNION ALL
  SELECT object FROM keyed
  UNION ALL
  SELECT object FROM answered
)
SELECT EXISTS (SELECT 1 FROM locked), EXISTS (SELECT 1 FROM proposed),
       (SELECT audit_append($2::leaf_head, 'done', (row).mission, (row).case_uid,
                            (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects), ''::bytea)
        FROM proposed) AS leaf)sql";

}  // namespace

absl::StatusOr<SaveOutcome> Propose(Connection& connection, const WriteContext& context,
                                    const Proposal& proposal) {
  return Guarded([&]() -> absl::StatusOr<SaveOutcome> {
    const CaseKey key = {proposal.number.mission, proposal.case_uid};
    auto result = connection.ExecuteAs(
        context.audit.access, kPropose,
        {LeafHead(context.audit, context.request_id, proposal.key), BytesText(context.content_hash),
         SealResponse(context, proposal.key, proposal.response), RowText(proposal),
         EntriesText(key, proposal.entries, proposal.key), ToRow(key, proposal.key).dump(),
         proposal.lapsed.empty() ? std::nullopt : Param(proposal.lapsed)});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    if (!row[0].as<bool>()) return SaveOutcome::kStale;
    return row[1].as<bool>() ? SaveOutcome::kSaved : SaveOutcome::kAnswered;
  });
}

namespace {

// $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 approval.
const std::string& FindProposalSql() {
  static const std::string sql = absl::StrCat(R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
)
SELECT )sql",
                                              kApprovalColumns, ", ", kKeysOfCase, R"sql(,
       (SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.created_at, p.uid), '[]') FROM party p
        WHERE p.mission = c.mission AND p.case_uid = c.uid), c.uid, c.erased
FROM caller, LATERAL (
  SELECT mission, uid, version, erased_at IS NOT NULL AS erased FROM case_file
  WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer AND labels && $2::text[]
  OFFSET 0) AS c
JOIN approval a ON a.mission = c.mission AND a.case_uid = c.uid AND a.case_version = c.version
WHERE a.uid = $6::uuid AND a.decided_at IS NULL)sql");
  return sql;
}

}  // namespace

absl::StatusOr<std::optional<ProposedApproval>> FindProposal(Connection& connection,
                                                             const AuditContext& context,
                                                             const CaseNumber& number,
                                                             absl::string_view uid) {
  return Guarded([&]() -> absl::StatusOr<std::optional<ProposedApproval>> {
    auto result =
        connection.ExecuteAs(context.access, FindProposalSql(),
                             {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
                              absl::StrCat(number.serial), std::string(uid)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    const std::string name = CaseName(number);
    auto keys =
        ReadKeys(context.sealing->vault, json::parse(row[1].c_str()), row[3].c_str(), row[4].as<bool>());
    if (!keys.ok()) return keys.status();
    DamagedRows damaged;
    ProposedApproval proposed{.approval = ReadApproval(json::parse(row[0].c_str()), name, *keys, damaged),
                              .parties = {}};
    if (!Waits(proposed.approval, context.now)) return std::nullopt;
    for (const json& party : json::parse(row[2].c_str())) {
      *proposed.parties.Add() = ReadParty(party, name, *keys, damaged);
    }
    // What was proposed, or whom a party is related to, nobody knows.
    if (!damaged.empty()) return damaged.front();
    return proposed;
  });
}

namespace {

// $1 context, $2 leaf_head, $3 content_hash, $4 response, $5 mission, $6 case, $7 approval, $8 entry row, $9
// data key row. The case's row comes first, as in all that decides on a proposal.
constexpr absl::string_view kRefuseProposal = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), locked AS (
  SELECT a.* FROM caller, LATERAL (
    SELECT mission, uid FROM case_file WHERE known AND mission = $5::text AND uid = $6::uuid FOR NO KEY UPDATE) AS c,
  LATERAL (
    SELECT mission, case_uid, uid FROM approval
    WHERE mission = c.mission AND case_uid = c.uid AND uid = $7::uuid AND decided_at IS NULL
    FOR NO KEY UPDATE) AS a
), answered AS (
  INSERT INTO request AS r (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea, mission, case_uid,
         $4::bytea, ($2::leaf_head).occurred_at
  FROM locked
  ON CONFLICT DO NOTHING
  RETURNING r.mission, r.case_uid, audit_object(r) AS object
), refused AS (
  UPDATE approval AS a
  SET decided_by = nullif(($2::leaf_head).actor, a.proposed_by), decided_at = ($2::leaf_head).occurred_at,
      approved = false, version = a.version + 1
  FROM answered
  WHERE a.mission = answered.mission AND a.case_uid = answered.case_uid AND a.uid = $7::uuid
  RETURNING a AS row
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM answered, jsonb_populate_record(NULL::entry, $8::jsonb) AS new
  RETURNING e AS row
), keyed AS (
  INSERT INTO data_key AS k SELECT new.* FROM answered, jsonb_populate_record(NULL::data_key, $9::jsonb) AS new
  ON CONFLICT DO NOTHING
  RETURNING audit_object(k) AS object
), objects AS (
  SELECT audit_object('approval', (row).uid::text, (row).version, audit_state(row)) AS object FROM refused
  UNION ALL
  SELECT audit_object('entry', (row).uid::text, 1, audit_state(row)) FROM told
  UNION ALL
  SELECT object FROM keyed
  UNION ALL
  SELECT object FROM answered
)
SELECT EXISTS (SELECT 1 FROM locked), EXISTS (SELECT 1 FROM answered),
       (SELECT audit_append($2::leaf_head, 'done', (row).mission, (row).case_uid,
                            (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects), ''::bytea)
        FROM refused) AS leaf)sql";

}  // namespace

absl::StatusOr<SaveOutcome> RefuseProposal(Connection& connection, const WriteContext& context,
                                           const Refusal& refusal) {
  return Guarded([&]() -> absl::StatusOr<SaveOutcome> {
    const CaseKey key = {refusal.number.mission, refusal.case_uid};
    auto result = connection.ExecuteAs(
        context.audit.access, kRefuseProposal,
        {LeafHead(context.audit, context.request_id, refusal.key), BytesText(context.content_hash),
         SealResponse(context, refusal.key, refusal.response), key.mission, key.uid, refusal.approval_uid,
         ToRow(key, refusal.entry.message, refusal.entry.triggers, refusal.key).dump(),
         ToRow(key, refusal.key).dump()});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    if (!row[0].as<bool>()) return SaveOutcome::kStale;
    return row[1].as<bool>() ? SaveOutcome::kSaved : SaveOutcome::kAnswered;
  });
}

namespace {

// The refusal's entry, or that of what made a proposal lapse, as the timeline tells of it: kinds 13 and 16.
constexpr absl::string_view kAnswerOf = R"sql((
    SELECT json_build_object('uid', e.uid, 'sealed', e.sealed, 'author', e.author) FROM entry e
    WHERE e.mission = a.mission AND e.case_uid = a.case_uid
      AND (e.kind = 13 AND e.recorded_at = a.decided_at OR e.kind = 16 AND e.happened_at = a.decided_at)
    LIMIT 1))sql";

// $1 context, $2 leaf_head, $3 labels, $4 missions, $5 limit, $6 and $7 the position, or NULL, $8 since when
// if the caller's own. A proposal whose case went on without it has lapsed, whether or not its row says so
// yet.
std::string ListApprovalsSql(bool mine) {
  const absl::string_view which =
      mine ? "proposed_by = ($2::leaf_head).actor AND coalesce(decided_at, expires_at) > $8::timestamptz"
           : "decided_at IS NULL AND expires_at > ($2::leaf_head).occurred_at AND $8::timestamptz IS NULL";
  return absl::StrCat(
      R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), page AS MATERIALIZED ()sql",
      WithinPage(absl::StrCat(R"sql(
  SELECT a.*, c.year, c.serial, c.erased_at IS NOT NULL AS erased, c.sealed AS case_sealed,
         a.decided_at IS NULL AND a.expires_at > ($2::leaf_head).occurred_at AND a.case_version = c.version AS waits,
         )sql",
                              kAnswerOf, R"sql( AS answer
  FROM caller, LATERAL (
    SELECT * FROM approval WHERE known AND mission = ANY ($4::text[]) AND )sql",
                              which, R"sql(
    OFFSET 0) AS a
  JOIN case_file c ON c.mission = a.mission AND c.uid = a.case_uid AND c.labels && $3::text[])sql",
                              mine ? "" : " AND c.version = a.case_version", R"sql(
  WHERE $6::timestamptz IS NULL OR (a.proposed_at, a.uid) < ($6::timestamptz, $7::uuid)
  ORDER BY a.proposed_at DESC, a.uid DESC
  LIMIT $5::integer)sql"),
                 "coalesce(octet_length(l.sealed), 0) + coalesce(octet_length(l.case_sealed), 0) + "
                 "coalesce(length(l.answer::text) / 2, 0)",
                 "l.proposed_at DESC, l.uid DESC"),
      R"sql(
)
SELECT coalesce(json_agg(json_build_array()sql",
      kApprovalColumns, ", a.mission, a.year, a.serial, ", kKeysOfCase, ", ", kSubjectOfCase,
      R"sql(, a.case_uid, a.erased, json_build_object('uid', a.case_uid, 'sealed', a.case_sealed), a.waits,
         a.approved, a.decided_by, least(coalesce(a.decided_at, a.expires_at), a.expires_at),
         a.decided_at IS NOT NULL AND a.decided_at < a.expires_at, a.answer, a.listed)
         ORDER BY a.proposed_at DESC, a.uid DESC), '[]'),
       audit_append($2::leaf_head, 'done', CASE WHEN cardinality($4::text[]) = 1 THEN ($4::text[])[1] END, NULL,
                    ''::bytea, coalesce(string_agg(uuid_send(a.case_uid), ''::bytea ORDER BY a.case_uid), '')) AS leaf
FROM page AS a, LATERAL (SELECT a.mission, a.case_uid AS uid) AS c)sql");
}

// What became of a proposal, from what the list selects behind the case's own columns.
void ReadOutcome(const json& row, absl::Span<const DataKey> keys, v1::Approval& approval,
                 DamagedRows& damaged) {
  const json& approved = row.at(10);
  const json& decided_by = row.at(11);
  const json& answer = row.at(14);
  if (row.at(9).get<bool>()) {
    approval.set_state(v1::APPROVAL_STATE_WAITING);
    return;
  }
  *approval.mutable_decide_time() = ReadTime(row.at(12));
  if (!decided_by.is_null()) approval.set_decided_by(decided_by.get<std::string>());
  if (approved.is_null()) {
    approval.set_state(v1::APPROVAL_STATE_LAPSED);
    if (row.at(13).get<bool>() && !answer.is_null()) {
      approval.set_decided_by(answer.at("author").get<std::string>());
    }
    return;
  }
  if (approved.get<bool>()) {
    approval.set_state(v1::APPROVAL_STATE_APPROVED);
    return;
  }
  approval.set_state(decided_by.is_null() ? v1::APPROVAL_STATE_TAKEN_BACK : v1::APPROVAL_STATE_REFUSED);
  if (!answer.is_null()) approval.set_decision_text(ReadEntryText(answer, keys, damaged));
}

}  // namespace

absl::StatusOr<ApprovalPage> ListApprovals(Connection& connection, const AuditContext& context,
                                           const ApprovalQuery& query) {
  static const std::string waiting = ListApprovalsSql(false);
  static const std::string mine = ListApprovalsSql(true);
  return Guarded([&]() -> absl::StatusOr<ApprovalPage> {
    auto result = connection.ExecuteAs(
        context.access, query.mine_since ? mine : waiting,
        {LeafHead(context), ArrayText(context.access.labels), ArrayText(query.missions),
         absl::StrCat(query.limit), query.after ? Param(query.after->value) : std::nullopt,
         query.after ? Param(query.after->uid) : std::nullopt,
         query.mine_since ? Param(TimeText(*query.mine_since)) : std::nullopt});
    if (!result.ok()) return result.status();
    ApprovalPage page;
    int listed = 0;
    for (const json& row : json::parse(result->front()[0].c_str())) {
      const CaseNumber number = {row.at(1).get<std::string>(), row.at(2).get<int>(), row.at(3).get<int>()};
      auto keys = ReadKeys(context.sealing->vault, row.at(4), row.at(6).get_ref<const std::string&>(),
                           row.at(7).get<bool>());
      if (!keys.ok() && !absl::IsDataLoss(keys.status())) return keys.status();
      const std::vector<DataKey> readable = keys.ok() ? *std::move(keys) : std::vector<DataKey>();
      const json& columns = row.at(0);
      v1::Approval& approval =
          page.approvals.emplace_back(ReadApproval(columns, CaseName(number), readable, page.damaged));
      if (!row.at(5).is_null()) approval.set_subject(ReadPartyName(row.at(5), readable, page.damaged));
      approval.set_summary(ReadSummary(row.at(8), readable, page.damaged));
      ReadOutcome(row, readable, approval, page.damaged);
      if (!keys.ok()) {
        page.damaged.push_back(keys.status());
        approval.set_text(kUnreadableText);
      }
      page.last = {columns.at(3).get<std::string>(), columns.at(0).get<std::string>()};
      listed = row.at(15).get<int>();
    }
    page.goes_on = GoesOn(listed, page.approvals.size(), query.limit);
    return page;
  });
}

}  // namespace arasha::storage
