// What could go wrong: a list leaves out what it was asked for and looks whole, be it for a filter, a page or
// a search that finds no parts.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_split.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;

TEST(CaseListTest, TakesFilters) {
  const struct {
    std::vector<std::string> options;
    const char* filter;
  } kCases[] = {
      {{}, "open = true"},
      {{"--all"}, ""},
      {{"--state", "closed"}, R"(state = "closed")"},
      {{"--state", "closed", "--open"}, R"(open = true AND state = "closed")"},
      {{"--filter", "open = false"}, "open = false"},
      {{"--filter", "NOT open"}, "open = false"},
      {{"--filter", "open AND host_state = TR"}, R"(open = true AND host_state = "TR")"},
      {{"--filter", "NOT state"}, "NOT state"},
      {{"--type", "a\"b\\"}, R"(open = true AND type = "a\"b\\")"},
      {{"--assignee", "me", "--overdue"},
       R"(open = true AND assignee = "me" AND next_due_time < "2026-11-24T11:05:00Z")"},
  };
  for (const auto& c : kCases) {
    FakeServer server;
    v1::WhoAmIResponse who;
    who.set_name("staff/b.aliyev");
    server.Answer("WhoAmI", who);
    std::vector<std::string> arguments = {"case", "list", "--order-by", "priority desc"};
    arguments.insert(arguments.end(), c.options.begin(), c.options.end());
    ASSERT_EQ(Arasha(server).Run(arguments).exit_code, 0);
    const auto request = server.Last<v1::ListCasesRequest>("ListCases");
    EXPECT_EQ(request.filter(), c.filter);
    EXPECT_EQ(request.order_by(), "priority desc");
    EXPECT_EQ(request.page_size(), 50);
  }
}

TEST(CaseListTest, TakesWhatItShows) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        case_types {
          id: "rights.death"
          label { ru: "Смерть за рубежом" }
          states {
            id: "received"
            label { kk: "Түсті" ru: "Поступило" en: "Received" }
          }
          states {
            id: "on_the_way"
            label { ru: "В пути" }
          }
        }
        case_types {
          id: "rights.detention"
          states {
            id: "received"
            label { ru: "Поступило" }
          }
          states {
            id: "en_route"
            label { ru: "В пути" }
          }
        })pb",
      &types));
  server.Answer("ListCaseTypes", types);
  const auto filter = [&](const std::string& option, const std::string& typed) {
    EXPECT_EQ(Arasha(server).Run({"case", "list", "--all", option, typed}).exit_code, 0) << typed;
    return server.Last<v1::ListCasesRequest>("ListCases").filter();
  };
  EXPECT_EQ(filter("--state", "ПОСТУПИЛО"), R"(state = "received")");
  EXPECT_EQ(filter("--state", "Түсті"), R"(state = "received")");
  EXPECT_EQ(filter("--type", "Смерть за рубежом"), R"(type = "rights.death")");
  EXPECT_EQ(filter("--filter", "state != Поступило AND priority = безотлагательная"),
            R"(state != "received" AND priority = "URGENT")");
  EXPECT_EQ(filter("--state", "Иное"), R"(state = "Иное")") << "the server says what there is";
  const Ran ran = Arasha(server).Run({"case", "list", "--state", "в пути"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("en_route, on_the_way"));
}

TEST(CaseListTest, RefusesWhatCannotHaveHappenedYet) {
  FakeServer server;
  Arasha arasha(server);
  for (const std::vector<std::string>& options : {std::vector<std::string>{"--changed-since", "tomorrow"},
                                                  {"--changed-since", "23:46"},
                                                  {"--filter", "update_time > tomorrow"},
                                                  {"--filter", "open = true AND create_time >= 23:46"}}) {
    const Ran ran = arasha.Run({"case", "list", "--time-zone", "UTC", options[0], options[1]});
    EXPECT_EQ(ran.exit_code, 2) << options[1];
    EXPECT_THAT(ran.err, testing::HasSubstr("lies ahead")) << options[1];
  }
  for (const char* filter :
       {"next_due_time > tomorrow", "update_time < tomorrow", "update_time <= tomorrow"}) {
    EXPECT_EQ(arasha.Run({"case", "list", "--time-zone", "UTC", "--filter", filter}).exit_code, 0) << filter;
  }
}

TEST(CaseListTest, FollowsPagesUpToItsLimit) {
  FakeServer server;
  // The second page begins with the last case of the first, which changed meanwhile.
  server.Make<v1::ListCasesRequest, v1::ListCasesResponse>("ListCases", [](const auto& request) {
    v1::ListCasesResponse page;
    const bool first = request.page_token().empty();
    for (int i = first ? 0 : 2; i < (first ? 3 : 5); ++i) {
      v1::Case& shown = *page.add_cases();
      shown.set_name("missions/IST/cases/IST-2026-00000" + std::to_string(i));
      shown.set_state(first ? "before" : "now");
    }
    page.set_next_page_token(first ? "next" : "");
    return page;
  });
  const Ran all = Arasha(server).Run({"case", "list", "--limit", "50", "--output", "csv"});
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 6) << "a heading, and each case once";
  const std::vector<std::string> as_now = absl::StrSplit(all.out, ",now,");
  EXPECT_EQ(as_now.size(), 4U) << all.out;
  const Ran ran = Arasha(server).Run({"case", "list", "--limit", "4", "--output", "csv"});
  EXPECT_EQ(server.Last<v1::ListCasesRequest>("ListCases").page_token(), "next");
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 5);
  EXPECT_THAT(ran.err, HasSubstr("The first 4 are shown, there are more; raise --limit"));
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--limit", "1"}).err, HasSubstr("Only the first is shown"));
  Arasha(server).Run({"case", "list", "--limit", "700"});
  EXPECT_EQ(server.Last<v1::ListCasesRequest>("ListCases").page_size(), 500);
}

TEST(CaseListTest, CallsTheHostStateByItsName) {
  FakeServer server;
  v1::ListCasesResponse found;
  found.add_cases()->set_host_state("TR");
  server.Answer("ListCases", found);
  const auto shown = [&](const char* language) {
    return Arasha(server).Run({"case", "list", "--columns", "hostState,name", "--lang", language}).out;
  };
  EXPECT_THAT(shown("en"), HasSubstr("Türkiye"));
  EXPECT_THAT(shown("kk"), HasSubstr("Түркия"));
  EXPECT_THAT(Arasha(server).Run({"case", "list"}).out, testing::Not(HasSubstr("Türkiye")));
}

TEST(CaseListTest, ASearchForALetterSaysHowManyItTakes) {
  FakeServer server;
  for (const char* search : {"ж", "ж 7", "a"}) {
    EXPECT_THAT(Arasha(server).Run({"case", "list", "--search", search}).err,
                AllOf(HasSubstr("Nothing found."), HasSubstr("at least two letters")))
        << search;
  }
  for (const char* search : {"жұ", "ж Омарова"}) {
    EXPECT_THAT(Arasha(server).Run({"case", "list", "--search", search}).err,
                testing::Not(HasSubstr("two letters")))
        << search;
  }
}

TEST(CaseListTest, ASearchForPartOfANumberSaysThatNumbersAreFoundWhole) {
  FakeServer server;
  const auto said = [&](const std::string& search) {
    return Arasha(server).Run({"case", "list", "--search", search}).err;
  };
  EXPECT_THAT(said("900101"), HasSubstr("Nothing found."));
  EXPECT_THAT(said("900101"), HasSubstr("only when they are typed whole"));
  EXPECT_THAT(said("Жұмабаев"), testing::AllOf(testing::Not(HasSubstr("typed whole")),
                                               HasSubstr("type its first letters alone")));
  v1::ListCasesResponse found;
  found.add_cases()->set_name("missions/IST/cases/IST-2026-000123");
  server.Answer("ListCases", found);
  EXPECT_THAT(said("900101300017"), testing::Not(HasSubstr("typed whole")));
}

}  // namespace
}  // namespace arasha::clients
