// What could go wrong: what an officer saw is asked for in no words, sent as another value, or not shown; one
// visit is written twice because a field was missing.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

template <typename Message>
Message Read(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

constexpr char kType[] = R"pb(
  id: "rights.thing"
  version: 3
  label { kk: "Ұстау" ru: "Задержание" en: "Arrest" }
  fields {
    id: "place"
    kind: FIELD_KIND_TEXT
    label { kk: "Орын" ru: "Место" en: "Place" }
  }
  entry_fields {
    kind: "VISIT"
    fields {
      id: "facility"
      kind: FIELD_KIND_CHOICE
      required: true
      label { kk: "Барған жері" ru: "Место посещения" en: "Place visited" }
      choices {
        id: "prison"
        label { kk: "Түрме" ru: "Тюрьма" en: "Prison" }
      }
      choices {
        id: "hospital"
        label { kk: "Аурухана" ru: "Больница" en: "Hospital" }
      }
    }
    fields {
      id: "seen_alone"
      kind: FIELD_KIND_BOOL
      label { kk: "Оңаша" ru: "Наедине" en: "Seen alone" }
    }
  }
  deadlines {
    id: "told"
    label { kk: "Хабар" ru: "Сообщение" en: "Report" }
    source: "s"
    period { hours: 24 }
  })pb";

constexpr char kVisit[] = R"pb(
  name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
  kind: ENTRY_KIND_VISIT
  author: "staff/a.omarova"
  happened_time { seconds: 1795514700 }
  text: "Asks for a doctor"
  details {
    fields {
      key: "facility"
      value { string_value: "prison" }
    }
    fields {
      key: "seen_alone"
      value { bool_value: true }
    }
  })pb";

class EntryFieldsTest : public testing::Test {
 protected:
  EntryFieldsTest() : arasha_(server_) {
    server_.Answer("GetCaseType", Read<v1::CaseType>(kType));
    v1::ListCaseTypesResponse types;
    *types.add_case_types() = Read<v1::CaseType>(kType);
    server_.Answer("ListCaseTypes", types);
    server_.Answer("GetCase", Read<v1::Case>(R"pb(name: "missions/IST/cases/IST-2026-000123"
                                                  type: "rights.thing"
                                                  type_version: 3
                                                  state: "open"
                                                  time_zone: "Europe/Istanbul")pb"));
    server_.Answer("AddEntry", Read<v1::Entry>(kVisit));
    v1::ListEntriesResponse entries;
    entries.set_case_type("rights.thing");
    *entries.add_entries() = Read<v1::Entry>(kVisit);
    server_.Answer("ListEntries", entries);
  }

  FakeServer server_;
  Arasha arasha_;
};

TEST_F(EntryFieldsTest, AreSetByTheKindsOfTheType) {
  const Ran ran = arasha_.Run({"case", "visit", "IST-2026-000123", "Asks for a doctor", "--set",
                               "facility=prison", "--set", "seen_alone=yes"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const v1::Entry sent = server_.Last<v1::AddEntryRequest>("AddEntry").entry();
  EXPECT_EQ(sent.details().fields().at("facility").string_value(), "prison");
  EXPECT_TRUE(sent.details().fields().at("seen_alone").bool_value());
  EXPECT_THAT(ran.out, HasSubstr("Place visited: Prison; Seen alone: yes"));
}

TEST_F(EntryFieldsTest, AreSentWithoutAskingWhereNoneIsAmbiguous) {
  ExpectRequest<v1::AddEntryRequest>(
      "AddEntry", {"case", "visit", "IST-2026-000123", "Seen", "--set", "facility=prison"},
      R"(parent: "missions/IST/cases/IST-2026-000123" request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"
         entry {
           kind: ENTRY_KIND_VISIT text: "Seen"
           details { fields { key: "facility" value { string_value: "prison" } } }
         })");
}

TEST_F(EntryFieldsTest, AreTypedByTheirLabelsToo) {
  server_.Refuse("AddEntry", BadFields({{"entry.details.facility", "is none of the choices"}},
                                       {{"entry.details.facility", "not_one_of"}}));
  const Ran ran = arasha_.Run({"case", "visit", "IST-2026-000123", "Seen", "--set", "Место посещения=түрме",
                               "--set", "seen alone=нет"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const v1::Entry sent = server_.Last<v1::AddEntryRequest>("AddEntry").entry();
  EXPECT_EQ(sent.details().fields().at("facility").string_value(), "prison");
  EXPECT_FALSE(sent.details().fields().at("seen_alone").bool_value());
  EXPECT_EQ(sent.details().fields().size(), 2U);
}

TEST_F(EntryFieldsTest, RefusalsNameWhatMayBeChosen) {
  server_.Refuse(
      "AddEntry",
      BadFields(
          {{"entry.details.facility", "is none of the choices"}},
          {{"entry.details.facility", "not_one_of", {{"given", "prisn"}, {"values", "prison, hospital"}}}}));
  const Ran ran =
      arasha_.Run({"case", "visit", "IST-2026-000123", "Seen", "--set", "facility=prisn", "--lang", "ru"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.err,
              AllOf(HasSubstr("prison (Тюрьма), hospital (Больница)"), HasSubstr("имелось в виду: prison.")));
}

TEST_F(EntryFieldsTest, AreSetOnce) {
  for (const char* again : {"facility=hospital", "facility=prison", "Орын=x", "Place visited=hospital"}) {
    const Ran ran =
        arasha_.Run({"case", "visit", "IST-2026-000123", "Seen", "--set", "facility=prison", "--set", again});
    const bool twice = std::string(again) != "Орын=x";
    EXPECT_EQ(ran.exit_code, twice ? 2 : 0) << again << ran.err;
    if (!twice) continue;
    EXPECT_THAT(ran.err, HasSubstr("facility is given twice")) << again;
  }
}

TEST_F(EntryFieldsTest, AreShownByTheirLabels) {
  EXPECT_THAT(arasha_.Run({"case", "timeline", "IST-2026-000123", "--lang", "ru"}).out,
              HasSubstr("    Asks for a doctor\n"
                        "    Место посещения: Тюрьма; Наедине: да\n"));
  EXPECT_THAT(arasha_.Run({"case", "timeline", "IST-2026-000123", "--output", "json"}).out,
              AllOf(HasSubstr("\"facility\": \"prison\""), HasSubstr("\"seen_alone\": true")));
  EXPECT_THAT(
      arasha_.Run({"type", "show", "rights.thing"}).out,
      AllOf(HasSubstr("Fields of entries: visit"), HasSubstr("facility"), HasSubstr("prison (Prison)")));
}

TEST_F(EntryFieldsTest, StayInACorrectionUnlessTheyAreSetOrEmptied) {
  const auto corrected = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"case",     "correct",  "IST-2026-000123",
                                          "4f21c07a", "--reason", "wrong"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = arasha_.Run(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return server_.Last<v1::CorrectEntryRequest>("CorrectEntry").replacement().details().fields();
  };
  EXPECT_EQ(corrected({"--text", "asks for a lawyer"}).at("facility").string_value(), "prison");
  const auto set = corrected({"--set", "facility=hospital", "--unset", "seen_alone"});
  EXPECT_EQ(set.at("facility").string_value(), "hospital");
  EXPECT_FALSE(set.contains("seen_alone"));
  EXPECT_TRUE(corrected({"--kind", "note"}).empty()) << "a note has no such fields";
}

TEST_F(EntryFieldsTest, AreToldWhereAnotherKindHasNoneOfThem) {
  const auto said = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"case",     "correct",  "IST-2026-000123",
                                          "4f21c07a", "--reason", "wrong"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arasha_.Run(arguments).err;
  };
  EXPECT_THAT(said({"--kind", "note"}),
              HasSubstr("(the struck-out one keeps them): Place visited, Seen alone."));
  EXPECT_THAT(said({"--kind", "note", "--lang", "ru"}), HasSubstr("Место посещения, Наедине"));
  EXPECT_THAT(said({"--text", "asks for a lawyer", "--unset", "seen_alone"}), Not(HasSubstr("struck-out")));
}

TEST_F(EntryFieldsTest, AreAskedForWhereTheServerMissesThem) {
  const auto lacking =
      BadFields({{"entry.details.facility", "is required"}}, {{"entry.details.facility", "required"}});
  server_.Refuse("AddEntry", lacking);
  arasha_.terminal = true;
  arasha_.in = "2\n";
  const Ran ran = arasha_.Run({"case", "visit", "IST-2026-000123", "Asks for a doctor"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Place visited"), Not(HasSubstr("Seen alone"))));
  const v1::Entry sent = server_.Last<v1::AddEntryRequest>("AddEntry").entry();
  EXPECT_EQ(sent.text(), "Asks for a doctor");
  EXPECT_EQ(sent.details().fields().at("facility").string_value(), "hospital");

  server_.Refuse("AddEntry", lacking);
  arasha_.terminal = false;
  const Ran refused = arasha_.Run({"case", "visit", "IST-2026-000123", "Asks for a doctor"});
  EXPECT_NE(refused.exit_code, 0) << "nobody is there to be asked";
  EXPECT_THAT(refused.err, AllOf(HasSubstr("--set facility=…"), HasSubstr("arasha type show")));
}

TEST_F(EntryFieldsTest, OfATypingErrorTheNearestIsNamed) {
  server_.Refuse("AddEntry", BadFields({{"entry.details.facilty", "there is no such field"}},
                                       {{"entry.details.facilty", "unknown_field"}}));
  const Ran ran = arasha_.Run({"case", "visit", "IST-2026-000123", "Seen", "--set", "facilty=prison"});
  EXPECT_NE(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("facility"));
}

TEST_F(EntryFieldsTest, AreCompletedForTheCommand) {
  const std::string offers =
      arasha_.Run({"complete", "case", "visit", "IST-2026-000123", "--set", "facility="}).out;
  EXPECT_THAT(offers, AllOf(HasSubstr("facility=prison"), HasSubstr("facility=hospital")));
  EXPECT_THAT(arasha_.Run({"complete", "case", "visit", "IST-2026-000123", "--set", ""}).out,
              AllOf(HasSubstr("seen_alone="), Not(HasSubstr("place="))));
  EXPECT_THAT(arasha_.Run({"complete", "case", "update", "IST-2026-000123", "--set", ""}).out,
              AllOf(HasSubstr("place="), Not(HasSubstr("seen_alone="))));
}

}  // namespace
}  // namespace arasha::clients
