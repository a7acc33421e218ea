// What could go wrong: one write of many is made without what all promise, so that an answer lost on the way
// does it twice, a request_id shields something else, a text goes in that no screen shows, or a change
// overwrites one that its caller has not seen.
//
// Asked of every RPC whose rule says that it writes, as access_matrix.txt sends it by the first role that
// may: a new one is asked by being there. Who is answered what on whose cases is access_matrix_test.cc's.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/reminders.grpc.pb.h"
#include "proto/stable_bytes.h"
#include "storage/directory/owner_writes.h"
#include "storage/log/audited_tables.h"
#include "tests/services/requests/access_table.h"
#include "tests/services/requests/methods.h"
#include "tests/services/requests/raw_call.h"
#include "tests/support/erasure_lists.h"
#include "tests/support/samples.h"
#include "tests/support/shipped_catalogue.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/warn.h"

namespace arasha {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using support::Line;
using Cases = v1::Cases::Stub;

// What makes another request of one that names nothing of the test's own.
const std::map<std::string, std::string> kOtherwise = {
    {"arasha.v1.Cases/CreateCase", "case { summary: 'another' }"},
    {"arasha.v1.Admin/RevokeCertificate", "reason: 'stolen'"},
    {"arasha.v1.Erasures/DrawErasureList", "max_cases: 7"},
    {"arasha.v1.Reports/CreateReport", "order { language: 'ru' }"},
    {"arasha.v1.Reports/CreateReportSchedule", "order { language: 'ru' }"}};

// What is answered on a closed case, where it is not that the case is closed.
const std::map<std::string, std::string> kOnAClosedCase = {
    {"arasha.v1.Cases/TransitionCase", "FAILED_PRECONDITION/TRANSITION_NOT_ALLOWED"},
    {"arasha.v1.Cases/AddEntry", "OK"},      // Notes are taken for good.
    {"arasha.v1.Cases/CorrectEntry", "OK"},  // Proposed to a second person.
    {"arasha.v1.Cases/HoldCase", "OK"}};     // It is what closed that is erased.

class Contract : public support::SharedServerTest {
 protected:
  // Cases are moved to another version of their type.
  server::Options Options() override {
    const auto older =
        storage::ApplyCaseType(database().owner(), keys().Operator(),
                               {"rights.detention", 1, support::AsVersion("rights.detention", 1)});
    EXPECT_TRUE(older.ok()) << older.status();
    return SharedServerTest::Options();
  }

  struct Write {
    Row row;
    std::string role;  // of who may
  };
  static std::vector<Write> Writes() {
    std::vector<Write> writes;
    std::set<std::string> seen;
    for (Row& row : ReadTable()) {
      if (!RuleOf(MethodOf(row)).write() || !seen.insert(row.method).second) continue;
      const std::string role = FirstWhoMay(row);
      EXPECT_NE(role, "") << row.method;
      writes.push_back({std::move(row), role});
    }
    EXPECT_GE(writes.size(), 20U);
    return writes;
  }
  // By what the table says of the role at the mission of the case, or where deploy/dev-directory.toml gives
  // it.
  static std::string FirstWhoMay(const Row& row) {
    for (const std::string& role : kRoles) {
      const std::vector<std::string> groups = absl::StrSplit(row.answers.at(role), " | ");
      const bool everywhere = role != "officer" && role != "head";
      const std::string& group = groups.at(!row.OnCase() && everywhere ? 2 : 0);
      const std::string word = group.substr(0, group.find(' '));
      if (word != "none" && word != "denied") return role;
    }
    return "";
  }

  std::string OpenAndPropose() {
    const std::string name = Open().name();
    Do(&Cases::TransitionCase, support::Transition(name, "register"));
    Do(&Cases::TransitionCase, support::Transition(name, "resolve", "released"));
    return Do(&Cases::TransitionCase, support::Transition(name, "close", "done")).pending_approval().name();
  }
  std::string Give() {
    v1::GrantAccessRequest request;
    request.set_case_(Open().name());
    request.set_principal("staff/d.kim");
    *request.mutable_expire_time() = support::Stamp(absl::Now() + absl::Hours(1));
    request.set_reason("takes over in Warsaw");
    request.set_request_id(support::RequestId());
    return Do(&v1::Access::Stub::GrantAccess, request, "head").name();
  }
  std::string BreakGlass() {
    v1::BreakGlassRequest request;
    request.set_case_(Open().name());
    request.set_reason("the hospital calls, nobody else is there");
    request.set_request_id(support::RequestId());
    return Do(&v1::Access::Stub::BreakGlass, request, "officer-waw").name();
  }
  std::string PutList(bool is_signed) {
    return support::PutErasureList(database(), keys(), "staff/a.omarova", is_signed,
                                   "missions/IST/cases/IST-2026-987654");
  }
  std::string NewOfficer() {
    v1::RegisterPrincipalRequest person;
    person.mutable_principal()->set_name("staff/c" + support::RequestId());
    person.mutable_principal()->set_display_name("Толқын Бекова");
    person.set_request_id(support::RequestId());
    v1::GrantRoleRequest role;
    role.set_principal(Do(&v1::Admin::Stub::RegisterPrincipal, person, "admin").name());
    role.set_role("officer");
    role.set_mission("missions/IST");
    role.set_request_id(support::RequestId());
    return Do(&v1::Admin::Stub::GrantRole, role, "admin").name();
  }

  // A request that is new in all it names.
  std::unique_ptr<Message> Request(const Write& write) {
    const std::map<std::string, std::function<std::string()>> makers = {
        {"$CASE", [this] { return Open().name(); }},
        {"$CASE_PARTY", [this] { return Open().parties(1).name(); }},
        {"$CASE_OPENING", [this] { return Do(&Cases::AddEntry, support::AddNote(Open().name())).name(); }},
        {"$CASE_REMINDER",
         [this] { return Do(&v1::Reminders::Stub::CreateReminder, support::Remind(Open().name())).name(); }},
        {"$CASE_WARNING", [this] { return support::Warn(database().server(), keys(), Open(), "head"); }},
        {"$CASE_ROW", [this] { return Do(&Cases::AddRow, support::AddHearing(Open().name())).name(); }},
        {"$CASE_APPROVED", [this] { return OpenAndPropose(); }},
        {"$CASE_REFUSED", [this] { return OpenAndPropose(); }},
        {"$CASE_ASKED",
         [this] {
           const std::string name = Do(&Cases::UpdateCase, support::AskedToday(Open().name())).name();
           Do(&Cases::AddEntry, support::AskHost(name));
           return name;
         }},
        {"$CASE_HELD",
         [this] {
           const std::string name = Open().name();
           Do(&Cases::HoldCase, support::Hold(name), "head");
           return name;
         }},
        {"$LIST_DRAWN", [this] { return PutList(false); }},
        {"$LIST_SIGNED", [this] { return PutList(true); }},
        {"$CASE_BEHIND_GLASS", [this] { return Open("WAW").name(); }},
        {"$GRANT_GIVEN", [this] { return Give(); }},
        {"$GRANT_TAKEN", [this] { return BreakGlass(); }},
        {"$STAFF", [this] { return NewOfficer(); }},
        {"$COLLEAGUE", [] { return "staff/b.suleimenov"; }},
        {"$OUTSIDER", [] { return "staff/d.kim"; }}};
    std::map<std::string, std::string> places;
    for (const auto& [place, make] : makers) {
      // As the whole of a text: some begin with another.
      if (absl::StrContains(write.row.request, absl::StrCat("\"", place, "\""))) places[place] = make();
    }
    return RequestOf(write.row, places);
  }

  RawAnswer Send(const Write& write, const Message& request) {
    return RawCall(server().As(write.role), "/" + write.row.method, request.SerializeAsString());
  }
  static std::string Shown(const Write& write, const RawAnswer& answer) {
    const std::unique_ptr<Message> message(google::protobuf::MessageFactory::generated_factory()
                                               ->GetPrototype(MethodOf(write.row).output_type())
                                               ->New());
    EXPECT_TRUE(message->ParseFromString(answer.bytes));
    return message->DebugString();
  }

  // Of all that writes leave behind but leaves, which a look leaves too.
  std::string Written() {
    std::vector<std::string> tables = {"report", "report_schedule"};
    for (const storage::AuditedTable& table : storage::kAuditedTables) tables.emplace_back(table.name);
    std::string sql = "SELECT concat_ws(' '";
    for (const std::string& table : tables) {
      absl::StrAppend(&sql, ", (SELECT concat('", table,
                      ":', md5(string_agg(t::text, ' ' ORDER BY t::text))) FROM ", table, " t)");
    }
    return database().Value(sql + ")");
  }

  // Visits the single texts of a message that are set or could be: the message that has it, the field, its
  // path.
  using Visit = std::function<void(Message& of, const FieldDescriptor& field, const std::string& path)>;
  static void ForEachText(Message& message, const std::string& path, const Visit& visit) {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const std::string at = absl::StrCat(path, path.empty() ? "" : ".", field.name());
      if (field.is_repeated()) continue;
      if (field.type() == FieldDescriptor::TYPE_STRING) {
        visit(message, field, at);
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                 message.GetReflection()->HasField(message, &field)) {
        ForEachText(*message.GetReflection()->MutableMessage(&message, &field), at, visit);
      }
    }
  }
};

TEST_F(Contract, ARepeatedWriteAnswersTheSameAndDoesNothingMore) {
  for (const Write& write : Writes()) {
    SCOPED_TRACE(write.row.method);
    const auto request = Request(write);
    const RawAnswer first = Send(write, *request);
    EXPECT_EQ(Line(first.status), "OK") << request->DebugString();
    const std::string before = Written();
    const RawAnswer again = Send(write, *request);
    EXPECT_EQ(Line(again.status), "OK");
    EXPECT_EQ(Shown(write, again), Shown(write, first));
    EXPECT_EQ(Written(), before);
  }
}

TEST_F(Contract, AnIdIsOfOneRequest) {
  for (const Write& write : Writes()) {
    SCOPED_TRACE(write.row.method);
    const auto request = Request(write);
    EXPECT_EQ(Line(Send(write, *request).status), "OK") << request->DebugString();
    const auto other = Request(write);
    const FieldDescriptor* id = request->GetDescriptor()->FindFieldByName("request_id");
    other->GetReflection()->SetString(other.get(), id, request->GetReflection()->GetString(*request, id));
    if (const auto found = kOtherwise.find(write.row.method); found != kOtherwise.end()) {
      EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(found->second, other.get()));
    }
    EXPECT_NE(StableBytes(*other), StableBytes(*request)) << "say in kOtherwise what makes it another";
    const std::string before = Written();
    EXPECT_EQ(Line(Send(write, *other).status), "INVALID_ARGUMENT/REQUEST_ID_REUSED");
    EXPECT_EQ(Written(), before);
  }
}

TEST_F(Contract, NoTextHoldsTheCharacterZero) {
  for (const Write& write : Writes()) {
    const auto request = Request(write);
    const std::string before = Written();
    ForEachText(*request, "", [&](Message& of, const FieldDescriptor& field, const std::string& path) {
      if (field.name() == "etag") return;  // Compared as it is, where it is looked at.
      SCOPED_TRACE(absl::StrCat(write.row.method, " ", path));
      const std::string good = of.GetReflection()->GetString(of, &field);
      of.GetReflection()->SetString(&of, &field, good + std::string("a\0b", 3));
      EXPECT_EQ(Line(Send(write, *request).status),
                absl::StrCat("INVALID_ARGUMENT/INVALID_FIELD(", path, ")"));
      of.GetReflection()->SetString(&of, &field, good);
    });
    EXPECT_EQ(Written(), before) << write.row.method;
  }
}

TEST_F(Contract, AStaleEtagChangesNothing) {
  int asked = 0;
  for (const Write& write : Writes()) {
    const auto request = Request(write);
    const bool updates = request->GetDescriptor()->FindFieldByName("update_mask") != nullptr;
    ForEachText(*request, "", [&](Message& of, const FieldDescriptor& field, const std::string& path) {
      // A new thing has none yet.
      if (field.name() != "etag" || (&of != request.get() && !updates)) return;
      SCOPED_TRACE(absl::StrCat(write.row.method, " ", path));
      ++asked;
      of.GetReflection()->SetString(&of, &field, "stale");
      const std::string before = Written();
      EXPECT_EQ(Line(Send(write, *request).status), "ABORTED/ETAG_MISMATCH");
      EXPECT_EQ(Written(), before);
    });
  }
  EXPECT_GE(asked, 4);
}

TEST_F(Contract, AClosedCaseTakesWhatItShouldAndNothingElse) {
  int asked = 0;
  for (const Write& write : Writes()) {
    const bool on_case = absl::StrContains(write.row.request, "\"$CASE\"") ||
                         absl::StrContains(write.row.request, "\"$CASE_PARTY\"") ||
                         absl::StrContains(write.row.request, "\"$CASE_OPENING\"") ||
                         absl::StrContains(write.row.request, "\"$CASE_ASKED\"");
    if (!on_case || !absl::StartsWith(write.row.method, "arasha.v1.Cases/")) continue;
    SCOPED_TRACE(write.row.method);
    ++asked;
    const auto request = Request(write);
    std::string name;
    ForEachText(*request, "", [&](Message& of, const FieldDescriptor& field, const std::string&) {
      const std::string text = of.GetReflection()->GetString(of, &field);
      if (!absl::StrContains(text, "/cases/")) return;
      const std::vector<std::string> parts = absl::StrSplit(text, '/');
      name = absl::StrCat(parts[0], "/", parts[1], "/", parts[2], "/", parts[3]);
    });
    Close(name);
    const auto found = kOnAClosedCase.find(write.row.method);
    EXPECT_EQ(Line(Send(write, *request).status),
              found == kOnAClosedCase.end() ? "FAILED_PRECONDITION/CASE_CLOSED" : found->second);
  }
  EXPECT_GE(asked, 8);
}

}  // namespace
}  // namespace arasha
