#include "clients/print/types/print_case_type.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/print/rule_text.h"
#include "clients/print/tables/print_erasures.h"
#include "clients/print/types/type_grids.h"
#include "clients/text/rule_label.h"
#include "clients/text/source_text.h"
#include "proto/row_groups.h"

namespace arasha::clients {
namespace {

// " (Act: stillbirth)", where something holds only then.
std::string ConditionsText(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                           const v1::CaseType& type, const Texts& messages) {
  if (conditions.empty()) return "";
  const auto one = [&](std::string* out, const v1::Condition& condition) {
    absl::StrAppend(out, ConditionText(condition, type, messages));
  };
  return absl::StrCat(" (", absl::StrJoin(conditions, "; ", one), ")");
}

// The same alone, where nothing stands before it.
std::string Bare(const std::string& conditions) {
  return conditions.empty() ? "" : conditions.substr(2, conditions.size() - 3);
}

// When a deadline is due, or how long it runs.
std::string DueText(const v1::DeadlineRule& rule, const v1::CaseType& type, const Texts& messages) {
  return rule.has_due_on() ? FieldDateText(rule.due_on(), type, messages)
                           : PeriodText(rule.period(), messages);
}

// With how long after each run the next is due.
std::string CourseText(const v1::DeadlineRule& rule, const v1::CaseType& type, const Texts& messages) {
  std::string text = DueText(rule, type, messages);
  for (const v1::RecurrencePhase& phase : rule.repeats().phases()) {
    const std::string next =
        absl::StrCat(PeriodText(phase.every(), messages), ConditionsText(phase.when(), type, messages));
    text = messages.Text("period.then", {{"first", text}, {"next", next}});
  }
  if (rule.has_extension()) {
    const std::string most = PeriodText(rule.extension().at_most(), messages);
    text = messages.Text(rule.extension().from_start() ? "period.extension_from_start" : "period.extension",
                         {{"period", text}, {"most", most}});
  }
  return absl::StrCat(text, ConditionsText(rule.when(), type, messages));
}

// Where a rule of host states holds, and from when until when.
std::string WhereText(const v1::HostStateRule& rule, const v1::CaseType& type, const Texts& messages) {
  const std::string where =
      rule.group().empty() ? rule.host_state() : LabelOf(type.state_groups(), rule.group(), messages);
  if (rule.valid_from().empty() && rule.valid_until().empty()) return where;
  return absl::StrCat(where, " ", rule.valid_from(), " – ", rule.valid_until());
}

// The label of a rule of a type; its id where it has none.
template <typename Rule>
Cell LabelCell(const Rule& rule, const TableStyle& style) {
  return {style.messages.Text(rule.label(), rule.id())};
}

// `at most 150.00 USD for each of Nights`, and while what it holds.
std::string CapText(const v1::MoneyCap& cap, const v1::CaseType& type, const Texts& messages) {
  const auto label = [&](std::string* out, const std::string& id) {
    *out += LabelOf(type.fields(), id, messages);
  };
  const std::string most =
      cap.for_each().empty()
          ? messages.Text("label.cap", {{"most", cap.amount()}})
          : messages.Text("label.cap_each",
                          {{"most", cap.amount()}, {"field", absl::StrJoin(cap.for_each(), ", ", label)}});
  return absl::StrCat(most, ConditionsText(cap.when(), type, messages));
}

constexpr ListColumn<v1::FieldRule> kFields[] = {
    {"id", "column.field"},
    {"kind", "column.kind", kFlexible,
     [](const v1::FieldRule& rule, const TableStyle& style) -> Cell {
       const bool identifies = rule.kind() == v1::FIELD_KIND_IDENTIFIER;
       std::string text = style.messages.Text(identifies ? v1::IdentifierKind_Name(rule.identifier())
                                                         : v1::FieldKind_Name(rule.kind()));
       for (const std::string& role : rule.party_roles()) {
         absl::StrAppend(&text, &role == &rule.party_roles(0) ? ": " : ", ",
                         style.messages.Text(absl::StrCat("PARTY_ROLE_", role)));
       }
       for (const v1::MoneyCap& cap : rule.caps()) {
         absl::StrAppend(&text, ", ", CapText(cap, style.TypeOf(), style.messages));
       }
       return {text};
     }},
    {"required", "column.required", kFlexible,
     [](const v1::FieldRule& rule, const TableStyle& style) -> Cell {
       return {absl::StrCat(
           rule.required() ? style.messages.Text("label.yes") : absl::StrJoin(rule.required_for(), ", "),
           ConditionsText(rule.required_when(), style.TypeOf(), style.messages))};
     }},
    {"label", "column.name", kFlexible, LabelCell<v1::FieldRule>},
    {"choices", "column.choices", kFlexible, [](const v1::FieldRule& rule, const TableStyle& style) -> Cell {
       return {absl::StrJoin(rule.choices(), ", ", [&](std::string* out, const v1::Choice& choice) {
         const std::string label = style.messages.Text(choice.label(), choice.id());
         absl::StrAppend(out, choice.id());
         if (label != choice.id()) absl::StrAppend(out, " (", label, ")");
       })};
     }}};

constexpr ListColumn<v1::StateRule> kStates[] = {
    {"id", "column.state"},
    {"label", "column.name", kFlexible, LabelCell<v1::StateRule>},
    {"final", "", 0, [](const v1::StateRule& rule, const TableStyle& style) -> Cell {
       return {rule.final() ? style.messages.Text("label.final_state") : ""};
     }}};

constexpr ListColumn<v1::TransitionRule> kTransitions[] = {
    {"id", "column.event"},
    {"label", "column.name", kFlexible, LabelCell<v1::TransitionRule>},
    {"from", "column.from", kFlexible,
     [](const v1::TransitionRule& rule, const TableStyle& /*style*/) -> Cell {
       return {absl::StrJoin(rule.from(), " ")};
     }},
    {"to", "column.to"},
    {"roles", "column.roles", kFlexible, [](const v1::TransitionRule& rule, const TableStyle& style) -> Cell {
       const auto role = [&](std::string* out, const std::string& id) {
         absl::StrAppend(out, style.messages.Text(absl::StrCat("role.", id)));
       };
       // What always takes two persons anybody proposes, whatever the roles: they say who decides.
       std::string text = rule.four_eyes() ? style.messages.Text("label.anybody_proposes")
                                           : absl::StrJoin(rule.roles(), ", ", role);
       if (!rule.four_eyes() && rule.four_eyes_when().empty()) return {text};
       absl::StrAppend(&text, " · ", style.messages.Text("label.two_persons"),
                       ConditionsText(rule.four_eyes_when(), style.TypeOf(), style.messages));
       const auto& deciders = rule.approver_roles().empty() ? rule.roles() : rule.approver_roles();
       absl::StrAppend(
           &text, " · ",
           style.messages.Text("label.decided_by", {{"roles", absl::StrJoin(deciders, ", ", role)}}));
       if (rule.headquarters_when_size() > 0) {
         absl::StrAppend(
             &text, " · ",
             style.messages.Text(
                 "label.by_headquarters",
                 {{"when", ConditionsText(rule.headquarters_when(), style.TypeOf(), style.messages)}}));
       }
       return {text};
     }}};

// What events ask for before they are made.
Grid GuardsGrid(const v1::CaseType& type, const Texts& messages) {
  Grid grid{{{messages.Text("column.event")},
             {messages.Text("column.asks_for"), true},
             {messages.Text("column.when"), true}},
            {}};
  for (const v1::TransitionRule& rule : type.transitions()) {
    for (const v1::Guard& guard : rule.guards()) {
      const std::string when = ConditionsText(guard.when(), type, messages);
      grid.rows.push_back({{rule.id()}, {messages.Text(guard.label(), rule.id())}, {Bare(when)}});
    }
  }
  return grid;
}

// What must be so for the rule to hold.
std::string WhenText(const v1::RaiseRule& rule, const v1::CaseType& type, const Texts& messages) {
  std::vector<std::string> parts;
  if (rule.when_size() > 0) parts.push_back(Bare(ConditionsText(rule.when(), type, messages)));
  if (rule.subject_under() > 0) {
    parts.push_back(messages.Text("label.age_under", {{"years", absl::StrCat(rule.subject_under())}}));
  }
  if (rule.subject_from() > 0) {
    parts.push_back(messages.Text("label.age_from", {{"years", absl::StrCat(rule.subject_from())}}));
  }
  google::protobuf::RepeatedPtrField<v1::Trigger> written;
  for (const v1::EntryTrigger& on : rule.on()) *written.Add()->mutable_entry() = on;
  if (!written.empty()) parts.push_back(TriggersText(written, type, messages));
  return absl::StrJoin(parts, "; ");
}

constexpr ListColumn<v1::RaiseRule> kRaises[] = {
    {"label", "column.name", kFlexible, LabelCell<v1::RaiseRule>},
    {"when", "column.when", kFlexible,
     [](const v1::RaiseRule& rule, const TableStyle& style) -> Cell {
       return {WhenText(rule, style.TypeOf(), style.messages)};
     }},
    {"priority", "column.raises_to", kFlexible,
     [](const v1::RaiseRule& rule, const TableStyle& style) -> Cell {
       std::vector<std::string> parts;
       if (!rule.sensitivity().empty()) {
         parts.push_back(style.messages.Text(absl::StrCat("SENSITIVITY_", rule.sensitivity())));
       }
       if (!rule.priority().empty()) {
         parts.push_back(style.messages.Text(absl::StrCat("PRIORITY_", rule.priority())));
       }
       if (rule.headquarters()) parts.push_back(style.messages.Text("label.tell_headquarters"));
       return {absl::StrJoin(parts, ", ")};
     }}};

constexpr ListColumn<v1::PartyRoleRule> kPartyRoles[] = {
    {"id", "column.id"},
    {"label", "column.name", kFlexible, LabelCell<v1::PartyRoleRule>},
    {"is", "column.counts_as", kFlexible,
     [](const v1::PartyRoleRule& rule, const TableStyle& style) -> Cell {
       std::vector<std::string> parts = {style.messages.Text(absl::StrCat("PARTY_ROLE_", rule.is()))};
       if (!rule.only().empty())
         parts.push_back(style.messages.Text(absl::StrCat("PARTY_KIND_", rule.only())));
       if (rule.at_most() > 0) {
         parts.push_back(style.messages.Text("label.at_most", {{"most", absl::StrCat(rule.at_most())}}));
       }
       return {absl::StrJoin(parts, " · ")};
     }},
    {"side", "column.side", kFlexible | kIfAny,
     [](const v1::PartyRoleRule& rule, const TableStyle& style) -> Cell {
       if (rule.side().empty()) return {""};
       return {style.messages.Text(rule.side() == "VICTIM" ? "side.VICTIM" : "side.OFFENDER")};
     }},
    {"requiredFor", "column.required_for", kFlexible | kIfAny,
     [](const v1::PartyRoleRule& rule, const TableStyle& style) -> Cell {
       return {rule.required() ? style.messages.Text("trigger.opened")
                               : absl::StrJoin(rule.required_for(), " ")};
     }}};

constexpr ListColumn<v1::CheckItem> kChecklist[] = {
    {"id", "column.item"},
    {"label", "column.what", kFlexible,
     [](const v1::CheckItem& item, const TableStyle& style) -> Cell {
       // A hint has a word that stands for the type.
       const std::string hint = absl::StrReplaceAll(style.messages.Text(item.hint(), ""),
                                                    {{" TYPE", absl::StrCat(" ", style.TypeOf().id())}});
       return {absl::StrCat(style.messages.Text(item.label(), item.id()),
                            hint.empty() ? "" : absl::StrCat(" (", hint, ")"),
                            ConditionsText(item.when(), style.TypeOf(), style.messages))};
     }},
    {"inStates", "column.when_owed", kFlexible | kIfAny,
     [](const v1::CheckItem& item, const TableStyle& /*style*/) -> Cell {
       return {absl::StrJoin(item.in_states(), " ")};
     }},
    {"requiredFor", "column.required_for", kFlexible | kIfAny,
     [](const v1::CheckItem& item, const TableStyle& /*style*/) -> Cell {
       return {absl::StrJoin(item.required_for(), " ")};
     }}};

constexpr ListColumn<v1::FactRule> kFacts[] = {{"id", "column.id"},
                                               {"label", "column.name", kFlexible, LabelCell<v1::FactRule>}};

constexpr ListColumn<v1::Paper> kPapers[] = {
    {"id", "column.id"},
    {"label", "column.paper", kFlexible,
     [](const v1::Paper& paper, const TableStyle& style) -> Cell {
       return {absl::StrCat(style.messages.Text(paper.label(), paper.id()),
                            ConditionsText(paper.when(), style.TypeOf(), style.messages))};
     }},
    {"fromWhom", "column.from_whom", kFlexible, [](const v1::Paper& paper, const TableStyle& style) -> Cell {
       return {style.messages.Text(paper.from_whom(), "")};
     }}};

constexpr ListColumn<v1::Partner> kPartners[] = {
    {"id", "column.id"},
    {"label", "column.partner", kFlexible, LabelCell<v1::Partner>},
    {"purpose", "column.purpose", kFlexible, [](const v1::Partner& partner, const TableStyle& style) -> Cell {
       return {style.messages.Text(partner.purpose(), "")};
     }}};

constexpr ListColumn<v1::FollowOn> kFollowOns[] = {
    {"type", "column.type"},
    {"label", "column.name", kFlexible,
     [](const v1::FollowOn& follow_on, const TableStyle& style) -> Cell {
       return {style.messages.Text(follow_on.label(), follow_on.type())};
     }},
    {"inStates", "column.state", kFlexible | kIfAny,
     [](const v1::FollowOn& follow_on, const TableStyle& /*style*/) -> Cell {
       return {absl::StrJoin(follow_on.in_states(), " ")};
     }}};

// A sentence a row.
Grid SentencesGrid(const google::protobuf::RepeatedPtrField<v1::LocalisedText>& sentences,
                   const Texts& messages) {
  Grid grid{{{"", true}}, {}};
  for (const v1::LocalisedText& sentence : sentences) grid.rows.push_back({{messages.Text(sentence, "")}});
  return grid;
}

Grid DeadlinesGrid(const v1::CaseType& type, const Texts& messages) {
  Grid grid{{{messages.Text("column.deadline")},
             {messages.Text("column.name"), true},
             {messages.Text("column.period"), true},
             {messages.Text("column.host_state"), true},
             {messages.Text("column.source"), true}},
            {}};
  for (const v1::DeadlineRule& rule : type.deadlines()) {
    std::string name = messages.Text(rule.label(), rule.id());
    const v1::CaseType of_rows = rule.per_row().empty() ? type : TypeOfRows(type, rule.per_row());
    if (const v1::RowGroup* group = RowGroupOf(type, rule.per_row())) {
      absl::StrAppend(&name, " · ", messages.Text(group->label(), group->id()));
    }
    if (rule.not_waivable()) absl::StrAppend(&name, " · ", messages.Text("label.not_waivable"));
    grid.rows.push_back({{rule.id()},
                         {std::move(name)},
                         {CourseText(rule, of_rows, messages)},
                         {""},
                         {SourceText(rule.source(), type, messages)}});
    for (const v1::HostStateRule& bilateral : rule.host_states()) {
      grid.rows.push_back({{rule.id()},
                           {""},
                           {bilateral.has_period() ? PeriodText(bilateral.period(), messages)
                                                   : CourseText(rule, of_rows, messages)},
                           {WhereText(bilateral, type, messages)},
                           {SourceText(bilateral.source(), type, messages)}});
    }
  }
  return grid;
}

}  // namespace

template <>
absl::Span<const ListColumn<v1::CaseType>> ColumnsOf<v1::CaseType>() {
  static constexpr ListColumn<v1::CaseType> kColumns[] = {
      {"id", "column.id"},
      {"version", "column.version"},
      {"label", "column.name", kFlexible,
       [](const v1::CaseType& type, const TableStyle& style) -> Cell {
         return {style.messages.Text(type.label(), type.id())};
       }},
      // Which `arasha type show` tells; here it would make a screen of three types.
      {"description", "column.description", kFlexible | kIfAsked,
       [](const v1::CaseType& type, const TableStyle& style) -> Cell {
         return {style.messages.Text(type.description(), "")};
       }}};
  return kColumns;
}

std::string TableText(const v1::ListCaseTypesResponse& types, const TableStyle& style) {
  return ListText(types.case_types(), style);
}

std::string TableText(const v1::CaseType& type, const TableStyle& shown) {
  // Rules name fields and choices of their type.
  auto types = std::make_shared<v1::ListCaseTypesResponse>();
  *types->add_case_types() = type;
  TableStyle style = shown;
  style.types = std::move(types);
  const Texts& messages = style.messages;
  Grid header{{{"", true}}, {}};
  header.rows.push_back(
      {{absl::StrCat(type.id(), "@", type.version(), "  ", messages.Text(type.label(), type.id())),
        Tone::kBold}});
  if (const std::string description = messages.Text(type.description(), ""); !description.empty()) {
    header.rows.push_back({{description}});
  }
  if (type.has_retention() || type.retention_years() > 0) {
    v1::Retention rule = type.retention();
    if (!type.has_retention()) rule.set_years(type.retention_years());
    header.rows.push_back({{messages.Text("label.kept", {{"how", RetentionText(rule, type, messages)}})}});
  }
  std::string text = GridText(header, style.columns, style.colour);
  const auto titled = [&](const std::string& title, const Grid& grid) {
    if (grid.rows.empty()) return;
    absl::StrAppend(&text, "\n", Coloured(title, Tone::kBold, style.colour), "\n",
                    GridText(grid, style.columns, style.colour, 2));
  };
  const auto section = [&](absl::string_view title, const Grid& grid) { titled(messages.Text(title), grid); };
  section("label.details", GridOf(absl::MakeConstSpan(kFields), type.fields(), style));
  for (const v1::EntryFields& of : type.entry_fields()) {
    const std::string kind = messages.Text(absl::StrCat("ENTRY_KIND_", of.kind()));
    titled(messages.Text("label.entry_fields", {{"kind", kind}}),
           GridOf(absl::MakeConstSpan(kFields), of.fields(), style));
  }
  section("label.party_roles", GridOf(absl::MakeConstSpan(kPartyRoles), type.party_roles(), style));
  for (const v1::RowGroup& group : type.row_groups()) {
    titled(absl::StrCat(messages.Text(group.label_many(), group.id()), " (", group.id(), ")"),
           GridOf(absl::MakeConstSpan(kFields), group.fields(), style));
  }
  section("label.states", GridOf(absl::MakeConstSpan(kStates), type.states(), style));
  section("label.transitions", GridOf(absl::MakeConstSpan(kTransitions), type.transitions(), style));
  section("label.guards", GuardsGrid(type, messages));
  section("label.caps", CapsGrid(type, messages));
  section("label.deadlines", DeadlinesGrid(type, messages));
  section("label.warning_rules", WarningsGrid(type, messages));
  section("label.raises", GridOf(absl::MakeConstSpan(kRaises), type.raises(), style));
  section("label.checklist", GridOf(absl::MakeConstSpan(kChecklist), type.checklist(), style));
  section("label.facts", GridOf(absl::MakeConstSpan(kFacts), type.derived_facts(), style));
  section("label.papers", GridOf(absl::MakeConstSpan(kPapers), type.papers(), style));
  section("label.partners", GridOf(absl::MakeConstSpan(kPartners), type.partners(), style));
  section("label.follow_ons", GridOf(absl::MakeConstSpan(kFollowOns), type.follow_ons(), style));
  section("label.can", SentencesGrid(type.can(), messages));
  section("label.cannot", SentencesGrid(type.cannot(), messages));
  return text;
}

}  // namespace arasha::clients
