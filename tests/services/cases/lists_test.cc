// What could go wrong: pages lose or double a case; a token of one query, caller or method opens another; a
// filter is read otherwise than it is written.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "arasha/v1/field.pb.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::Cases::Stub;

constexpr char kBadToken[] = "INVALID_ARGUMENT/PAGE_TOKEN_INVALID";

class Lists : public support::SharedServerTest {
 protected:
  v1::ListCasesRequest Page(int size, const std::string& token = "") {
    v1::ListCasesRequest request = support::ListCases("missions/IST");
    request.set_page_size(size);
    request.set_page_token(token);
    return request;
  }
  // The names that pages of three show in their order; `between` is done after each page but the last.
  std::vector<std::string> Walk(const std::string& order, const std::function<void(int page)>& between) {
    std::vector<std::string> seen;
    std::string token;
    int page = 0;
    do {
      v1::ListCasesRequest request = Page(3, token);
      request.set_order_by(order);
      const auto response = Do(&Stub::ListCases, request);
      for (const v1::Case& found : response.cases()) seen.push_back(found.name());
      token = response.next_page_token();
      if (!token.empty()) between(page);
    } while (!token.empty() && ++page < 10);
    return seen;
  }
  // As if two minutes had passed since the last change.
  void Age() {
    RowsAreDamaged("entries grow old at once");
    const absl::Status aged = database().owner().ExecuteScript(
        "ALTER TABLE entry DISABLE TRIGGER USER;"
        "UPDATE entry SET record_time = record_time - interval '2 minutes';"
        "ALTER TABLE entry ENABLE TRIGGER USER");
    ASSERT_TRUE(aged.ok()) << aged;
  }
};

TEST_F(Lists, ShowEveryCaseOncePageByPage) {
  StartAfresh();
  std::set<std::string> opened;
  for (int i = 0; i < 7; ++i) opened.insert(Open().name());
  Age();
  for (const char* order : {"", "create_time", "update_time desc", "next_due_time", "priority desc"}) {
    const std::vector<std::string> seen = Walk(order, [](int) {});
    EXPECT_THAT(seen, SizeIs(7)) << order;
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()), opened) << order;
  }
}

// What the proto files call `not_listed` clients leave out of their lists, whatever a row holds.
TEST_F(Lists, LeaveOutWhatIsNotListed) {
  StartAfresh();
  const v1::Case opened = Open();
  const auto told = [](const v1::Case& matter) {
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    matter.GetReflection()->ListFields(matter, &fields);
    std::erase_if(fields, [](const auto* field) { return !field->options().GetExtension(v1::not_listed); });
    return fields;
  };
  ASSERT_THAT(told(opened), SizeIs(Ge(3U)));
  EXPECT_THAT(told(Do(&Stub::ListCases, Page(1)).cases(0)), IsEmpty());
}

// Each moves from the pages to come to those that were.
TEST_F(Lists, MissNoCaseThatChangesMeanwhile) {
  StartAfresh();
  std::vector<std::string> opened;
  for (int i = 0; i < 7; ++i) opened.push_back(Open().name());
  Age();
  const std::set<std::string> all(opened.begin(), opened.end());
  const auto set_priority = [&](const std::string& name, v1::Priority priority) {
    v1::UpdateCaseRequest request = support::UpdateSummary(name);
    request.mutable_case_()->set_priority(priority);
    request.mutable_update_mask()->clear_paths();
    request.mutable_update_mask()->add_paths("priority");
    Do(&Stub::UpdateCase, request);
  };
  const std::pair<const char*, std::function<void()>> moves[] = {
      {"update_time desc", [&] { Do(&Stub::UpdateCase, support::UpdateSummary(opened[0])); }},
      {"priority desc", [&] { set_priority(opened[0], v1::PRIORITY_URGENT); }},
      {"priority", [&] { set_priority(opened[6], v1::PRIORITY_LOW); }},
      {"next_due_time desc", [&] { Do(&Stub::AddEntry, support::AddCall(opened[0])); }}};
  for (const auto& [order, move] : moves) {
    const std::vector<std::string> seen = Walk(order, [&, &move = move](int page) {
      if (page == 0) move();
    });
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()), all) << order;
    EXPECT_THAT(seen.size(), ::testing::Le(9u)) << order << ": only what was touched comes again";
    Age();
  }
}

TEST_F(Lists, AreFiltered) {
  StartAfresh();
  const std::string first = Open().name();
  v1::CreateCaseRequest urgent = support::OpenDetention();
  urgent.mutable_case_()->set_priority(v1::PRIORITY_URGENT);
  Do(&Stub::CreateCase, urgent);
  Do(&Stub::TransitionCase, support::Transition(first, "register"));
  Do(&Stub::AssignCase, support::Assign(first, "staff/a.omarova"));
  const std::string closed = Open().name();
  Close(closed);
  const std::vector<std::pair<std::string, int>> expected = {
      {"", 3},
      {"  ", 3},
      {"open = true", 2},
      {"open=false", 1},
      {"state = \"registered\"", 1},
      {"state != registered", 2},
      {"assignee = staff/a.omarova", 1},
      {"assignee = a.omarova", 1},
      {"assignee = me", 1},
      {"assignee = \"\"", 2},
      {"assignee = nobody", 2},
      {"priority = urgent", 1},
      {"priority != URGENT AND open = true", 1},
      {"type = rights.detention AND host_state = TR", 3},
      {"type = family.child_abduction", 0},
      {"create_time > \"2020-01-01T00:00:00Z\"", 3},
      {"create_time < 2020-01-01T00:00:00Z", 0},
      {"next_due_time <= \"2100-01-01T00:00:00+05:00\"", 2},
      {"update_time >= \"2020-01-01T00:00:00Z\" AND state = closed", 1}};
  for (const auto& [filter, count] : expected) {
    EXPECT_THAT(Do(&Stub::ListCases, support::ListCases("missions/IST", filter)).cases(),
                SizeIs(static_cast<size_t>(count)))
        << filter;
  }
}

TEST_F(Lists, ShowCasesInBasicViewNewestFirst) {
  const std::string older = Open().name();
  const std::string newest = Open().name();
  const auto response = Do(&Stub::ListCases, support::ListCases("missions/IST"));
  ASSERT_THAT(response.cases(), SizeIs(Ge(2)));
  EXPECT_EQ(response.cases(0).name(), newest);
  EXPECT_EQ(response.cases(1).name(), older);
  EXPECT_EQ(response.cases(0).subject(), "Ержан Сағындықов");
  EXPECT_TRUE(response.cases(0).has_next_due_time());
  EXPECT_EQ(response.cases(0).next_due_rule(), "first_contact");
  EXPECT_EQ(response.cases(0).time_zone(), "Europe/Istanbul");
  EXPECT_EQ(response.cases(0).parties_size() + response.cases(0).deadlines_size(), 0);
  EXPECT_FALSE(response.cases(0).has_details());
}

// A slip of the pen is not to look like a mission without cases.
TEST_F(Lists, RefuseWhatThereIsNot) {
  Open();
  for (const auto& [filter, said] : std::vector<std::pair<std::string, std::string>>{
           {"type = detention", "there is no case type detention; there are: "},
           {"state = Closed", "no case type has the state Closed; there are: "},
           {"assignee = a.omarovaa", "nobody active has the name staff/a.omarovaa"},
           {"open = true AND assignee = partners/iom/nothing", "partners/iom/nothing"}}) {
    const grpc::Status status = Try(&Stub::ListCases, support::ListCases("missions/IST", filter));
    EXPECT_EQ(Line(status), "INVALID_ARGUMENT/INVALID_FIELD(filter)") << filter;
    EXPECT_THAT(status.error_message(), ::testing::HasSubstr(said)) << filter;
  }
  EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/IST", "state != Closed"))), "OK");
  EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/IST", "assignee = d.kim"))), "OK");
}

TEST_F(Lists, RefuseWhatTheyCannotRead) {
  for (const char* filter :
       {"state", "state =", "state > a", "bogus = 1", "open = maybe", "priority = 3",
        "create_time = \"2020-01-01\"", "create_time < yesterday", "create_time < infinite-future",
        "create_time < 999999-01-01T00:00:00Z", "update_time > -5000-01-01T00:00:00Z",
        "state = a OR state = b", "state = \"a", "AND", "state = a AND", "state = a state = b", "(state = a)",
        "NOT open = true", "';DROP TABLE case_file"}) {
    EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/IST", filter))),
              "INVALID_ARGUMENT/INVALID_FIELD(filter)")
        << filter;
  }
  for (const char* order :
       {"state", "create_time asc", "create_time descending", "desc", "create_time, priority"}) {
    v1::ListCasesRequest request = support::ListCases("missions/IST");
    request.set_order_by(order);
    EXPECT_EQ(Line(Try(&Stub::ListCases, request)), "INVALID_ARGUMENT/INVALID_FIELD(order_by)") << order;
  }
  EXPECT_EQ(Line(Try(&Stub::ListCases, Page(-1))), "INVALID_ARGUMENT/INVALID_FIELD(page_size)");
  v1::ListEntriesRequest entries = support::ListEntries(Open().name());
  entries.set_page_size(-1);
  EXPECT_EQ(Line(Try(&Stub::ListEntries, entries)), "INVALID_ARGUMENT/INVALID_FIELD(page_size)");
  EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions"))),
            "INVALID_ARGUMENT/INVALID_FIELD(parent)");
}

TEST_F(Lists, TakeATokenOnlyForItsQueryItsCallerAndItsMethod) {
  const std::string name = Open().name();
  Open();
  const std::string token = Do(&Stub::ListCases, Page(1)).next_page_token();
  ASSERT_FALSE(token.empty());
  EXPECT_EQ(Line(Try(&Stub::ListCases, Page(1, token))), "OK");
  EXPECT_EQ(Line(Try(&Stub::ListCases, Page(1, token), "head")), kBadToken);
  EXPECT_EQ(Line(Try(&Stub::ListCases, Page(1, token), "supervisor")), kBadToken);
  v1::ListCasesRequest other = Page(1, token);
  other.set_filter("open = true");
  EXPECT_EQ(Line(Try(&Stub::ListCases, other)), kBadToken);
  other = Page(1, token);
  other.set_order_by("priority");
  EXPECT_EQ(Line(Try(&Stub::ListCases, other)), kBadToken);
  other = Page(1, token);
  other.set_parent("missions/-");
  EXPECT_EQ(Line(Try(&Stub::ListCases, other)), kBadToken);
  v1::ListEntriesRequest entries = support::ListEntries(name);
  entries.set_page_token(token);
  EXPECT_EQ(Line(Try(&Stub::ListEntries, entries)), kBadToken);
  // Any changed character, a cut, and what was never a token.
  for (size_t i = 0; i < token.size(); i += 7) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(Line(Try(&Stub::ListCases, Page(1, changed))), kBadToken) << i;
  }
  for (const std::string& bad : {token.substr(1), token.substr(0, token.size() - 4), token + "AAAA",
                                 std::string("x"), std::string("====")}) {
    EXPECT_EQ(Line(Try(&Stub::ListCases, Page(1, bad))), kBadToken) << bad;
  }
}

TEST_F(Lists, OfEntriesShowEveryEntryOnceInOrder) {
  const std::string name = Open().name();
  for (int i = 0; i < 6; ++i) {
    v1::AddEntryRequest request = support::AddNote(name, std::to_string(i));
    *request.mutable_entry()->mutable_happened_time() = support::Stamp(absl::Now() - absl::Hours(i / 2 + 1));
    Do(&Stub::AddEntry, request);
  }
  std::vector<std::string> seen;
  int64_t before = 0;
  v1::ListEntriesRequest request = support::ListEntries(name);
  request.set_page_size(2);
  while (true) {
    const auto response = Do(&Stub::ListEntries, request);
    for (const v1::Entry& entry : response.entries()) {
      EXPECT_LE(before, entry.happened_time().seconds());
      before = entry.happened_time().seconds();
      seen.push_back(entry.name());
    }
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
    ASSERT_LT(seen.size(), 20u);
  }
  EXPECT_THAT(seen, SizeIs(7));
  EXPECT_THAT(std::set<std::string>(seen.begin(), seen.end()), SizeIs(7));
}

}  // namespace
}  // namespace arasha
