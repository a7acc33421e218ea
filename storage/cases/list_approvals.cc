#include <pqxx/pqxx>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/cases/approvals.h"
#include "storage/keys/case_keys.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {

using nlohmann::json;

namespace {

// The entry of the refusal, or of the taking back, or that of what made a proposal lapse, as the timeline
// tells of it: kinds 13, 17 and 16.
constexpr absl::string_view kAnswerOf = R"sql((
    SELECT json_build_object('uid', e.uid, 'sealed', e.sealed, 'author', e.author) FROM entry e
    WHERE e.mission = a.mission AND e.case_uid = a.case_uid
      AND (e.kind IN (13, 17) AND e.record_time = a.decide_time OR e.kind = 16 AND e.happened_time = a.decide_time)
    LIMIT 1))sql";

// $1 context, $2 leaf_head, $3 labels, $4 missions, $5 limit, $6 and $7 the position, or NULL, $8 since when
// if the caller's own. A proposal whose case went on without it has lapsed, whether or not its row says so
// yet.
std::string ListApprovalsSql(bool mine) {
  const absl::string_view which =
      mine
          ? "proposed_by = ($2::leaf_head).actor AND coalesce(decide_time, expire_time) > $8::timestamptz"
          : "decide_time IS NULL AND expire_time > ($2::leaf_head).occurred_time AND $8::timestamptz IS NULL";
  return absl::StrCat(
      R"sql(
, page AS MATERIALIZED ()sql",
      WithinPage(absl::StrCat(R"sql(
  SELECT a.*, c.year, c.serial, c.type AS case_type, c.erase_time IS NOT NULL AS erased,
         json_build_object('uid', c.uid, 'sealed', c.sealed) AS of_case,
         least(a.decide_time, a.expire_time) AS over_time, coalesce(a.decide_time < a.expire_time, false) AS in_time,
         a.decide_time IS NULL AND a.expire_time > ($2::leaf_head).occurred_time AND a.case_version = c.version AS waits,
         )sql",
                              kAnswerOf, R"sql( AS answer
  FROM caller, LATERAL (
    SELECT * FROM approval WHERE known AND mission = ANY ($4::text[]) AND )sql",
                              which, R"sql(
    OFFSET 0) AS a
  JOIN case_file c ON c.mission = a.mission AND c.uid = a.case_uid AND c.labels && $3::text[])sql",
                              mine ? "" : " AND c.version = a.case_version", R"sql(
  WHERE $6::timestamptz IS NULL OR (a.propose_time, a.uid) < ($6::timestamptz, $7::uuid)
  ORDER BY a.propose_time DESC, a.uid DESC
  LIMIT $5::integer)sql"),
                 "coalesce(octet_length(l.sealed), 0) + (length(l.of_case::text) + "
                 "coalesce(length(l.answer::text), 0)) / 2",
                 "l.propose_time DESC, l.uid DESC"),
      R"sql(
)
SELECT coalesce(json_agg(json_build_array(row_to_json(a), c.keys, c.subject) ORDER BY a.propose_time DESC, a.uid DESC), '[]'),
       audit_read($2::leaf_head, CASE WHEN cardinality($4::text[]) = 1 THEN ($4::text[])[1] END, NULL,
                    coalesce(string_agg(uuid_send(a.case_uid), ''::bytea ORDER BY a.case_uid), '')) AS read
FROM page AS a, LATERAL (
  SELECT keys, subject FROM full_case WHERE mission = a.mission AND uid = a.case_uid OFFSET 0) AS c)sql");
}

// What became of a proposal.
void ReadOutcome(const json& row, absl::Span<const DataKey> keys, v1::Approval& approval,
                 DamagedRows& damaged) {
  const json& approved = row.at("approved");
  const json& decided_by = row.at("decided_by");
  const json& answer = row.at("answer");
  if (row.at("waits").get<bool>()) {
    approval.set_state(v1::APPROVAL_STATE_WAITING);
    return;
  }
  *approval.mutable_decide_time() =
      ToTimestamp(ParseTimeText(row.at("over_time").get_ref<const std::string&>()));
  if (!decided_by.is_null()) approval.set_decided_by(decided_by.get<std::string>());
  if (approved.is_null()) {
    approval.set_state(v1::APPROVAL_STATE_LAPSED);
    if (row.at("in_time").get<bool>() && !answer.is_null()) {
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
    auto result = Read(connection, context, query.mine_since ? mine : waiting,
                       {ArrayText(context.access.labels), ArrayText(query.missions),
                        absl::StrCat(query.limit), query.after ? Param(query.after->value) : std::nullopt,
                        query.after ? Param(query.after->uid) : std::nullopt,
                        query.mine_since ? Param(TimeText(*query.mine_since)) : std::nullopt});
    if (!result.ok()) return result.status();
    ApprovalPage page;
    int listed = 0;
    for (const json& item : ParseJsonText(result->front()[0].c_str())) {
      const json& row = item.at(0);
      const CaseNumber number = {row.at("mission").get<std::string>(), row.at("year").get<int>(),
                                 row.at("serial").get<int>()};
      auto keys = ReadKeys(context.sealing->vault, item.at(1),
                           row.at("case_uid").get_ref<const std::string&>(), row.at("erased").get<bool>());
      if (!keys.ok() && !absl::IsDataLoss(keys.status())) return keys.status();
      const std::vector<DataKey> readable = keys.ok() ? *std::move(keys) : std::vector<DataKey>();
      v1::Approval& approval =
          page.approvals.emplace_back(ReadApproval(row, CaseName(number), readable, page.damaged));
      if (!item.at(2).is_null()) approval.set_subject(ReadPartyName(item.at(2), readable, page.damaged));
      approval.set_case_type(row.at("case_type").get<std::string>());
      approval.set_summary(ReadSummary(row.at("of_case"), readable, page.damaged));
      ReadOutcome(row, readable, approval, page.damaged);
      if (!keys.ok()) {
        page.damaged.push_back(keys.status());
        approval.set_text(kUnreadableText);
      }
      page.last = {row.at("propose_time").get<std::string>(), row.at("uid").get<std::string>()};
      listed = row.at("listed").get<int>();
    }
    page.goes_on = GoesOn(listed, page.approvals.size(), query.limit);
    return page;
  });
}

}  // namespace arasha::storage
