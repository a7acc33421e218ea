// What could go wrong: what a damaged row held is shown as if it were its content, or somebody is told of
// damage that there is not.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

// The server puts U+FFFD in the place of what a damaged row held, which looks like a slip of the terminal.
TEST(DamageTest, IsNamedInAnyFormat) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.mutable_parties(0)->set_display_name("\uFFFD");
  v1::Case listed = ShownCase();
  listed.set_subject("\uFFFD");
  v1::ListCasesResponse list;
  *list.add_cases() = listed;
  v1::ListEntriesResponse entries;
  v1::Entry& damaged = *entries.add_entries();
  damaged.set_kind(v1::ENTRY_KIND_NOTE);
  damaged.set_party(matter.parties(0).name());
  damaged.set_text("\uFFFD");
  server.Answer("GetCase", matter);
  server.Answer("GetCaseType", ShownType());
  server.Answer("ListCases", list);
  server.Answer("ListEntries", entries);
  const struct {
    const char* language;
    const char* words;
  } kLanguages[] = {
      {"en", "⚠ unreadable: damaged"}, {"ru", "⚠ не читается: повреждено"}, {"kk", "⚠ оқылмайды: бүлінген"}};
  for (const std::vector<std::string>& asked : {std::vector<std::string>{"case", "show", "IST-2026-000123"},
                                                {"case", "list"},
                                                {"case", "timeline", "IST-2026-000123"}}) {
    for (const char* output : {"table", "json", "csv"}) {
      for (const auto& [language, words] : kLanguages) {
        std::vector<std::string> command = asked;
        command.insert(command.end(), {"--output", output, "--lang", language});
        const Ran ran = Arasha(server).Run(command);
        SCOPED_TRACE(absl::StrCat(asked[1], " ", output, " ", language));
        EXPECT_EQ(ran.exit_code, 0);
        const bool table = absl::string_view(output) == "table";
        EXPECT_THAT(ran.out, HasSubstr(table ? words : "\uFFFD"));
        EXPECT_THAT(ran.out, Not(HasSubstr(table ? "\uFFFD" : words)));
        EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
        EXPECT_THAT(ran.err, HasSubstr("`arasha audit verify`"));
      }
    }
  }
}

TEST(DamageTest, IsToldOnceAndInWordsBesideOthers) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.mutable_parties(0)->set_display_name("\uFFFD");
  v1::ListEntriesResponse entries;
  entries.add_entries()->set_kind(v1::ENTRY_KIND_CONTACT);
  entries.mutable_entries(0)->set_party(matter.parties(0).name());
  server.Answer("GetCase", matter);
  server.Answer("ListEntries", entries);
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123", "--timeline"});
  EXPECT_THAT(ran.out, HasSubstr("contact · ⚠ unreadable: damaged"));
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
}

TEST(DamageTest, IsNotSaidOfWhatIsWhole) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.set_summary("a letter lost: \uFFFD");  // written before such texts were refused
  server.Answer("GetCase", matter);
  EXPECT_EQ(Arasha(server).Run({"case", "show", "IST-2026-000123"}).err, "");
}

}  // namespace
}  // namespace arasha::clients
