// What could go wrong: something happens without a leaf, or leaves two; the hash does not cover what it
// says; a commitment does not open, so that a changed row cannot be proven; personal data stands in a leaf
// and cannot be erased.
#include "storage/log/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "storage/cases/case_list.h"
#include "storage/postgres/encoding.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A field of a row in PostgreSQL's binary form, null as nullopt.
struct Field {
  uint64_t type = 0;  // OID
  std::optional<std::string> value;
};

// Reads rows as storage/migrations/0002_audit.sql says they are written.
class RowReader {
 public:
  explicit RowReader(std::string bytes) : bytes_(std::move(bytes)) {}

  std::vector<Field> Next() {
    std::vector<Field> row(Number(Take(4)));
    for (Field& field : row) {
      field.type = Number(Take(4));
      const auto length = static_cast<int32_t>(Number(Take(4)));
      if (length >= 0) field.value = Take(static_cast<size_t>(length));
    }
    return row;
  }
  std::string Take(size_t count) {
    EXPECT_LE(at_ + count, bytes_.size()) << "a field runs over the end";
    const std::string taken = bytes_.substr(std::min(at_, bytes_.size()), count);
    at_ += count;
    return taken;
  }
  bool AtEnd() const { return at_ >= bytes_.size(); }

  static uint64_t Number(const std::string& bytes) {
    uint64_t number = 0;
    for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
    return number;
  }

 private:
  const std::string bytes_;
  size_t at_ = 0;
};

struct Object {
  std::string key;
  int version = 0;
  std::string commitment;
};

struct Leaf {
  std::string uid, instance, actor, certificate, action, decision, commitment, seen;
  std::optional<std::string> mission, object_uid, request_id;
  absl::Time occurred_time;
  std::multimap<std::string, Object> objects;  // by kind
};

Leaf Parse(const std::string& data) {
  RowReader reader(data);
  Leaf leaf;
  EXPECT_EQ(reader.Take(1), "\x01");
  const std::vector<Field> row = reader.Next();
  EXPECT_TRUE(reader.AtEnd());
  std::vector<uint64_t> types;
  for (const Field& field : row) types.push_back(field.type);
  EXPECT_THAT(types, ElementsAre(2950, 1184, 25, 25, 17, 25, 25, 25, 2950, 2950, 2950, 17, 17, 17));
  const absl::Time postgres_epoch = absl::FromCivil(absl::CivilDay(2000, 1, 1), absl::UTCTimeZone());
  leaf.uid = row.at(0).value.value();
  leaf.occurred_time =
      postgres_epoch + absl::Microseconds(static_cast<int64_t>(RowReader::Number(row.at(1).value.value())));
  leaf.instance = row.at(2).value.value();
  leaf.actor = row.at(3).value.value();
  leaf.certificate = row.at(4).value.value();
  leaf.action = row.at(5).value.value();
  leaf.decision = row.at(6).value.value();
  leaf.mission = row.at(7).value;
  leaf.object_uid = row.at(8).value;
  leaf.request_id = row.at(9).value;
  leaf.commitment = row.at(11).value.value();
  leaf.seen = row.at(13).value.value();
  RowReader objects(row.at(12).value.value());
  while (!objects.AtEnd()) {
    const std::vector<Field> object = objects.Next();
    leaf.objects.emplace(object.at(0).value.value(),
                         Object{.key = object.at(1).value.value(),
                                .version = static_cast<int>(RowReader::Number(object.at(2).value.value())),
                                .commitment = object.at(3).value.value()});
  }
  return leaf;
}

class AuditLog : public CasesTest {
 protected:
  int Leaves() { return std::stoi(database().Value("SELECT count(*) FROM audit_leaf")); }
  std::string Newest(const std::string& column) {
    return database().Value(
        absl::StrCat("SELECT ", column,
                     " FROM audit_leaf JOIN audit_secret USING (leaf_id) ORDER BY leaf_id DESC LIMIT 1"));
  }
  Leaf NewestLeaf() { return Parse(ParseBytesText(Newest("leaf_data"))); }
  // The commitment to a live row.
  std::string CommitmentTo(const std::string& table, const std::string& condition) {
    return Sha256(ParseBytesText(
        database().Value(absl::StrCat("SELECT audit_state(r) FROM ", table, " r WHERE ", condition))));
  }
};

TEST_F(AuditLog, HasExactlyOneLeafOfEveryOperationThatHappened) {
  Connection& connection = database().server();
  int before = 0;
  const auto leaves = [&](const char* what, int count) {
    EXPECT_EQ(Leaves() - before, count) << what;
    before = Leaves();
  };
  const WriteContext context = Writing("CreateCase");
  NewCase opening = Opening();
  ASSERT_TRUE(OpenCase(connection, context, opening)->has_value());
  const CaseNumber number = {"IST", 2026, 1};
  leaves("opening", 1);
  ASSERT_FALSE(OpenCase(connection, context, opening)->has_value());
  leaves("a repeated opening", 0);
  ASSERT_TRUE(GetCase(connection, Reading("GetCase"), number)->has_value());
  leaves("reading", 1);
  ASSERT_TRUE(ListEntries(connection, Reading("ListEntries"), number, 10, {})->has_value());
  leaves("listing entries", 1);
  CaseQuery query;
  query.missions = {"IST", "WAW"};
  ASSERT_EQ(ListCases(connection, Reading("ListCases"), query)->size(), 1u);
  leaves("listing cases", 1);
  query.missions = {"WAW"};
  ASSERT_TRUE(ListCases(connection, Reading("ListCases"), query)->empty());
  leaves("listing no cases", 1);
  ASSERT_EQ(AppendToTimeline(connection, Writing("AddEntry"), AppendOf(number, EntryAt(Start())))->outcome,
            WriteOutcome::kDone);
  leaves("an entry", 1);
  const CaseChange change = ChangeOf(connection, number, EntryAt(Start()));
  leaves("loading for a change", 0);
  Save(connection, change);
  leaves("a change", 1);
  ASSERT_EQ(SaveCase(connection, Writing("UpdateCase"), change).value(), WriteOutcome::kStale);
  leaves("a stale change", 0);
}

TEST_F(AuditLog, HashesWhatItHolds) {
  Open(database().server(), Opening());
  const std::string data = ParseBytesText(Newest("leaf_data"));
  EXPECT_EQ(ParseBytesText(Newest("leaf_hash")), Sha256(std::string(1, '\0') + data));
}

TEST_F(AuditLog, SaysWhoDidWhatWhenWhere) {
  const WriteContext context = Writing("CreateCase", Start() + absl::Microseconds(1));
  const NewCase opening = Opening();
  ASSERT_TRUE(OpenCase(database().server(), context, opening).ok());
  const Leaf leaf = NewestLeaf();
  const auto uid_text = [&](const std::string& bytes) {
    return database().Value(absl::StrCat("SELECT encode('", BytesText(bytes), "', 'hex')::uuid"));
  };
  EXPECT_EQ(leaf.uid.size(), 16u);
  EXPECT_EQ(leaf.occurred_time, Start() + absl::Microseconds(1));
  EXPECT_EQ(leaf.instance, "test");
  EXPECT_EQ(leaf.actor, "staff/a.omarova");
  EXPECT_EQ(leaf.certificate, std::string(32, '\x17'));
  EXPECT_EQ(leaf.action, "CreateCase");
  EXPECT_EQ(leaf.mission, "IST");
  EXPECT_EQ(uid_text(leaf.object_uid.value()), opening.row.message.uid());
  EXPECT_EQ(uid_text(leaf.request_id.value()), context.request_id);
  // The columns beside it are projections of it.
  EXPECT_EQ(Newest("actor"), leaf.actor);
  EXPECT_EQ(Newest("action"), leaf.action);
  EXPECT_EQ(Newest("mission"), leaf.mission);
  EXPECT_EQ(Newest("object_uid"), opening.row.message.uid());
  EXPECT_EQ(ParseTimeText(Newest("occurred_time")), leaf.occurred_time);
}

TEST_F(AuditLog, CommitsToTheRequestAndToEveryRowWritten) {
  NewCase opening = Opening();
  opening.deadlines = {DeadlineMetBy("visit", Start(), {"entry:VISIT"}),
                       DeadlineMetBy("other", Start(), {"x"})};
  const CaseNumber number = Open(database().server(), opening);
  Leaf leaf = NewestLeaf();
  EXPECT_EQ(leaf.commitment, Sha256(ParseBytesText(Newest("salt")) + "the request"));
  EXPECT_EQ(leaf.objects.size(), 8u + opening.findables.size())
      << "case, party, two deadlines, entry; data key, counter, answer; index";
  const std::map<std::string, std::pair<std::string, std::string>> tables = {
      {"case", {"case_file", "uid"}},
      {"party", {"party", "uid"}},
      {"deadline", {"deadline", "rule"}},
      {"entry", {"entry", "uid"}},
      {"data_key", {"data_key", "audit_key(r)"}},
      {"index", {"case_index", "source"}},
      {"counter", {"case_counter", "audit_key(r)"}},
      {"request", {"request", "audit_key(r)"}}};
  for (const auto& [kind, object] : leaf.objects) {
    const auto& [table, key] = tables.at(kind);
    EXPECT_EQ(object.commitment, CommitmentTo(table, absl::StrCat(key, " = '", object.key, "'"))) << kind;
    EXPECT_EQ(object.version, 1) << kind;
  }
  // An entry that meets a deadline commits to both.
  ASSERT_EQ(AppendToTimeline(database().server(), Writing("AddEntry"),
                             AppendOf(number, EntryAt(Start(), {"entry:VISIT"})))
                ->outcome,
            WriteOutcome::kDone);
  leaf = NewestLeaf();
  ASSERT_EQ(leaf.objects.size(), 3u) << "and to the answer";
  const Object met = leaf.objects.find("deadline")->second;
  EXPECT_EQ(met.version, 2);
  EXPECT_EQ(met.commitment, CommitmentTo("deadline", "rule = 'visit'"));
  // A row changed behind the log's back no longer opens it.
  database().Rows("UPDATE deadline SET due_time = due_time + interval '1 day' WHERE rule = 'visit'");
  EXPECT_NE(met.commitment, CommitmentTo("deadline", "rule = 'visit'"));
}

TEST_F(AuditLog, CommitsToEveryCaseThatAListShowed) {
  const NewCase first = Opening();
  const NewCase second = Opening("WAW");
  Open(database().server(), first);
  Open(database().server(), second);
  CaseQuery query;
  query.missions = {"IST", "WAW"};
  ASSERT_EQ(ListCases(database().server(), Reading("ListCases"), query)->size(), 2u);
  const Leaf leaf = NewestLeaf();
  EXPECT_EQ(leaf.commitment, Sha256(ParseBytesText(Newest("salt")) + "the request"));
  EXPECT_EQ(leaf.seen.size(), 32u);
  for (const NewCase* opening : {&first, &second}) {
    EXPECT_THAT(leaf.seen, HasSubstr(ParseBytesText(database().Value(
                               absl::StrCat("SELECT uuid_send('", opening->row.message.uid(), "')")))));
  }
}

TEST_F(AuditLog, TellsOfRefusals) {
  const CaseNumber number = Open(database().server(), Opening());
  ASSERT_TRUE(AppendDenied(database().server(), Reading("GetCase"), number).ok());
  Leaf leaf = NewestLeaf();
  EXPECT_EQ(leaf.decision, "denied");
  EXPECT_EQ(Newest("decision"), "denied");
  EXPECT_EQ(leaf.actor, "staff/a.omarova");
  EXPECT_EQ(Newest("mission"), "IST");
  EXPECT_EQ(Newest("object_uid"), database().Value("SELECT uid FROM case_file"));
  // Of what is not there it keeps no word: it might be anything.
  for (const CaseNumber& about : {CaseNumber{"IST", 2026, number.serial + 1}, CaseNumber{"IST"}}) {
    ASSERT_TRUE(AppendDenied(database().server(), Reading("GetCase"), about).ok());
    leaf = NewestLeaf();
    EXPECT_FALSE(leaf.object_uid);
    EXPECT_EQ(Newest("mission"), "IST");
  }
  for (const CaseNumber& about : {CaseNumber{"XXX", 2026, 1}, CaseNumber()}) {
    ASSERT_TRUE(AppendDenied(database().server(), Reading("GetCase"), about).ok());
    EXPECT_FALSE(NewestLeaf().object_uid);
    EXPECT_EQ(database().Value("SELECT mission IS NULL FROM audit_leaf ORDER BY leaf_id DESC LIMIT 1"), "t");
  }
}

TEST_F(AuditLog, TakesNobodysWordForTheActor) {
  AuditContext context = Reading("GetCase");
  context.actor = "staff/b.suleimenov";
  EXPECT_FALSE(AppendDenied(database().server(), context, {}).ok()) << "the context is another's";
  EXPECT_EQ(Leaves(), 0);
}

TEST_F(AuditLog, QueuesEveryLeafForTheTree) {
  const CaseNumber number = Open(database().server(), Opening());
  ASSERT_TRUE(GetCase(database().server(), Reading("GetCase"), number).ok());
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_pending JOIN audit_leaf USING (leaf_id, leaf_hash)"),
            "2");
}

TEST_F(AuditLog, HoldsNothingPersonal) {
  NewCase opening = Opening();
  opening.row.message.mutable_parties(0)->set_iin("910214309989");
  const CaseNumber number = Open(database().server(), opening);
  ASSERT_TRUE(GetCase(database().server(), Reading("GetCase"), number).ok());
  for (const auto& row :
       database().Rows("SELECT encode(leaf_data, 'escape'), audit_leaf::text FROM audit_leaf")) {
    for (const char* secret : {"910214309989", "held at the border", "what happened", "the request"}) {
      EXPECT_THAT(row[0].value(), Not(HasSubstr(secret)));
      EXPECT_THAT(row[1].value(), Not(HasSubstr(secret)));
    }
  }
  for (const auto& row : database().Rows("SELECT leaf_data FROM audit_leaf")) {
    EXPECT_THAT(ParseBytesText(row[0].value()), Not(HasSubstr("Сағындықов")));
  }
}

TEST_F(AuditLog, UsesAFreshSaltForEveryLeaf) {
  const CaseNumber number = Open(database().server(), Opening());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(GetCase(database().server(), Reading("GetCase"), number).ok());
  EXPECT_EQ(
      database().Value("SELECT count(DISTINCT salt) = count(*) AND count(DISTINCT leaf_hash) = count(*) "
                       "FROM audit_leaf JOIN audit_secret USING (leaf_id)"),
      "t");
}

}  // namespace
}  // namespace arasha::storage
