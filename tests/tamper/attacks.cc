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
UPDATE audit_leaf l SET occurred_time = occurred_time - interval '1 day', leaf_data = overlay(
    leaf_data PLACING timestamptz_send(occurred_time - interval '1 day') FROM 38 FOR 8)
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
  INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision, mission, object_uid)
  SELECT leaf_hash, overlay(leaf_data PLACING uuid_send(gen_random_uuid()) FROM 14 FOR 16),
         occurred_time, actor, action, decision, mission, object_uid
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
UPDATE audit_leaf l SET leaf_data = o.leaf_data, occurred_time = o.occurred_time, actor = o.actor, action = o.action,
    decision = o.decision, mission = o.mission, object_uid = o.object_uid
  FROM two b JOIN two o ON o.leaf_id <> b.leaf_id WHERE l.leaf_id = b.leaf_id;
)sql";

// The register itself, and not a word in the log.
constexpr char kRegister[] = R"sql(
UPDATE deadline SET due_time = due_time + interval '7 days' WHERE rule = 'first_contact';
UPDATE entry SET happened_time = happened_time - interval '1 day' WHERE kind = 4;
UPDATE case_file SET priority = 3;
DELETE FROM party;
INSERT INTO entry (mission, case_uid, uid, kind, sealed, happened_time, record_time, author, triggers)
  SELECT mission, case_uid, '00000000-0000-4000-8000-000000000001', kind, sealed, happened_time, record_time, author, triggers
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
UPDATE calendar SET definition = replace(definition, '01-01', '01-05') WHERE state = 'TR';
DELETE FROM calendar WHERE state = 'PL';
INSERT INTO mission (code, name_kk, name_ru, name_en, host_state, time_zone, weekend) VALUES ('XXX', 'Еш жерде', 'Нигде', 'Nowhere', 'XX', 'UTC', '{}');
)sql";
// Access that nobody gave, and a decision that nobody proposed.
constexpr char kAccess[] = R"sql(
INSERT INTO access_grant (uid, mission, case_uid, principal, break_glass, sealed, granted_by, grant_time, expire_time)
  SELECT '00000000-0000-4000-8000-000000000002', mission, uid, 'staff/d.kim', false, '', 'staff/e.sarsen', now(), 'infinity'
  FROM case_file LIMIT 1;
INSERT INTO approval (mission, case_uid, uid, event, case_version, proposed_by, propose_time, expire_time)
  SELECT mission, uid, '00000000-0000-4000-8000-000000000003', 'close', version, 'staff/a.omarova', now(), 'infinity'
  FROM case_file LIMIT 1;
INSERT INTO reminder (mission, case_uid, uid, sealed, due_time, assignee, created_by, create_time)
  SELECT mission, uid, '00000000-0000-4000-8000-000000000004', '', now(), 'staff/a.omarova', 'staff/a.omarova', now()
  FROM case_file LIMIT 1;
INSERT INTO erasure_list (uid, mission, state, case_count, kept_count, erased_count, drawn_by, draw_time)
  VALUES ('00000000-0000-4000-8000-000000000005', 'IST', 'drawn', 0, 0, 0, 'staff/a.omarova', now());
INSERT INTO warning (mission, case_uid, uid, kind, rule, run, warning_rule, due_time, recipient, raise_time)
  SELECT mission, uid, '00000000-0000-4000-8000-000000000006', 2, 'first_contact', 1, 'passed', now(), 'head', now()
  FROM case_file LIMIT 1;
INSERT INTO group_row (mission, case_uid, uid, row_group, sealed, create_time)
  SELECT mission, uid, '00000000-0000-4000-8000-000000000007', 'hearings', '', now() FROM case_file LIMIT 1;
)sql";
// A case erased by nobody's order, found by no search, and numbers as if there had been others.
constexpr char kKeyGone[] = "DELETE FROM data_key;";
constexpr char kKeySwapped[] = "UPDATE data_key SET wrapped = substr(wrapped, 2);";
constexpr char kUnfindable[] = "DELETE FROM case_index WHERE source <> case_uid;";
constexpr char kCounterForward[] = "UPDATE case_counter SET last = last + 5;";
constexpr char kCounterBack[] = "UPDATE case_counter SET last = last - 1;";
constexpr char kServerKey[] = "UPDATE server_key SET kek = 'kek-0' WHERE name = 'search';";
// A repeat that is done again, and one that is answered with something else.
constexpr char kAnswers[] = R"sql(
DELETE FROM request WHERE method = 'CreateCase';
UPDATE request SET response = (SELECT response FROM request WHERE method = 'TransitionCase') WHERE method = 'AddEntry'
  AND create_time = (SELECT max(create_time) FROM request);
)sql";
constexpr char kLeafIds[] = "SELECT setval('audit_leaf_leaf_id_seq', 1);";
constexpr char kSchema[] = R"sql(
DROP TRIGGER append_only ON entry;
ALTER TABLE party DISABLE ROW LEVEL SECURITY;
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE POLICY everything ON case_file TO arasha_server USING (true);
)sql";
// What lists and reports search by, and no leaf.
constexpr char kColumns[] = R"sql(
UPDATE audit_leaf l SET occurred_time = occurred_time - interval '1 day', actor = 'staff/b.omarova'
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {A};
UPDATE audit_leaf l SET action = 'GetCase', decision = 'denied', mission = 'WAW', object_uid = NULL, leaf_hash = '\x00'
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {B};
INSERT INTO audit_leaf (leaf_id, leaf_hash, leaf_data, occurred_time, actor, action, decision, mission, object_uid)
  OVERRIDING SYSTEM VALUE
  SELECT 4711, leaf_hash, leaf_data, occurred_time, actor, action, decision, mission, object_uid
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
  static const Told kKeyOfIt = {"ROW_WITHOUT_LEAF", {{"kind", "data_key"}}};
  static const Told kAnswerOfIt = {"ROW_WITHOUT_LEAF", {{"kind", "request"}}};
  // Nobody of the name that was put in works there.
  static const Told kStranger = {"DONE_WITHOUT_ROLE", {{"leaf", "{A}"}, {"actor", "staff/b.omarova"}}};
  static const std::vector<Attack> kAttacks = {
      {"nothing", "", {}},
      {"a leaf is edited", absl::StrCat(kEdit, kRehash), {{"LEAF_CHANGED", {{"leaf", "{A}"}}}, kStranger}},
      {"a leaf is edited, and the tree with it",
       absl::StrCat(kEdit, kRehash, kRewriteTree),
       {kRewritten[0], kStranger},
       true},
      {"a leaf is back-dated", absl::StrCat(kBackDate, kRehash), {{"LEAF_CHANGED", {{"leaf", "{A}"}}}}},
      {"a leaf is back-dated, and the tree with it", absl::StrCat(kBackDate, kRehash, kRewriteTree),
       kRewritten, true},
      {"a leaf is deleted", kDelete, {{"LEAF_GONE", {{"leaf", "{A}"}}}, kOrphan, kKeyOfIt, kAnswerOfIt}},
      {"a leaf is deleted, and the gap closed",
       absl::StrCat(kDelete, kCloseGap),
       {{"LEAF_GONE", {{"leaf", "{A}"}}},
        kOrphan,
        kKeyOfIt,
        kAnswerOfIt,
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
        {"ROW_DIFFERS", {{"kind", "case_type"}, {"key", "rights.detention@2"}}}}},
      {"missions are edited",
       kMissions,
       {{"ROW_DIFFERS", {{"kind", "mission"}, {"key", "IST"}}},
        {"ROW_DIFFERS", {{"kind", "mission"}, {"key", "WAW"}}},
        {"ROW_DIFFERS", {{"kind", "mission"}, {"key", "ASB"}}},
        {"ROW_DIFFERS", {{"kind", "calendar"}, {"key", "TR@1"}}},
        {"ROW_MISSING", {{"kind", "calendar"}, {"key", "PL@1"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "mission"}, {"key", "XXX"}}}}},
      {"grants and approvals are put in",
       kAccess,
       {{"ROW_WITHOUT_LEAF", {{"kind", "grant"}, {"key", "00000000-0000-4000-8000-000000000002"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "approval"}, {"key", "00000000-0000-4000-8000-000000000003"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "reminder"}, {"key", "00000000-0000-4000-8000-000000000004"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "erasure_list"}, {"key", "00000000-0000-4000-8000-000000000005"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "warning"}, {"key", "00000000-0000-4000-8000-000000000006"}}},
        {"ROW_WITHOUT_LEAF", {{"kind", "group_row"}, {"key", "00000000-0000-4000-8000-000000000007"}}}}},
      // It has two: what is written by a server that does not hold the first gets a key of its own.
      {"the keys of a case are deleted",
       kKeyGone,
       {{"ROW_MISSING", {{"kind", "data_key"}}}, {"ROW_MISSING", {{"kind", "data_key"}}}}},
      {"the keys of a case are changed",
       kKeySwapped,
       {{"ROW_DIFFERS", {{"kind", "data_key"}}}, {"ROW_DIFFERS", {{"kind", "data_key"}}}}},
      {"a person is made unfindable", kUnfindable, {{"ROW_MISSING", {{"kind", "index"}}}}},
      {"the counter is set forward",
       kCounterForward,
       {{"ROW_WITHOUT_LEAF", {{"kind", "counter"}, {"version", "6"}}}}},
      {"the counter is set back", kCounterBack, {{"ROW_OLDER", {{"kind", "counter"}}}}},
      {"a server key is changed", kServerKey, {{"ROW_DIFFERS", {{"kind", "server_key"}, {"key", "search"}}}}},
      {"kept answers are deleted and swapped",
       kAnswers,
       {{"ROW_MISSING", {{"kind", "request"}}}, {"ROW_DIFFERS", {{"kind", "request"}}}}},
      {"the ids of leaves are set back", kLeafIds, {{"NUMBERS_SET_BACK", {{"numbers", "audit_leaf"}}}}},
      {"the schema is bent",
       kSchema,
       {{"SCHEMA_MISSING", {{"part", "trigger entry.append_only"}}},
        {"SCHEMA_CHANGED", {{"part", "table party"}}},
        {"SCHEMA_CHANGED", {{"part", "function refuse_change()"}}},
        {"SCHEMA_ADDED", {{"part", "policy case_file.everything"}}}}},
      {"what lists show is edited beside the leaves",
       kColumns,
       {{"LEAF_MISLISTED", {{"leaf", "{A}"}, {"columns", "occurred_time, actor"}}},
        {"LEAF_MISLISTED",
         {{"leaf", "{B}"}, {"columns", "leaf_hash, action, decision, mission, object_uid"}}},
        {"LEAF_OUTSIDE", {{"id", "4711"}}}}},
  };
  return kAttacks;
}

const std::map<std::string, std::string>& TablesTriedElsewhere() {
  static const std::map<std::string, std::string> kTables = {
      {"audit_checkpoint", "TamperTest: a cut tail, a tree of another key"},
      {"audit_cosignature", "TamperTest: a tree of another key; verifiers that need witnesses miss them"},
      {"audit_pending",
       "Sequencer tests: the journal misses a leaf that was deleted before it had its place"},
      {"audit_secret", "TamperTest: a forged leaf; `arashad log check-requests` names it"},
      {"context_key", "row_security_test: no call is answered under another key; committed to like the rest"},
      {"directory_version", "nothing rests on it: servers read the directory anew when it moves"},
      {"job", "nothing rests on it but that its work is done, and who last did it when stands in metrics"},
      {"report", "`arasha report verify` counts a report's figures again from an export"},
      {"report_file", "the same; the file's hash stands in its report and its proof"},
      {"report_schedule", "nothing rests on it but that a report is made, which shows"},
      {"schema_migration", "migrations_test: a server takes no schema that is not its own"},
  };
  return kTables;
}

}  // namespace arasha::tamper
