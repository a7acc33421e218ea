// What could go wrong: a shipped case type that does not apply, changes without a version of its own, lets
// the wrong person close a case, counts a deadline otherwise than its source says, or drops a language.

#include "services/rules/catalogue/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/catalogue/source/compile_case_type.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/flow/approvals.h"
#include "services/rules/flow/transitions.h"
#include "services/rules/log/merkle.h"
#include "services/rules/violations.h"
#include "tests/rules/samples.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Verdict = TransitionRuling::Verdict;

std::string Read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  EXPECT_TRUE(stream.good()) << file << " cannot be read";
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Catalogue Shipped() {
  auto catalogue = Catalogue::Create(support::ShippedTypes());
  EXPECT_TRUE(catalogue.ok()) << catalogue.status();
  return *std::move(catalogue);
}

// The English is `source` itself.
TEST(ShippedCatalogue, SaysItsSourcesInEachLanguage) {
  const Catalogue catalogue = Shipped();
  for (const CaseType* type : catalogue.AllNewest()) {
    for (const v1::DeadlineRule& rule : type->proto().deadlines()) {
      EXPECT_FALSE(rule.source_label().kk().empty()) << type->id() << " " << rule.id();
      EXPECT_FALSE(rule.source_label().ru().empty()) << type->id() << " " << rule.id();
      for (const v1::HostStateRule& period : rule.host_states()) {
        EXPECT_FALSE(period.source_label().kk().empty()) << type->id() << " " << rule.id();
        EXPECT_FALSE(period.source_label().ru().empty()) << type->id() << " " << rule.id();
      }
    }
  }
}

TEST(ShippedCatalogue, EveryTypeApplies) {
  const auto types = support::ShippedTypes();
  EXPECT_EQ(types.size(), 34U);
  for (const v1::CaseType& proto : types) {
    const auto type = CaseType::Create(proto);
    EXPECT_TRUE(type.ok()) << type.status();
  }
}

// What was applied cannot be applied otherwise; compiled/versions.txt says more.
TEST(ShippedCatalogue, VersionsThatWereReleasedAreAsTheyWere) {
  const Catalogue catalogue = Shipped();
  std::istringstream lines(Read(ARASHA_EXPECTED_DIR "/compiled/versions.txt"));
  int rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    ASSERT_EQ(words.size(), 3U) << line;
    ++rows;
    int version = 0;
    ASSERT_TRUE(absl::SimpleAtoi(words[1], &version)) << line;
    const CaseType* type = catalogue.Newest(words[0]);
    ASSERT_NE(type, nullptr) << line;
    EXPECT_GE(type->version(), version) << line << ": a version is never taken back";
    if (type->version() != version) continue;
    const log::Hash digest = log::Sha256(type->proto().SerializeAsString());
    EXPECT_EQ(absl::BytesToHexString(log::ToBytes(digest)), words[2])
        << words[0] << " is not what was released as version " << version << ": raise `version`";
  }
  EXPECT_GE(rows, 3);
}

TEST(ShippedCatalogue, IsShownAsWhatItIs) {
  const auto shipped = CompileCaseTypes(support::ShippedFiles());
  ASSERT_TRUE(shipped.ok()) << shipped.status();
  for (const CompiledCaseType& compiled : *shipped) {
    const auto read = ParseCaseType(PrintWithOrigins(compiled));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->SerializeAsString(), compiled.type.SerializeAsString()) << read->id();
    for (const CaseTypeElement& element : compiled.elements) {
      EXPECT_THAT(element.origin, HasSubstr(".textproto:"));
    }
  }
}

// Lower-case Kazakh letters that Russian lacks; a label copied from the Russian has none of them.
bool HasKazakhLetters(const std::string& text) {
  for (const char* letter :
       {"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і", "Ә", "Ғ", "Қ", "Ң", "Ө", "Ұ", "Ү", "І"}) {
    if (text.find(letter) != std::string::npos) return true;
  }
  return false;
}

TEST(ShippedCatalogue, SpeaksThreeLanguages) {
  const Catalogue catalogue = Shipped();
  for (const CaseType* type : catalogue.AllNewest()) {
    SCOPED_TRACE(type->id());
    EXPECT_TRUE(HasKazakhLetters(type->proto().description().kk()));
    for (const auto& field : type->proto().fields()) {
      SCOPED_TRACE(field.id());
      for (const std::string* text : {&field.hint().kk(), &field.hint().ru(), &field.hint().en()}) {
        EXPECT_THAT(*text, Not(IsEmpty())) << "a field says what to write";
      }
      EXPECT_TRUE(HasKazakhLetters(field.hint().kk())) << field.hint().kk();
      EXPECT_FALSE(HasKazakhLetters(field.hint().ru())) << field.hint().ru();
      EXPECT_TRUE(std::all_of(field.label().en().begin(), field.label().en().end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80;
      })) << field.label().en();
    }
  }
}

// What there is to do, whom to work with and what to tell citizens, in each language's own letters.
TEST(ShippedCatalogue, EachTypeHasAChecklist) {
  const Catalogue catalogue = Shipped();
  for (const CaseType* type : catalogue.AllNewest()) {
    SCOPED_TRACE(type->id());
    const v1::CaseType& proto = type->proto();
    EXPECT_GE(proto.checklist_size(), 4);
    EXPECT_LE(proto.checklist_size(), 12) << "nobody reads a long one";
    EXPECT_GE(proto.partners_size(), 2);
    EXPECT_GE(proto.can_size(), 1);
    EXPECT_GE(proto.cannot_size(), 2);
    std::vector<const v1::LocalisedText*> texts;
    for (const auto& item : proto.checklist()) texts.push_back(&item.label());
    for (const auto& paper : proto.papers()) texts.push_back(&paper.label());
    for (const auto& text : proto.can()) texts.push_back(&text);
    for (const auto& text : proto.cannot()) texts.push_back(&text);
    std::set<std::string> seen;
    for (const v1::LocalisedText* text : texts) {
      EXPECT_FALSE(HasKazakhLetters(text->ru())) << text->ru();
      EXPECT_NE(text->kk(), text->ru());
      EXPECT_TRUE(seen.insert(text->en()).second) << text->en() << " is said twice";
    }
  }
}

// By "state event", "to: roles, text, four eyes, guarded".
using Table = std::map<std::string, std::string>;

std::string Text(const Table& table) { return absl::StrJoin(table, "\n", absl::PairFormatter(" ")); }

// What each role may really do in each state, as RuleTransition sees it; with four eyes, what it may do as
// the second person.
Table TableOf(const CaseType& type) {
  google::protobuf::Struct details;  // every field set, so that none is missing
  for (const auto& field : type.proto().fields())
    (*details.mutable_fields())[field.id()].set_string_value("x");
  Table table;
  for (const auto& state : type.proto().states()) {
    for (const std::string& event : type.EventsFrom(state.id())) {
      std::vector<std::string> roles;
      for (const char* role : {"officer", "head", "supervisor", "auditor", "admin", "partner"}) {
        const auto ruling = RuleTransition(type, state.id(), event, {role}, true, details);
        const bool decides =
            ruling.verdict == Verdict::kSecondPersonNeeded &&
            RuleSecondPerson(ruling.allowed_roles, "staff/b", {role}, "staff/a", {}) == SecondPerson::kMay;
        if (ruling.verdict == Verdict::kAllowed || decides) roles.emplace_back(role);
      }
      const auto silent = RuleTransition(type, state.id(), event, roles, false, details);
      table[absl::StrCat(state.id(), " ", event)] =
          absl::StrCat(silent.to_state, ": ", absl::StrJoin(roles, " "),
                       silent.verdict == Verdict::kTextMissing ? ", text" : "",
                       type.FindTransition(event)->four_eyes() ? ", four eyes" : "",
                       type.FindTransition(event)->guards().empty() ? "" : ", guarded");
    }
  }
  return table;
}

// Those of each family in a folder.
std::string FileOf(const std::string& type) {
  return absl::StrCat(absl::StrReplaceAll(type, {{".", "/"}}), ".txt");
}

// The rows of transitions/FAMILY/TYPE.txt, or of a table that several are like, upon those of the table that
// it is `like`.
Table ExpectedTable(const std::string& name) {
  std::istringstream lines(Read(absl::StrCat(ARASHA_EXPECTED_DIR, "/transitions/", FileOf(name))));
  Table table;
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> words = absl::StrSplit(line, absl::MaxSplits(' ', 2));
    if (words.size() == 2 && words[0] == "like") {
      table = ExpectedTable(words[1]);
    } else if (words.size() == 3) {
      table[absl::StrCat(words[0], " ", words[1])] = words[2];
    } else {
      ADD_FAILURE() << name << ": " << line;
    }
  }
  return table;
}

TEST(ShippedCatalogue, TransitionsAreTheExpectedOnes) {
  const Catalogue catalogue = Shipped();
  for (const CaseType* type : catalogue.AllNewest()) {
    EXPECT_EQ(Text(TableOf(*type)), Text(ExpectedTable(type->id()))) << type->id();
  }
}

TEST(ShippedCatalogue, EveryCaseCanBeClosedAndReopenedFromEverywhere) {
  const Catalogue catalogue = Shipped();
  for (const CaseType* type : catalogue.AllNewest()) {
    for (const auto& state : type->proto().states()) {
      SCOPED_TRACE(type->id() + " " + state.id());
      std::set<std::string> reached = {state.id()};
      for (size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const auto& transition : type->proto().transitions()) {
          for (const std::string& from : transition.from()) {
            if (reached.count(from) > 0) reached.insert(transition.to());
          }
        }
      }
      EXPECT_EQ(reached.count("closed"), 1U);
      EXPECT_GE(reached.count("in_progress") + reached.count(type->proto().states(0).id()), 1U);
      EXPECT_EQ(type->IsFinal(state.id()), state.id() == "closed") << "a case is open until it is closed";
    }
  }
}

// What is owed of a made-up case: a row of deadlines/FAMILY/TYPE.txt,
// `HOST_STATE RULE DUE | words of its source | {details}`. If it is not owed, DUE is `none`, and why stands
// for the words.
struct Due {
  std::string where;
  std::string host_state;
  std::string rule;
  std::string due;  // in Warsaw
  std::string words;
  google::protobuf::Struct details;
};

std::vector<Due> ExpectedDeadlines(const std::string& type) {
  std::istringstream lines(Read(absl::StrCat(ARASHA_EXPECTED_DIR, "/deadlines/", FileOf(type))));
  std::vector<Due> rows;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::string where = absl::StrCat("deadlines/", FileOf(type), ":", number);
    SCOPED_TRACE(where);
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(" | ", 2));
    const std::vector<std::string> owed = absl::StrSplit(parts[0], ' ');
    if (parts.size() != 3 || owed.size() != 3 || parts[1].empty()) {
      ADD_FAILURE() << line;
      continue;
    }
    rows.push_back({where, owed[0], owed[1], owed[2], parts[1], Json(parts[2])});
  }
  return rows;
}

// The numbers of the sources, each counted out by hand, and that a condition which does not hold keeps a
// deadline from starting.
TEST(ShippedCatalogue, DeadlinesCountAsTheirSourcesSay) {
  const Catalogue catalogue = Shipped();
  const absl::Time received = At("2026-11-24T09:30:00+01:00");  // a Tuesday
  WorkCalendar calendar;
  calendar.zone = Zone("Europe/Warsaw");
  calendar.weekend = {false, false, false, false, false, true, true};
  for (const CaseType* type : catalogue.AllNewest()) {
    const std::vector<Due> rows = ExpectedDeadlines(type->id());
    EXPECT_THAT(rows, Not(IsEmpty())) << type->id();
    for (const Due& row : rows) {
      SCOPED_TRACE(row.where);
      const v1::DeadlineRule* rule = type->FindDeadline(row.rule);
      ASSERT_NE(rule, nullptr) << "has no deadline " << row.rule;
      // Of one that each row of a group has, `hearing_outcome/1`, the details are those of a row.
      const v1::RowGroup* group = type->FindRowGroup(rule->per_row());
      google::protobuf::RepeatedPtrField<v1::Row> rows_of_case;
      if (group != nullptr) {
        rows_of_case.Add()->set_name("rows/1");
        rows_of_case.Mutable(0)->set_group(group->id());
        *rows_of_case.Mutable(0)->mutable_details() = row.details;
      }
      // What is misspelt would keep any deadline from starting.
      for (const FieldViolation& violation : CheckDetails(
               group != nullptr ? group->fields() : type->proto().fields(), row.details, "details")) {
        EXPECT_EQ(violation.problem, Problem::kRequired) << violation.field << ": " << Describe(violation);
      }
      auto happenings = OfFields(*type, row.details, calendar.zone);
      happenings.push_back(Opened(received));
      const DeadlineFacts facts{
          .type = *type,
          .host_state = row.host_state,
          .calendar = calendar,
          .details = row.details,
          .received = received,
          .rows = &rows_of_case,
      };
      const auto started = StartDeadlines(facts, happenings);
      const auto found = std::find_if(started.begin(), started.end(), [&](const StartedDeadline& deadline) {
        return deadline.rule == row.rule;
      });
      const bool owed = found != started.end();
      EXPECT_EQ(owed ? absl::FormatTime("%Y-%m-%dT%H:%M:%S", found->due, calendar.zone) : "none", row.due);
      if (owed) {
        EXPECT_THAT(found->source, HasSubstr(row.words));
      }
    }
  }
}

TEST(ShippedCatalogue, OnlyAContactWithOrVisitToTheDetaineeIsFirstContact) {
  const Catalogue catalogue = Shipped();
  const auto& deadlines = catalogue.Newest("rights.detention")->proto().deadlines();
  const auto keys = [&](const std::string& id) {
    std::vector<std::string> found;
    for (const auto& rule : deadlines) {
      if (rule.id() != id) continue;
      for (const auto& trigger : rule.met_by()) found.push_back(TriggerKey(trigger));
    }
    return found;
  };
  EXPECT_THAT(keys("first_contact"), ElementsAre("entry:CONTACT/SUBJECT", "entry:VISIT/SUBJECT"));
  EXPECT_THAT(keys("visit"), ElementsAre("entry:VISIT/SUBJECT", "entry:CONTACT/in_person/SUBJECT"));
  EXPECT_THAT(keys("host_notification"), ElementsAre("field:notified_time?notified_by=host_authority"))
      << "what the family said is no notice by the authorities";
}

TEST(Catalogue, FindsVersions) {
  v1::CaseType second = GoodType();
  second.set_version(2);
  v1::CaseType other = GoodType();
  other.set_id("sample.another");
  const auto catalogue = Catalogue::Create({second, GoodType(), other});
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_EQ(catalogue->Newest("sample.thing")->version(), 2);
  EXPECT_EQ(catalogue->Find("sample.thing", 1)->version(), 1);
  EXPECT_EQ(catalogue->Find("sample.thing", 3), nullptr);
  EXPECT_EQ(catalogue->Find("sample.absent", 1), nullptr);
  EXPECT_EQ(catalogue->Newest("sample.absent"), nullptr);
  std::vector<std::string> newest;
  for (const CaseType* type : catalogue->AllNewest())
    newest.push_back(absl::StrCat(type->id(), "@", type->version()));
  EXPECT_THAT(newest, ElementsAre("sample.another@1", "sample.thing@2"));
}

TEST(Catalogue, PointersSurviveAMove) {
  auto catalogue = Catalogue::Create({GoodType()});
  ASSERT_TRUE(catalogue.ok());
  const CaseType* type = catalogue->Newest("sample.thing");
  const Catalogue moved = *std::move(catalogue);
  EXPECT_EQ(moved.Newest("sample.thing"), type);
}

TEST(Catalogue, RefusesAVersionGivenTwiceAndTellsEveryFault) {
  v1::CaseType faulty = GoodType();
  faulty.set_id("sample.faulty");
  faulty.mutable_deadlines(0)->clear_source();
  const auto catalogue = Catalogue::Create({GoodType(), faulty, GoodType()});
  EXPECT_EQ(catalogue.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(catalogue.status().message(),
            "sample.faulty: deadlines answer: a source is needed\nsample.thing: version 1 is given twice");
}

TEST(Catalogue, KnowsInWhichTypesAnEntryStartsADeadline) {
  v1::CaseType repeating = GoodType();
  repeating.set_version(2);
  *repeating.mutable_deadlines(1)->mutable_repeats() =
      Parse<v1::Recurrence>(R"(phases { every { days: 7 } } until { entry { kind: "DECISION" } })");
  const auto catalogue = Catalogue::Create({GoodType(), repeating});
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_THAT(catalogue->types_that_need_timeline(), ElementsAre("sample.thing"));
  const struct {
    v1::EntryKind kind;
    bool first;   // in cases of the first version
    bool second;  // of the second
    bool any;     // of either
  } kRows[] = {{v1::ENTRY_KIND_NOTE_VERBALE, true, true, true},
               {v1::ENTRY_KIND_VISIT, false, true, true},     // the next begins
               {v1::ENTRY_KIND_DECISION, false, true, true},  // no other begins
               {v1::ENTRY_KIND_NOTE, false, false, false},
               {v1::ENTRY_KIND_TRANSITION, false, false, false},
               {v1::ENTRY_KIND_UNSPECIFIED, false, false, false}};
  for (const auto& row : kRows) {
    const std::string& kind = v1::EntryKind_Name(row.kind);
    EXPECT_EQ(catalogue->EntryMayStartDeadline(row.kind, "sample.thing@1"), row.first) << kind;
    EXPECT_EQ(catalogue->EntryMayStartDeadline(row.kind, "sample.thing@2"), row.second) << kind;
    EXPECT_EQ(catalogue->EntryMayStartDeadline(row.kind, ""), row.any) << kind;
    EXPECT_TRUE(catalogue->EntryMayStartDeadline(row.kind, "sample.thing@3")) << "who knows";
  }
  EXPECT_THAT(Catalogue::Create({GoodType()})->types_that_need_timeline(), IsEmpty());
}

}  // namespace
}  // namespace arasha::rules
