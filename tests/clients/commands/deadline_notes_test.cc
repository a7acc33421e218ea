// What could go wrong: an officer is told that what they wrote met a deadline that something else had met.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DeadlineNotesTest, TellWhatAnEntryOfItsKindCanHaveMet) {
  FakeServer server;
  v1::CaseType type = ShownType();
  v1::Case matter = ShownCase();
  matter.clear_deadlines();
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(deadlines {
             id: "visit"
             label { en: "Visit" }
             met_by { entry { kind: "VISIT" } }
           }
           deadlines {
             id: "talk"
             label { en: "Talk" }
             host_states {
               host_state: "TR"
               met_by { entry { kind: "CONTACT" } }
             }
           })pb",
      &type));
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(deadlines {
             rule: "visit"
             met_time { seconds: 1795511100 }
           }
           deadlines {
             rule: "talk"
             met_time { seconds: 1795511100 }
           })pb",
      &matter));
  server.Answer("GetCase", matter);
  server.Answer("GetCaseType", type);
  const auto out = [&](v1::EntryKind kind, std::vector<std::string> arguments) {
    v1::Entry entry;
    entry.set_kind(kind);
    entry.mutable_happened_time()->set_seconds(1795511100);
    server.Answer("AddEntry", entry);
    const Ran ran = Arasha(server).Run(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran.out;
  };
  const std::string visit = out(v1::ENTRY_KIND_VISIT, {"case", "visit", "1", "In good health"});
  EXPECT_THAT(visit, HasSubstr("Met: Visit."));
  EXPECT_THAT(visit, Not(HasSubstr("Met: Talk.")));
  const std::string contact =
      out(v1::ENTRY_KIND_CONTACT, {"case", "contact", "1", "Talked", "--channel", "phone"});
  EXPECT_THAT(contact, HasSubstr("Met: Talk."));
  EXPECT_THAT(contact, Not(HasSubstr("Met: Visit.")));
  EXPECT_THAT(out(v1::ENTRY_KIND_NOTE, {"case", "note", "1", "unrelated"}), Not(HasSubstr("Met")));
}

}  // namespace
}  // namespace arasha::clients
