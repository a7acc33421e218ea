#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/input/time_words.h"
#include "clients/input/typed_filter.h"
#include "clients/print/tables/print_case.h"
#include "clients/session/labels.h"
#include "clients/text/names.h"
#include "clients/text/times.h"
#include "proto/fact_fields.h"
#include "proto/list_fields.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

constexpr int kMostCases = 1'000'000;

struct ListOptions {
  std::string state;
  std::string type;
  std::string assignee;
  std::string changed_since;
  std::string due;
  std::string filter;
  std::string search;
  std::string order_by;
  bool open = false;
  bool all = false;
  bool overdue = false;
  int limit = 50;
};

std::string Quoted(absl::string_view value) {
  return absl::StrCat("\"", absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

// Words of a filter as lists show them: states and types by their labels, priorities by their names.
absl::StatusOr<std::string> WordTyped(Session& session, absl::string_view field, const std::string& typed) {
  if (field == "state") return StateTyped(session, typed);
  if (field == "type") return TypeTyped(session, typed);
  if (field != "priority") return typed;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    for (int i = 1; i < v1::Priority_descriptor()->value_count(); ++i) {
      const std::string name = v1::Priority_descriptor()->value(i)->name();
      if (Normalised(texts.Text(name)) == Normalised(typed)) return name.substr(sizeof("PRIORITY_") - 1);
    }
  }
  return typed;
}

// Derived facts as fields of filters, by their names.
using FactFields = std::map<std::string, v1::FactRule>;

// Those of all types, if the filter asks for any: whether a time lies ahead, their kinds say.
absl::StatusOr<FactFields> FactsNamed(Session& session, absl::string_view filter) {
  FactFields fields;
  if (!absl::StrContains(filter, kFactPrefix)) return fields;
  v1::ListCaseTypesRequest request;
  request.set_labels(true);
  const auto types = session.api().Call(request);
  if (!types.ok()) return types.status();
  for (const v1::CaseType& type : types->case_types()) {
    for (const v1::FactRule& rule : type.derived_facts()) {
      fields.emplace(absl::StrCat(kFactPrefix, rule.id()), rule);
    }
  }
  return fields;
}

// Closed cases are left out, unless it is the state, a filter or a search that says which cases are wanted.
absl::StatusOr<std::string> Filter(Session& session, const ListOptions& options) {
  std::vector<std::string> terms;
  const bool says_which = !options.state.empty() || !options.changed_since.empty() ||
                          !options.filter.empty() || !options.search.empty();
  if (options.open || (!options.all && !says_which)) terms.emplace_back("open = true");
  if (!options.state.empty()) terms.push_back(absl::StrCat("state = ", Quoted(options.state)));
  if (!options.type.empty()) terms.push_back(absl::StrCat("type = ", Quoted(options.type)));
  if (!options.assignee.empty()) terms.push_back(absl::StrCat("assignee = ", Quoted(options.assignee)));
  if (options.overdue) {
    terms.push_back(absl::StrCat("next_due_time < ", Quoted(UtcText(session.environment().now()))));
  }
  if (!options.due.empty()) {
    const absl::StatusOr<google::protobuf::Timestamp> by = session.TimeOf(options.due, TimeUse::kExpiry);
    if (!by.ok()) return by.status();
    terms.push_back(absl::StrCat("next_due_time <= ", Quoted(UtcText(ToTime(*by)))));
  }
  if (!options.changed_since.empty()) {
    const absl::StatusOr<google::protobuf::Timestamp> since =
        session.TimeOf(options.changed_since, TimeUse::kSince);
    if (!since.ok()) return since.status();
    terms.push_back(absl::StrCat("activity_time >= ", Quoted(UtcText(ToTime(*since)))));
  }
  if (!options.filter.empty()) {
    const absl::StatusOr<FactFields> facts = FactsNamed(session, options.filter);
    if (!facts.ok()) return facts.status();
    std::vector<ListField> fields(kCaseFields.begin(), kCaseFields.end());
    for (const auto& [name, rule] : *facts) fields.push_back(FactField(name, rule));
    const absl::StatusOr<std::string> filter = TypedFilter(
        fields, options.filter,
        [&](const std::string& typed, TimeUse use) -> absl::StatusOr<absl::Time> {
          const absl::StatusOr<google::protobuf::Timestamp> time = session.TimeOf(typed, use);
          if (!time.ok()) return time.status();
          return ToTime(*time);
        },
        [&](absl::string_view field, const std::string& typed) { return WordTyped(session, field, typed); });
    if (!filter.ok()) return filter.status();
    terms.push_back(*filter);
  }
  return absl::StrJoin(terms, " AND ");
}

// Adds a page. A case that changed while pages were read comes again, and is shown once, as it is now.
// `places`: of cases in `merged`, by name.
void MergeCases(const google::protobuf::RepeatedPtrField<v1::Case>& page, std::map<std::string, int>& places,
                v1::ListCasesResponse& merged) {
  for (const v1::Case& one : page) {
    const auto [place, is_new] = places.emplace(one.name(), merged.cases_size());
    (is_new ? *merged.add_cases() : *merged.mutable_cases(place->second)) = one;
  }
}

// Words are found by their beginnings, numbers as a whole only.
bool LooksForANumber(const std::string& search) {
  return search.find_first_of("0123456789") != std::string::npos;
}

// Words of which each is a letter or digit by itself find nothing.
bool IsTooShort(const std::string& search) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(search, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  return !words.empty() && std::all_of(words.begin(), words.end(), [](absl::string_view word) {
    return std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xc0) != 0x80; }) == 1;
  });
}

absl::Status List(Session& session, ListOptions options) {
  const absl::StatusOr<std::string> parent = session.MissionOrAll();
  if (!parent.ok()) return parent.status();
  const absl::StatusOr<std::string> state = StateTyped(session, options.state);
  if (!state.ok()) return state.status();
  options.state = *state;
  const absl::StatusOr<std::string> type = TypeTyped(session, options.type);
  if (!type.ok()) return type.status();
  options.type = *type;
  const absl::StatusOr<std::string> filter = Filter(session, options);
  if (!filter.ok()) return filter.status();

  v1::ListCasesRequest request;
  request.set_parent(*parent);
  request.set_filter(*filter);
  request.set_search(options.search);
  request.set_order_by(options.order_by);
  if (!options.due.empty()) {
    if (options.order_by.empty()) request.set_order_by("next_due_time");
    if (session.output() == Output::kTable && session.fields().empty()) {
      session.ShowFields({"name", "subject", "nextDueTime", "nextDueRule", "nextDueWarning", "assignee"});
    }
  }
  // What is wrong with a filter that the options made is wrong with one of them, by its value if that is
  // told.
  std::vector<std::string> made_of;
  for (const auto& [value, flag] : {std::pair(options.state, "--state"), std::pair(options.type, "--type"),
                                    std::pair(options.assignee, "--assignee")}) {
    if (!value.empty()) made_of.emplace_back(flag);
  }
  if (options.filter.empty() && !made_of.empty()) {
    session.AddFieldFlag("filter", absl::StrJoin(made_of, " / "));
  }
  for (const auto& [value, flag] :
       {std::pair(options.state, "--state"), std::pair(options.type, "--type"),
        std::pair(options.assignee, "--assignee"), std::pair(StaffName(options.assignee), "--assignee")}) {
    if (!value.empty()) session.AddFieldFlag(absl::StrCat("filter=", value), flag);
  }
  std::map<std::string, int> places;
  const auto listed = ReadPages(session.api(), request,
                                {.limit = options.limit, .largest_page = kLargestPage, .same_size = true},
                                [&](const v1::ListCasesResponse& page, v1::ListCasesResponse& merged) {
                                  MergeCases(page.cases(), places, merged);
                                  merged.mutable_damaged()->MergeFrom(page.damaged());
                                });
  if (!listed.ok()) return listed.status();
  const v1::ListCasesResponse& cases = listed->rows;
  session.Print(cases);
  if (cases.cases().empty() && session.ForPeople()) {
    if (IsTooShort(options.search)) {
      session.Note(session.messages().Text("note.short_words"));
    } else if (LooksForANumber(options.search)) {
      session.Note(session.messages().Text("note.whole_numbers"));
    } else if (!options.search.empty()) {
      session.Note(session.messages().Text("note.word_beginnings"));
    }
  }
  if (!cases.damaged().empty()) {
    session.Note(session.messages().Text(
        "note.damaged_cases",
        {{"cases", absl::StrJoin(cases.damaged(), ", ", [](std::string* out, const auto& name) {
            absl::StrAppend(out, ShortName(name));
          })}}));
  }
  if (listed->more) NoteMoreRows(session, cases);
  return absl::OkStatus();
}

}  // namespace

void AddCaseList(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "list", "List the open cases of a mission, newest first",
                 {"arasha case list --mission IST", "arasha case list --assignee me --overdue",
                  "arasha case list --due", "arasha case list --mission - --due friday --assignee nobody",
                  "arasha case list --mission - --type rights.detention --all --limit 500 --output csv",
                  "arasha case list --mission - --limit 5000 --output sheet >docket.csv",
                  "arasha case list --mission - --search 'Zhumabayev Istanbul'",
                  "arasha case list --columns name,subject,summary,updateTime --search police",
                  "arasha case list --search 900101300017", "arasha case list --changed-since yesterday",
                  "arasha case list --filter 'next_due_time < tomorrow AND update_time < 7d'",
                  "arasha case list --filter 'facts.last_seen < 30d' --columns name,subject,facts",
                  "arasha case list --filter 'facts.never_contacted = true'",
                  "arasha case list --filter 'host_state = \"TR\" AND priority = \"URGENT\"' "
                  "--order-by next_due_time"});
  auto options = std::make_shared<ListOptions>();
  AddOption(command, "--state", options->state, "Only cases in this state; closed ones too, if it is final")
      .TypeName("STATE");
  AddOption(command, "--type", options->type, "Only cases of this type, rights.detention").TypeName("TYPE");
  AddOption(command, "--assignee", options->assignee,
            "Only cases of this officer; me for yourself, nobody for those without one")
      .TypeName("OFFICER");
  const Option open =
      AddFlag(command, "--open", options->open,
              "Only open cases; so by itself unless --state, --changed-since, --filter or --search is given");
  AddFlag(command, "--all", options->all, "Closed cases as well").Excludes(open);
  AddFlag(command, "--overdue", options->overdue, "Only cases with a missed deadline");
  AddOption(
      command, "--due", options->due,
      "Only cases with a deadline that was missed or is due by then, the most urgent first, with what it is "
      "and whether anybody was warned: 24h, friday, 7d (arasha help times)")
      .OrElse("3d")
      .TypeName("TIME");
  AddOption(command, "--changed-since", options->changed_since,
            "Only cases in which something was written down since then, notes and visits too: yesterday, 7d, "
            "'monday 9:00' (arasha help times)")
      .TypeName("TIME");
  AddOption(command, "--filter", options->filter,
            absl::StrCat("AIP-160 filter, joined to the others by AND; times as people write them\n",
                         FieldsText(kCaseFields)))
      .Sets("filter")
      .TypeName("FILTER");
  AddOption(command, "--search", options->search,
            "Words that must be in the summary or a party's name, in any script, or a party's IIN, BIN, "
            "passport number, telephone or e-mail")
      .Sets("search");
  AddOption(command, "--order-by", options->order_by,
            "What they are ordered by; 'next_due_time desc' for the reverse")
      .Sets("order_by")
      .TypeName(absl::StrJoin(OrdersOf(kCaseFields), "|"));
  AddLimit(command, options->limit, kMostCases, "At most so many cases");
  OnSelectList<v1::Case>(command, selected, [options](Session& session) { return List(session, *options); });
}

}  // namespace arasha::clients
