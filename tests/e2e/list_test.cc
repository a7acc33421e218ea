// Lists of cases. What could go wrong: a filter lets too much or too little through, an order is not kept
// from page to page, or a case is lost or shown twice where one page ends and the next begins.

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;

// Cases of Warsaw, where no other suite opens any, so that the lists are known in full.
class ListTest : public CliTest {
 protected:
  static void SetUpTestSuite() {
    const std::vector<std::vector<std::string>> more = {
        {"--priority", "low"},    {"--priority", "urgent"}, {"--priority", "high", "--host-state", "DE"},
        {"--received-at", "-2h"}, {"--priority", "urgent"}, {"--priority", "normal"},
        {"--host-state", "DE"}};
    for (const std::vector<std::string>& options : more) {
      std::vector<std::string> arguments = {"case",      "open",
                                            "--mission", "WAW",
                                            "--type",    "rights.detention",
                                            "--summary", "x",
                                            "--set",     "place_of_detention=Warszawa",
                                            "--set",     "notified_time=2026-01-12T09:00:00+01:00",
                                            "--subject", "Серік Оспанов"};
      arguments.insert(arguments.end(), options.begin(), options.end());
      opened.push_back(CaseNameIn(ArashaJson("officer-waw", arguments).value("name", "")));
    }
    ArashaJson("officer-waw", {"case", "assign", opened[0], "me"});
    ArashaJson("officer-waw", {"case", "do", "register", opened[1]});
  }

  // Short names of what `case list` gives.
  static std::vector<std::string> List(std::vector<std::string> options,
                                       const std::string& role = "officer-waw",
                                       const std::string& mission = "WAW") {
    std::vector<std::string> arguments = {"case", "list", "--mission", mission};
    arguments.insert(arguments.end(), options.begin(), options.end());
    std::vector<std::string> names;
    for (const json& matter : ArashaJson(role, arguments).value("cases", json::array())) {
      names.push_back(CaseNameIn(matter["name"]));
    }
    return names;
  }

  static std::vector<std::string> Opened(const std::vector<size_t>& which) {
    std::vector<std::string> names;
    for (const size_t i : which) names.push_back(opened[i]);
    return names;
  }

  static inline std::vector<std::string> opened;
};

TEST_F(ListTest, NewestFirst) { EXPECT_EQ(List({}), Opened({6, 5, 4, 3, 2, 1, 0})); }

TEST_F(ListTest, Filters) {
  EXPECT_EQ(List({"--state", "registered"}), Opened({1}));
  EXPECT_EQ(List({"--assignee", "me"}), Opened({0}));
  EXPECT_EQ(List({"--assignee", "d.kim", "--state", "registered"}), Opened({}));
  EXPECT_EQ(List({"--type", "rights.detention", "--limit", "500"}).size(), opened.size());
  EXPECT_EQ(List({"--type", "family.child_abduction"}), Opened({}));
  EXPECT_EQ(List({"--filter", "priority = \"URGENT\""}), Opened({4, 1}));
  EXPECT_EQ(List({"--filter", "host_state = \"DE\" AND priority != \"HIGH\""}), Opened({6}));
  EXPECT_EQ(List({"--overdue"}).size(), opened.size()) << "the notice is of January";
}

TEST_F(ListTest, NamesWhatWasMeant) {
  const auto list = [](std::vector<std::string> options) {
    options.insert(options.begin(), {"case", "list", "--mission", "WAW", "--lang", "ru"});
    return Arasha("officer-waw", options);
  };
  const struct {
    std::vector<std::string> options;
    std::string said;
  } kCases[] = {
      {{"--state", "Closd"}, "Возможно, имелось в виду: closed."},
      {{"--type", "rights.detentoin"}, "Возможно, имелось в виду: rights.detention"},
      {{"--assignee", "d.kimm"}, "«d.kimm» нет. Возможно, имелось в виду: d.kim."},
      {{"--filter", "assignee = d.kimm"}, "«d.kimm» нет. Возможно, имелось в виду: d.kim."},
      {{"--assignee", "nobody.at.all"}, "действующего сотрудника staff/nobody.at.all нет"},
      {{"--filter", "state = nonsense"}, "состояния nonsense нет ни у одного вида дел"},
  };
  for (const auto& c : kCases) {
    const Finished refused = list(c.options);
    EXPECT_NE(refused.exit_code, 0) << refused.out;
    EXPECT_TRUE(absl::StrContains(refused.err, c.said)) << refused.err;
  }
  EXPECT_TRUE(absl::StrContains(list({"--state", "withdrawn"}).err, "Ничего не найдено."));
  EXPECT_EQ(List({"--assignee", "nobody"}).size(), opened.size() - 1);
  EXPECT_EQ(List({"--filter", "assignee = me"}), Opened({0}));
  const Finished event = Arasha("officer-waw", {"case", "do", "regster", opened[0], "--lang", "ru"});
  EXPECT_TRUE(absl::StrContains(event.err, "Возможно, имелось в виду: register.")) << event.err;
}

// States, types and events go by their labels in every language.
TEST_F(ListTest, SpeaksTheReadersLanguage) {
  const auto shown = [](const std::string& language) {
    return Arasha("officer-waw",
                  {"case", "list", "--mission", "WAW", "--state", "registered", "--lang", language})
        .out;
  };
  EXPECT_TRUE(absl::StrContains(shown("ru"), "Зарегистрировано")) << shown("ru");
  EXPECT_TRUE(absl::StrContains(shown("kk"), "Тіркелді")) << shown("kk");
  EXPECT_TRUE(absl::StrContains(shown("en"), "Registered"));
  const std::string timeline = Arasha("officer-waw", {"case", "timeline", opened[1], "--lang", "ru"}).out;
  EXPECT_TRUE(absl::StrContains(timeline, "Зарегистрировать · Поступило → Зарегистрировано")) << timeline;
  EXPECT_TRUE(absl::StrContains(timeline, "открытие дела · Поступило")) << timeline;
}

TEST_F(ListTest, OrderHoldsTheUrgentFirst) {
  const std::vector<std::string> order = List({"--order-by", "priority desc"});
  ASSERT_EQ(order.size(), opened.size());
  EXPECT_EQ((std::set<std::string>{order[0], order[1]}), (std::set<std::string>{opened[1], opened[4]}));
  EXPECT_EQ(order[2], opened[2]);
  EXPECT_EQ(order.back(), opened[0]);
  std::vector<std::string> reverse = List({"--order-by", "create_time"});
  std::reverse(reverse.begin(), reverse.end());
  EXPECT_EQ(reverse, List({}));
}

TEST_F(ListTest, LimitCutsAndSaysSo) {
  EXPECT_EQ(List({"--limit", "3"}), Opened({6, 5, 4}));
  const Finished cut = Arasha("officer-waw", {"case", "list", "--mission", "WAW", "--limit", "3"});
  EXPECT_TRUE(absl::StrContains(cut.err, "--limit")) << cut.err;
  const Finished whole = Arasha("officer-waw", {"case", "list", "--mission", "WAW"});
  EXPECT_EQ(whole.err, "");
}

TEST_F(ListTest, OtherMissionsAreNotThere) {
  std::vector<std::string> everywhere = List({}, "officer-waw", "-");
  // By grants that other suites gave.
  std::erase_if(everywhere, [](const std::string& name) { return absl::StartsWith(name, "IST-"); });
  EXPECT_EQ(everywhere, List({})) << "an officer's every mission is one";
  EXPECT_GE(List({}, "supervisor", "-").size(), opened.size());
  EXPECT_EQ(List({}, "supervisor"), List({}));
  EXPECT_EQ(Arasha("officer", {"case", "list", "--mission", "WAW"}).exit_code, 4);
}

}  // namespace
}  // namespace arasha::e2e
