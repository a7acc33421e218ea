#include "tests/storage/cases.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/cases/erasure.h"
#include "storage/postgres/encoding.h"

namespace arasha::storage {
namespace {

google::protobuf::Timestamp Stamp(absl::Time time) { return ToTimestamp(time); }

support::TestKeys* test_keys = nullptr;  // of the test that runs

}  // namespace

void CasesTest::SetUp() {
  DatabaseTest::SetUp();
  test_keys = &keys();
}

void CasesTest::AwaitWaiting(int connections) {
  const absl::Time until = absl::Now() + absl::Seconds(30);
  while (database().Value("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM "
                          "pg_stat_activity WHERE datname = current_database())") !=
             absl::StrCat(connections) &&
         absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(10));
  }
}

AuditContext CasesTest::Erasing() {
  AuditContext context = keys().Operator();
  context.action = "EraseCase";
  return context;
}

std::thread CasesTest::Erase(const CaseNumber& number, bool& erased) {
  return std::thread([this, number, &erased, context = Erasing()] {
    Connection connection(database().owner_conninfo());
    const auto done = EraseCase(connection, context, {number, 1});
    EXPECT_TRUE(done.ok()) << done.status();
    erased = done.ok() && *done;
  });
}

absl::Time Start() { return absl::FromCivil(absl::CivilSecond(2026, 11, 24, 7, 0, 0), absl::UTCTimeZone()); }

AuditContext Reading(const std::string& action) {
  return {.now = Start(),
          .instance = "test",
          .actor = "staff/a.omarova",
          .certificate = std::string(32, '\x17'),
          .action = action,
          .payload = "the request",
          .access = test_keys->Access({"staff/a.omarova", "IST", "w:IST", "WAW", "w:WAW", "ASB", "w:ASB"}),
          .server_keys = test_keys->server_keys(),
          .sealing = &test_keys->sealing()};
}

WriteContext Writing(const std::string& action, absl::Time now) {
  WriteContext context{
      .audit = Reading(action), .request_id = NewUid(now), .content_hash = Sha256("content")};
  context.audit.now = now;
  return context;
}

NewCase Opening(const std::string& mission, absl::Time now) {
  NewCase opening;
  v1::Case& message = opening.row.message;
  message.set_uid(NewUid(now));
  message.set_type("rights.detention");
  message.set_type_version(2);
  message.set_state("received");
  message.set_priority(v1::PRIORITY_NORMAL);
  message.set_host_state("TR");
  message.set_summary("held at the border");
  (*message.mutable_details()->mutable_fields())["place_of_detention"].set_string_value("Kapıkule");
  *message.mutable_received_time() = Stamp(now);
  *message.mutable_create_time() = Stamp(now);
  *message.mutable_update_time() = Stamp(now);
  v1::Party& subject = *message.add_parties();
  subject.set_name(NewUid(now));
  subject.set_role(v1::PARTY_ROLE_SUBJECT);
  subject.set_kind(v1::PARTY_KIND_PERSON);
  subject.set_display_name("Ержан Сағындықов");
  *subject.mutable_create_time() = Stamp(now);
  opening.row.number = {.mission = mission, .year = 2026, .serial = 0};
  opening.row.version = 1;
  opening.row.created_by = "staff/a.omarova";
  opening.row.labels = {mission, "*", "case:" + message.uid()};
  message.set_sensitivity(v1::SENSITIVITY_ORDINARY);
  opening.opening = EntryAt(now);
  opening.opening.message.set_kind(v1::ENTRY_KIND_TRANSITION);
  opening.response = "the first answer";
  return opening;
}

DeadlineRow DeadlineMetBy(const std::string& rule, absl::Time start, std::vector<std::string> met_by) {
  return {.rule = rule,
          .source = "a law",
          .start = start,
          .due = start + absl::Hours(24),
          .met_by = std::move(met_by),
          .corrects = false,
          .met = {},
          .stopped = {}};
}

EntryRow EntryAt(absl::Time at, std::vector<std::string> triggers) {
  EntryRow entry;
  entry.message.set_name(NewUid(at));
  entry.message.set_kind(v1::ENTRY_KIND_NOTE);
  entry.message.set_text("what happened");
  entry.message.set_author("staff/a.omarova");
  *entry.message.mutable_happened_time() = Stamp(at);
  *entry.message.mutable_record_time() = Stamp(at);
  entry.triggers = std::move(triggers);
  return entry;
}

Append AppendOf(const CaseNumber& number, const EntryRow& entry) {
  Append append;
  append.number = number;
  append.entry = entry;
  return append;
}

CaseNumber Open(Connection& connection, const NewCase& opening) {
  const auto opened = OpenCase(connection, Writing("CreateCase"), opening);
  CaseNumber number = opening.row.number;
  EXPECT_TRUE(opened.ok()) << opened.status();
  if (opened.ok() && *opened) number.serial = (*opened)->serial;
  EXPECT_GT(number.serial, 0);
  return number;
}

CaseChange ChangeOf(Connection& connection, const CaseNumber& number, const EntryRow& entry) {
  CaseChange change;
  const auto loaded = LoadCase(connection, Writing("UpdateCase"), number);
  EXPECT_TRUE(loaded.ok() && *loaded) << loaded.status();
  if (!loaded.ok() || !*loaded) return change;
  change.row = (*loaded)->row;
  change.row.message.clear_parties();
  change.row.version += 1;
  change.key = (*loaded)->keys.back();
  change.entries = {entry};
  change.response = "the answer";
  return change;
}

void Save(Connection& connection, const CaseChange& change, absl::Time now) {
  const auto outcome = SaveCase(connection, Writing("UpdateCase", now), change);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(*outcome, WriteOutcome::kDone);
}

DeadlineRow Find(Connection& connection, const CaseNumber& number, const std::string& rule) {
  const auto full = GetCase(connection, Reading("GetCase"), number);
  EXPECT_TRUE(full.ok() && *full) << full.status();
  if (full.ok() && *full) {
    for (const DeadlineRow& deadline : (*full)->deadlines) {
      if (deadline.rule == rule) return deadline;
    }
  }
  ADD_FAILURE() << "the case has no deadline " << rule;
  return {};
}

}  // namespace arasha::storage
