#include "tests/tamper/attacks.h"

#include "absl/strings/str_cat.h"

namespace arasha::tamper {
namespace {

// Who reads the table of leaves alone finds that each fits its hash.
constexpr char kRehash[] = "UPDATE audit_leaf SET leaf_hash = sha256('\\x00'::bytea || leaf_data);\n";
// And who reads the tree, that it fits the leaves: with fewer than 256 it is one tile. Nobody without the key
// can sign its root.
constexpr char kRewriteTree[] = R"sql(
UPDATE audit_tile SET hashes = (
  SELECT string_agg(leaf_hash, ''::bytea ORDER BY tree_index) FROM audit_sequence JOIN audit_leaf USING (leaf_id));
)sql";

constexpr char kEdit[] = R"sql(
UPDATE audit_leaf l SET actor = 'staff/b.omarova', leaf_data = overlay(
    leaf_data PLACING 'staff/b'::bytea FROM position('staff/a.omarova'::bytea IN leaf_data))
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {A};
)sql";
// The time is the second field; see 0002_audit.sql.
constexpr char kBackDate[] = R"sql(
UPDATE audit_leaf l SET occurred_at = occurred_at - interval '1 day', leaf_data = overlay(
    leaf_data PLACING timestamptz_send(occurred_at - interval '1 day') FROM 38 FOR 8)
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {A};
)sql";
constexpr char kDelete[] = R"sql(
DELETE FROM audit_leaf l USING audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {A};
)sql";
constexpr char kCloseGap[] = R"sql(
DELETE FROM audit_sequence WHERE tree_index = {A};
UPDATE audit_sequence SET tree_index = tree_index + 1000000 WHERE tree_index > {A};
UPDATE audit_sequence SET tree_index = tree_index - 1000001 WHERE tree_index > 1000000;
)sql";
constexpr char kInsert[] = R"sql(
UPDATE audit_sequence SET tree_index = tree_index + 1000000 WHERE tree_index >= {A};
UPDATE audit_sequence SET tree_index = tree_index - 999999 WHERE tree_index >= 1000000;
WITH copied AS (
  INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_at, actor, action, decision, mission, object_uid)
  SELECT leaf_hash, overlay(leaf_data PLACING uuid_send(gen_random_uuid()) FROM 14 FOR 16),
         occurred_at, actor, action, decision, mission, object_uid
  FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE tree_index = {B} RETURNING leaf_id)
INSERT INTO audit_sequence SELECT {A}, leaf_id FROM copied;
)sql";
constexpr char kReorder[] = R"sql(
UPDATE audit_sequence SET tree_index = -1 WHERE tree_index = {A};
UPDATE audit_sequence SET tree_index = {A} WHERE tree_index = {B};
UPDATE audit_sequence SET tree_index = {B} WHERE tree_index = -1;
)sql";
constexpr char kSwapContents[] = R"sql(
WITH two AS (SELECT tree_index, l.* FROM audit_leaf l JOIN audit_sequence USING (leaf_id) WHERE tree_index IN ({A}, {B}))
UPDATE audit_leaf l SET leaf_data = o.leaf_data, occurred_at = o.occurred_at, actor = o.actor, action = o.action,
    decision = o.decision, mission = o.mission, object_uid = o.object_uid
  FROM two b JOIN two o ON o.leaf_id <> b.leaf_id WHERE l.leaf_id = b.leaf_id;
)sql";

// The register itself, and not a word in the log.
constexpr char kRegister[] = R"sql(
UPDATE deadline SET due_at = due_at + interval '7 days' WHERE rule = 'first_contact';
UPDATE entry SET happened_at = happened_at - interval '1 day' WHERE kind = 4;
UPDATE case_file SET priority = 3;
DELETE FROM party;
INSERT INTO entry (mission, case_uid, uid, kind, sealed, happened_at, recorded_at, author, triggers)
  SELECT mission, case_uid, '00000000-0000-4000-8000-000000000001', kind, sealed, happened_at, recorded_at, author, triggers
  FROM entry WHERE kind = 1 LIMIT 1;
)sql";
// Who may do what, and by which rules.
constexpr char kDirectory[] = R"sql(
INSERT INTO role_grant VALUES ('staff/a.omarova', 'head', '-');
DELETE FROM role_grant WHERE principal = 'staff/d.kim';
UPDATE principal SET clearances = '{trafficking}' WHERE name = 'staff/a.omarova';
INSERT INTO revoked_certificate VALUES (decode(repeat('ab', 32), 'hex'), 'mine now');
UPDATE case_type SET definition = definition || '#' WHERE id = 'rights.detention';
)sql";
// When deadlines are due.
constexpr char kMissions[] = R"sql(
UPDATE mission SET weekend = '{1,2,3}' WHERE code = 'IST';
UPDATE mission SET time_zone = 'Pacific/Kiritimati' WHERE code = 'WAW';
UPDATE mission SET host_state = 'TR' WHERE code = 'ASB';
INSERT INTO mission (code, name_kk, name_ru, name_en, host_state, time_zone, weekend) VALUES ('XXX', 'Еш жерде', 'Нигде', 'Nowhere', 'XX', 'UTC', '{}');
)sql";
// What lists and reports search by, and no leaf.
constexpr char kColumns[] = R"sql(
UPDATE audit_leaf l SET occurred_at = occurred_at - interval '1 day', actor = 'staff/b.omarova'
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {A};
UPDATE audit_leaf l SET action = 'GetCase', decision = 'denied', mission = 'WAW', object_uid = NULL, leaf_hash = '\x00'
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {B};
INSERT INTO audit_leaf (leaf_id, leaf_hash, leaf_data, occurred_at, actor, action, decision, mission, object_uid)
  OVERRIDING SYSTEM VALUE
  SELECT 4711, leaf_hash, leaf_data, occurred_at, actor, action, decision, mission, object_uid
  FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE tree_index = {B};
)sql";

}  // namespace

const std::vector<Attack>& Attacks() {
  static const std::vector<Told> kSwapped = {
      {"LEAVES_MOVED", {{"leaf", "{A}"}, {"last", "{A}"}, {"to", "{B}"}}},
      {"LEAVES_MOVED", {{"leaf", "{B}"}, {"last", "{B}"}, {"to", "{A}"}}}};
  // Which leaf it is can only be told as closely as heads were signed; the history signs one for each leaf.
  static const std::vector<Told> kRewritten = {{"CHANGED_BETWEEN", {{"leaf", "<={A}"}, {"last", ">={A}"}}}};
  // What the deleted leaf wrote stands there as if nobody had.
  static const Told kOrphan = {"ROW_WITHOUT_LEAF", {{"kind", "entry"}}};
  static const std::vector<Attack> kAttacks = {
      {"nothing", "", {}},
      {"a leaf is edited", absl::StrCat(kEdit, kRehash), {{"LEAF_CHANGED", {{"leaf", "{A}"}}}}},
      {"a leaf is edited, and the tree with it", absl::StrCat(kEdit, kRehash, kRewriteTree), kRewritten,
       true},
      {"a leaf is back-dated", absl::StrCat(kBackDate, kRehash), {{"LEAF_CHANGED", {{"leaf", "{A}"}}}}},
      {"a leaf is back-dated, and the tree with it", absl::StrCat(kBackDate, kRehash, kRewriteTree),
       kRewritten, true},
      {"a leaf is deleted", kDelete, {{"LEAF_GONE", {{"leaf", "{A}"}}}, kOrphan}},
      {"a leaf is deleted, and the gap closed",
       absl::StrCat(kDelete, kCloseGap),
       {{"LEAF_GONE", {{"leaf", "{A}"}}},
        kOrphan,
        {"LEAVES_MOVED", {{"leaf", "{A+1}"}, {"last", "{N-1}"}, {"to", "{A}"}}}}},
      {"a leaf is inserted",
       absl::StrCat(kInsert, kRehash),
       {{"LEAF_INSERTED", {{"leaf", "{A}"}}},
        {"LEAVES_MOVED", {{"leaf", "{A}"}, {"last", "{N-2}"}, {"to", "{A+1}"}}}}},
      {"a leaf is inserted, and the tree rewritten", absl::StrCat(kInsert, kRehash, kRewriteTree), kRewritten,
       true},
      {"leaves are reordered", kReorder, kSwapped},
      {"leaves are reordered, and the tree with them", absl::StrCat(kReorder, kRewriteTree), kRewritten,
       true},
      {"leaves change their contents", absl::StrCat(kSwapContents, kRehash), kSwapped},
      {"the register is edited",
       kRegister,
       {{"ROW_DIFFERS", {{"kind", "deadline"}, {"key", "first_contact"}}},
        {"ROW_DIFFERS", {{"kind", "entry"}}},
        {"ROW_DIFFERS", {{"kind", "case"}}},
        {"ROW_MISSING", {{"kind", "party"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "entry"}, {"key", "00000000-0000-4000-8000-000000000001"}}}}},
      {"the directory and the catalogue are edited",
       kDirectory,
       {{"ROW_WITHOUT_LEAF", {{"kind", "role"}, {"key", "staff/a.omarova/head/-"}}},
        {"ROW_MISSING", {{"kind", "role"}, {"key", "staff/d.kim/officer/WAW"}}},
        {"ROW_DIFFERS", {{"kind", "principal"}, {"key", "staff/a.omarova"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "certificate"}}},
        {"ROW_DIFFERS", {{"kind", "case_type"}, {"key", "rights.detention@1"}}}}},
      {"missions are edited",
       kMissions,
       {{"ROW_DIFFERS", {{"kind", "mission"}, {"key", "IST"}}},
        {"ROW_DIFFERS", {{"kind", "mission"}, {"key", "WAW"}}},
        {"ROW_DIFFERS", {{"kind", "mission"}, {"key", "ASB"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "mission"}, {"key", "XXX"}}}}},
      {"what lists show is edited beside the leaves",
       kColumns,
       {{"LEAF_MISLISTED", {{"leaf", "{A}"}, {"columns", "occurred_at, actor"}}},
        {"LEAF_MISLISTED",
         {{"leaf", "{B}"}, {"columns", "leaf_hash, action, decision, mission, object_uid"}}},
        {"LEAF_OUTSIDE", {{"id", "4711"}}}}},
  };
  return kAttacks;
}

}  // namespace arasha::tamper
