#include "storage/cases/approvals.h"

#include <pqxx/pqxx>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/keys/kept_fields.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

std::string RowText(const Proposal& proposal) {
  json row = ChildRow({proposal.number.mission, proposal.case_uid}, kApprovalTable.kind, proposal.approval,
                      proposal.key);
  row["case_version"] = proposal.case_version;
  row["version"] = 1;
  return row.dump();
}

}  // namespace

absl::StatusOr<std::string> UnsealProposedText(absl::Span<const DataKey> keys, absl::string_view uid,
                                               const std::string& stored) {
  v1::Approval approval;
  DamagedRows damaged;
  if (!UnsealPersonalOrNote(keys, absl::StrCat("approval/", uid), stored.empty() ? json() : json(stored),
                            approval, damaged))
    return damaged.front();
  return approval.text();
}

v1::Approval ReadApproval(const json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                          DamagedRows& damaged) {
  v1::Approval approval;
  if (!ReadChild(row, kApprovalTable.kind, case_name, "approvals", keys, approval, damaged)) {
    approval.set_text(kUnreadableText);
  }
  return approval;
}

bool Waits(const v1::Approval& proposal, absl::Time now) { return ToTime(proposal.expire_time()) > now; }

namespace {

// $5 approval row, $6 entry rows, $7 data key row, $8 uid of the proposal that lapses, or NULL.
//
// Two that propose at once meet at the index of what waits: the later one finds its place taken, writes
// nothing, and reads the case again.
const std::string& ProposeSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT c.mission, c.uid, c.version FROM caller, LATERAL (
    SELECT mission, uid, version FROM case_file
    WHERE known AND mission = $5::jsonb->>'mission' AND uid = ($5::jsonb->>'case_uid')::uuid
      AND version = ($5::jsonb->>'case_version')::integer
    FOR NO KEY UPDATE) AS c)sql")
        .Update("lapsed", kApprovalTable,
                "decide_time = least(($2::leaf_head).occurred_time, a.expire_time), version = a.version + 1",
                "locked l WHERE a.mission = l.mission AND a.case_uid = l.uid AND a.uid = $8::uuid AND "
                "a.decide_time IS "
                "NULL")
        .InsertRow("proposed", kApprovalTable, "locked, (SELECT count(*) FROM lapsed) AS first", "$5::jsonb",
                   "ON CONFLICT DO NOTHING")
        .Answer("(row).mission, (row).case_uid", "proposed")
        .InsertRows("told", kEntryTable, "proposed", "$6::jsonb")
        .InsertRow("keyed", kDataKeyTable, "proposed", "$7::jsonb", "ON CONFLICT DO NOTHING");
    return statement.Done({.from = "proposed"}, StaleUnless("EXISTS (SELECT 1 FROM locked)"));
  }();
  return sql;
}

}  // namespace

absl::StatusOr<WriteOutcome> Propose(Connection& connection, const WriteContext& context,
                                     const Proposal& proposal) {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = {proposal.number.mission, proposal.case_uid};
    return WriteAndTell(
        connection, context, ProposeSql(), OfCase(proposal.key), proposal.response,
        {RowText(proposal), EntriesText(key, proposal.entries, proposal.key), ToRow(key, proposal.key).dump(),
         proposal.lapsed.empty() ? std::nullopt : Param(proposal.lapsed)});
  });
}

namespace {

// $5 mission, $6 case, $7 approval, $8 entry row, $9 data key row. The case's row comes first, as in all that
// decides on a proposal.
const std::string& RefuseProposalSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT a.* FROM caller, LATERAL (
    SELECT mission, uid FROM case_file WHERE known AND mission = $5::text AND uid = $6::uuid FOR NO KEY UPDATE) AS c,
  LATERAL (
    SELECT mission, case_uid, uid FROM approval
    WHERE mission = c.mission AND case_uid = c.uid AND uid = $7::uuid AND decide_time IS NULL
    FOR NO KEY UPDATE) AS a)sql")
        .Answer("mission, case_uid", "locked")
        .Update("refused", kApprovalTable, R"sql(
      decided_by = nullif(($2::leaf_head).actor, a.proposed_by), decide_time = ($2::leaf_head).occurred_time,
      approved = false, version = a.version + 1)sql",
                "answered WHERE a.mission = answered.mission AND a.case_uid = answered.case_uid AND a.uid = "
                "$7::uuid")
        .InsertRow("told", kEntryTable, "answered", "$8::jsonb")
        .InsertRow("keyed", kDataKeyTable, "answered", "$9::jsonb", "ON CONFLICT DO NOTHING");
    return statement.Done({.from = "refused"}, StaleUnless("EXISTS (SELECT 1 FROM locked)"));
  }();
  return sql;
}

}  // namespace

absl::StatusOr<WriteOutcome> RefuseProposal(Connection& connection, const WriteContext& context,
                                            const Refusal& refusal) {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = {refusal.number.mission, refusal.case_uid};
    return WriteAndTell(connection, context, RefuseProposalSql(), OfCase(refusal.key), refusal.response,
                        {key.mission, key.uid, refusal.approval_uid,
                         ToRow(key, refusal.entry.message, refusal.entry.triggers, refusal.key).dump(),
                         ToRow(key, refusal.key).dump()});
  });
}

std::string FateText(ProposalFate::Fate fate) {
  switch (fate) {
    case ProposalFate::Fate::kApproved:
      return "approved";
    case ProposalFate::Fate::kLapses:
      return "lapses";
    case ProposalFate::Fate::kStays:
      return "stays";
  }
  return "";
}

void DecideProposal(WriteStatement& statement, absl::string_view uid, absl::string_view fate) {
  statement.Update(
      "proposal", kApprovalTable,
      absl::StrCat(
          R"sql(
      decided_by = CASE )sql",
          fate, R"sql(::text WHEN 'approved' THEN ($2::leaf_head).actor END,
      decide_time = CASE )sql",
          fate,
          R"sql(::text WHEN 'stays' THEN NULL ELSE least(($2::leaf_head).occurred_time, a.expire_time) END,
      approved = CASE )sql",
          fate, R"sql(::text WHEN 'approved' THEN true END,
      case_version = CASE )sql",
          fate, R"sql(::text WHEN 'stays' THEN (s.row).version ELSE a.case_version END,
      version = a.version + 1)sql"),
      absl::StrCat("saved s WHERE a.mission = (s.row).mission AND a.case_uid = (s.row).uid AND a.uid = ", uid,
                   "::uuid"));
}

}  // namespace arasha::storage
