// What could go wrong: a type with a dangling id, a dead end or a deadline without a source is applied as an
// immutable version, and every case of it is stuck.

#include "services/rules/catalogue/case_type.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Mutation {
  std::string said;  // the fault, without "sample.thing: "
  std::function<void(v1::CaseType&)> mutate;
};

v1::Trigger* Start(v1::CaseType& type) { return type.mutable_deadlines(0)->mutable_starts_on(0); }

void DueOn(v1::CaseType& type, const std::string& date, bool and_period = false) {
  v1::DeadlineRule& answer = *type.mutable_deadlines(0);
  if (!and_period) answer.clear_period();
  *answer.mutable_due_on() = Parse<v1::FieldDate>(date);
}

void When(v1::CaseType& type, const std::string& condition) {
  *type.mutable_deadlines(0)->add_when() = Parse<v1::Condition>(condition);
}

void Repeats(v1::CaseType& type, const std::string& recurrence) {
  *type.mutable_deadlines(1)->mutable_repeats() = Parse<v1::Recurrence>(recurrence);
}

void Extend(v1::CaseType& type, const std::string& extension) {
  *type.mutable_deadlines(0)->mutable_extension() = Parse<v1::Extension>(extension);
}
v1::HostStateRule* There(v1::CaseType& type) { return type.mutable_deadlines(1)->mutable_host_states(0); }

// One that is in good order.
v1::StateGroup* Group(v1::CaseType& type) {
  v1::StateGroup* group = type.add_state_groups();
  *group = Parse<v1::StateGroup>(R"(
    id: "eaeu" label { kk: "к" ru: "р" en: "e" } states: ["RU", "BY"] source: "Treaty of 29 May 2014")");
  return group;
}

v1::CheckItem* Item(v1::CaseType& type, const std::string& more = "") {
  v1::CheckItem* item = type.add_checklist();
  *item = Parse<v1::CheckItem>(R"(id: "consent" label { kk: "к" ru: "р" en: "e" } )" + more);
  return item;
}

v1::Paper* PaperOf(v1::CaseType& type) {
  v1::Paper* paper = type.add_papers();
  *paper = Parse<v1::Paper>(
      R"(id: "form" label { kk: "к" ru: "р" en: "e" } from_whom { kk: "к" ru: "р" en: "e" })");
  return paper;
}

v1::Partner* PartnerOf(v1::CaseType& type) {
  v1::Partner* partner = type.add_partners();
  *partner = Parse<v1::Partner>(
      R"(id: "police" label { kk: "к" ru: "р" en: "e" } purpose { kk: "к" ru: "р" en: "e" })");
  return partner;
}

TEST(CaseTypeCreate, RefusesEachFaultOfAChecklist) {
  const Mutation cases[] = {
      {"checklist consent: is given twice", [](auto& t) { Item(t), Item(t); }},
      {"checklist Consent: an id is lower case", [](auto& t) { Item(t)->set_id("Consent"); }},
      {"checklist consent label: must be given in kk, ru and en",
       [](auto& t) { Item(t)->mutable_label()->clear_kk(); }},
      {"checklist consent hint: must be given in kk, ru and en",
       [](auto& t) { Item(t)->mutable_hint()->set_ru("р"); }},
      {"checklist consent in_states: there is no state limbo",
       [](auto& t) { Item(t, R"(in_states: "limbo")"); }},
      {"checklist consent in_states: done is final, and nothing is owed there",
       [](auto& t) { Item(t, R"(in_states: "done")"); }},
      {"checklist consent required_for: there is no transition vanish",
       [](auto& t) { Item(t, R"(required_for: "vanish")"); }},
      {"checklist consent required_for: reopen leaves the final state done, in which nothing can be ticked",
       [](auto& t) { Item(t, R"(required_for: "reopen")"); }},
      {"checklist consent when", [](auto& t) { Item(t, R"(when { field: "none" values: "true" })"); }},
      {"papers form: is given twice", [](auto& t) { PaperOf(t), PaperOf(t); }},
      {"papers form label: must be given", [](auto& t) { PaperOf(t)->mutable_label()->clear_en(); }},
      {"papers form from_whom: must be given", [](auto& t) { PaperOf(t)->clear_from_whom(); }},
      {"papers form when",
       [](auto& t) { *PaperOf(t)->add_when() = Parse<v1::Condition>(R"(field: "none")"); }},
      {"partners police: is given twice", [](auto& t) { PartnerOf(t), PartnerOf(t); }},
      {"partners police purpose: must be given",
       [](auto& t) { PartnerOf(t)->mutable_purpose()->clear_ru(); }},
      {"can 1: must be given in kk, ru and en", [](auto& t) { t.add_can()->set_en("e"); }},
      {"cannot 1: must be given in kk, ru and en", [](auto& t) { t.add_cannot()->set_kk("к"); }},
  };
  for (const Mutation& mutation : cases) {
    v1::CaseType type = GoodType();
    mutation.mutate(type);
    const auto made = CaseType::Create(std::move(type));
    EXPECT_EQ(made.status().code(), absl::StatusCode::kInvalidArgument) << mutation.said;
    EXPECT_THAT(std::string(made.status().message()), HasSubstr("sample.thing: " + mutation.said));
  }
  v1::CaseType good = GoodType();
  Item(good, R"(hint { kk: "к" ru: "р" en: "e" } in_states: "open" required_for: "finish"
                when { field: "urgent" values: "true" })");
  PaperOf(good), PartnerOf(good);
  EXPECT_TRUE(CaseType::Create(std::move(good)).ok());
}

TEST(CaseTypeCreate, RefusesEachFault) {
  const Mutation cases[] = {
      {"id: must be family.type", [](auto& t) { t.set_id(""); }},
      {"id: must be family.type", [](auto& t) { t.set_id("thing"); }},
      {"id: must be family.type", [](auto& t) { t.set_id("a.b.c"); }},
      {"id: must be family.type", [](auto& t) { t.set_id("Sample.thing"); }},
      {"id: must be family.type", [](auto& t) { t.set_id("sample."); }},
      {"version: must be 1 or more", [](auto& t) { t.set_version(0); }},
      {"version: must be 1 or more", [](auto& t) { t.set_version(-1); }},
      {"label: must be given in kk, ru and en", [](auto& t) { t.mutable_label()->clear_kk(); }},
      {"label: must be given in kk, ru and en", [](auto& t) { t.mutable_label()->clear_ru(); }},
      {"label: must be given in kk, ru and en", [](auto& t) { t.mutable_label()->clear_en(); }},
      {"description: must be given in kk, ru and en", [](auto& t) { t.clear_description(); }},
      {"fields told label: must be given", [](auto& t) { t.mutable_fields(0)->clear_label(); }},
      {"choice red: must be given",
       [](auto& t) { t.mutable_fields(4)->mutable_choices(0)->mutable_label()->clear_kk(); }},
      {"states new label: must be given", [](auto& t) { t.mutable_states(0)->clear_label(); }},
      {"transitions begin label: must be given", [](auto& t) { t.mutable_transitions(0)->clear_label(); }},
      {"deadlines answer label: must be given", [](auto& t) { t.mutable_deadlines(0)->clear_label(); }},
      {"states: at least one is needed", [](auto& t) { t.clear_states(); }},
      {"fields Told: an id is", [](auto& t) { t.mutable_fields(2)->set_id("Told"); }},
      {"fields told: is given twice", [](auto& t) { t.mutable_fields(2)->set_id("told"); }},
      {"states new: is given twice", [](auto& t) { *t.add_states() = t.states(0); }},
      {"states : an id is", [](auto& t) { t.add_states(); }},
      {"transitions begin: is given twice", [](auto& t) { *t.add_transitions() = t.transitions(0); }},
      {"deadlines visit: is given twice", [](auto& t) { *t.add_deadlines() = t.deadlines(1); }},
      {"choices red: is given twice",
       [](auto& t) { *t.mutable_fields(4)->add_choices() = t.fields(4).choices(0); }},
      {"choices a b: an id is", [](auto& t) { t.mutable_fields(4)->mutable_choices(0)->set_id("a b"); }},
      {"fields place: a kind is needed", [](auto& t) { t.mutable_fields(2)->clear_kind(); }},
      {"fields place: a kind is needed",
       [](auto& t) { t.mutable_fields(2)->set_kind(static_cast<v1::FieldKind>(99)); }},
      {"fields colour: choices go with", [](auto& t) { t.mutable_fields(4)->clear_choices(); }},
      {"fields place: choices go with",
       [](auto& t) { *t.mutable_fields(2)->mutable_choices() = t.fields(4).choices(); }},
      {"fields place: max_length", [](auto& t) { t.mutable_fields(2)->set_max_length(-1); }},
      {"fields place required_for: there is no transition vanish",
       [](auto& t) { t.mutable_fields(2)->add_required_for("vanish"); }},
      {"transitions begin: at least one state to start from",
       [](auto& t) { t.mutable_transitions(0)->clear_from(); }},
      {"transitions begin: there is no state limbo",
       [](auto& t) { t.mutable_transitions(0)->add_from("limbo"); }},
      {"transitions begin: there is no state limbo",
       [](auto& t) { t.mutable_transitions(0)->set_to("limbo"); }},
      {"transitions begin: at least one role", [](auto& t) { t.mutable_transitions(0)->clear_roles(); }},
      {"transitions begin: there is no role boss",
       [](auto& t) { t.mutable_transitions(0)->add_roles("boss"); }},
      {"transitions reopen: from a final state a case can only be reopened",
       [](auto& t) { t.mutable_transitions(2)->set_to("done"); }},
      {"retention: is not given beside retention_years",
       [](auto& t) {
         t.set_retention_years(5);
         *t.mutable_retention() = Parse<v1::Retention>("years: 5 source: 'Law'");
       }},
      {"retention: a source is needed",
       [](auto& t) { *t.mutable_retention() = Parse<v1::Retention>("years: 5"); }},
      {"retention: what is archived is kept for ever: it has neither years nor what they are counted from",
       [](auto& t) { *t.mutable_retention() = Parse<v1::Retention>("years: 5 archive: true source: 'Law'"); }},
      {"retention: years must be positive, or left out with an age",
       [](auto& t) {
         *t.mutable_retention() = Parse<v1::Retention>("transition: 'finish' source: 'Law'");
       }},
      {"retention: years must be at most 100; use archive for what is kept for ever",
       [](auto& t) { *t.mutable_retention() = Parse<v1::Retention>("years: 101 source: 'Law'"); }},
      {"retention: age must be from 1 to 100",
       [](auto& t) { *t.mutable_retention() = Parse<v1::Retention>("age: 0 years: 1 source: 'Law'"); }},
      {"retention: there is no transition nothing",
       [](auto& t) {
         *t.mutable_retention() = Parse<v1::Retention>("years: 1 transition: 'nothing' source: 'Law'");
       }},
      {"retention: nowhere is no field of the kind DATE",
       [](auto& t) {
         *t.mutable_retention() = Parse<v1::Retention>("years: 1 field: 'nowhere' source: 'Law'");
       }},
      {"transitions finish: what erases leads from final states to a final state",
       [](auto& t) { t.mutable_transitions(1)->set_erases(true); }},
      {"transitions finish: what erases is four_eyes and text_required",
       [](auto& t) { t.mutable_transitions(1)->set_erases(true); }},
      {"transitions reopen: what erases is four_eyes and text_required",
       [](auto& t) {
         t.mutable_transitions(2)->set_erases(true);
         t.mutable_transitions(2)->set_to("done");
         t.mutable_transitions(2)->set_four_eyes(true);
       }},
      {"deadlines answer: a source is needed", [](auto& t) { t.mutable_deadlines(0)->clear_source(); }},
      {"deadlines answer: starts_on is needed", [](auto& t) { t.mutable_deadlines(0)->clear_starts_on(); }},
      {"deadlines answer: met_by is needed", [](auto& t) { t.mutable_deadlines(0)->clear_met_by(); }},
      {"answer starts_on: one of opened", [](auto& t) { Start(t)->Clear(); }},
      {"answer starts_on: opened can only be true", [](auto& t) { Start(t)->set_opened(false); }},
      {"fields place: may_lie_ahead, known_at_receipt, not_before and reaches_back are only for",
       [](auto& t) { t.mutable_fields(2)->set_may_lie_ahead(true); }},
      {"fields place: may_lie_ahead, known_at_receipt, not_before and reaches_back are only for",
       [](auto& t) { t.mutable_fields(2)->mutable_reaches_back()->set_years(5); }},
      {"fields place: subjects_birth is only for DATE",
       [](auto& t) { t.mutable_fields(2)->set_subjects_birth(true); }},
      {"fields seen_on reaches_back: one positive length",
       [](auto& t) { t.mutable_fields(1)->mutable_reaches_back(); }},
      {"fields seen_on not_before: there is no other DATE or TIME field nowhere",
       [](auto& t) { t.mutable_fields(1)->add_not_before("nowhere"); }},
      {"fields seen_on not_before: there is no other DATE or TIME field place",
       [](auto& t) { t.mutable_fields(1)->add_not_before("place"); }},
      {"fields seen_on not_before: there is no other DATE or TIME field seen_on",
       [](auto& t) { t.mutable_fields(1)->add_not_before("seen_on"); }},
      {"answer starts_on: there is no DATE or TIME field nowhere",
       [](auto& t) { Start(t)->set_field("nowhere"); }},
      {"answer starts_on: there is no DATE or TIME field place",
       [](auto& t) { Start(t)->set_field("place"); }},
      {"answer starts_on: there is no transition vanish",
       [](auto& t) { Start(t)->set_transition("vanish"); }},
      {"answer starts_on: there is no kind of entry LUNCH",
       [](auto& t) { Start(t)->mutable_entry()->set_kind("LUNCH"); }},
      {"answer starts_on: there is no kind of entry UNSPECIFIED",
       [](auto& t) { Start(t)->mutable_entry()->set_kind("UNSPECIFIED"); }},
      {"answer starts_on: there is no kind of entry ", [](auto& t) { Start(t)->mutable_entry(); }},
      {"answer starts_on: direction is SENT or RECEIVED",
       [](auto& t) {
         *Start(t) = Parse<v1::Trigger>(R"(entry { kind: "NOTE_VERBALE" direction: "LOST" })");
       }},
      {"answer starts_on: direction is SENT or RECEIVED",
       [](auto& t) { *Start(t) = Parse<v1::Trigger>(R"(entry { kind: "VISIT" direction: "SENT" })"); }},
      {"answer met_by: there is no transition vanish",
       [](auto& t) { t.mutable_deadlines(0)->mutable_met_by(0)->set_transition("vanish"); }},
      {"answer period: one positive length", [](auto& t) { t.mutable_deadlines(0)->clear_period(); }},
      {"answer period: one positive length",
       [](auto& t) { t.mutable_deadlines(0)->mutable_period()->set_days(0); }},
      {"answer period: one positive length",
       [](auto& t) { t.mutable_deadlines(0)->mutable_period()->set_hours(-24); }},
      {"deadlines answer: period or due_on, not both",
       [](auto& t) { DueOn(t, R"(field: "seen_on")", true); }},
      {"answer due_on: there is no DATE or TIME field nowhere",
       [](auto& t) { DueOn(t, R"(field: "nowhere")"); }},
      {"answer due_on: there is no DATE or TIME field place", [](auto& t) { DueOn(t, R"(field: "place")"); }},
      {"answer due_on before: one positive length",
       [](auto& t) { DueOn(t, R"(field: "seen_on" before { days: 0 })"); }},
      {"answer due_on after: one positive length", [](auto& t) { DueOn(t, R"(field: "seen_on" after {})"); }},
      {"answer due_on: hours are counted from a TIME, and seen_on is none",
       [](auto& t) { DueOn(t, R"(field: "seen_on" before { hours: 3 })"); }},
      {"answer due_on: less_than is not for due_on",
       [](auto& t) { DueOn(t, R"(field: "seen_on" before { days: 3 less_than: true })"); }},
      {"answer starts_on: reopen reopens the case, and that starts nothing that repeats",
       [](auto& t) {
         DueOn(t, R"(field: "seen_on")");
         Start(t)->set_transition("reopen");
       }},
      {"answer when: there is no CHOICE, CHOICES or BOOL field place",
       [](auto& t) { When(t, R"(field: "place" values: "here")"); }},
      {"answer when: there is no CHOICE, CHOICES or BOOL field nowhere",
       [](auto& t) { When(t, R"(field: "nowhere" values: "true")"); }},
      {"answer when: a value of colour is needed", [](auto& t) { When(t, R"(field: "colour")"); }},
      {"answer when: colour is never green",
       [](auto& t) { When(t, R"(field: "colour" values: ["red", "green"])"); }},
      {"answer when: urgent is never red", [](auto& t) { When(t, R"(field: "urgent" values: "red")"); }},
      {"answer when: red is given twice",
       [](auto& t) { When(t, R"(field: "colour" values: ["red", "red"])"); }},
      {"answer starts_on: reopen reopens the case, and that starts nothing that repeats",
       [](auto& t) {
         When(t, R"(field: "colour" values: "red")");
         Start(t)->set_transition("reopen");
       }},
      {"fields sum required_when: colour is never green",
       [](auto& t) {
         *t.mutable_fields(7)->add_required_when() =
             Parse<v1::Condition>(R"(field: "colour" values: "green")");
       }},
      {"fields note required_when: it is required for nothing",
       [](auto& t) {
         *t.mutable_fields(3)->add_required_when() = Parse<v1::Condition>(R"(field: "colour" values: "red")");
       }},
      {"fields colour required_when: a field says nothing of whether it is required itself",
       [](auto& t) {
         *t.mutable_fields(4)->add_required_when() = Parse<v1::Condition>(R"(field: "colour" values: "red")");
       }},
      {"visit repeats: phases are needed", [](auto& t) { Repeats(t, "runs: 2"); }},
      {"visit repeats: it has no end: until, until_date, runs, or until of every phase is needed",
       [](auto& t) { Repeats(t, "phases { every { days: 7 } }"); }},
      {"visit repeats: it has no end",
       [](auto& t) { Repeats(t, "phases { every { days: 7 } until { months: 1 } } phases { every { months: 1 } }"); }},
      {"visit repeats: runs must be 2 or more",
       [](auto& t) { Repeats(t, "phases { every { days: 7 } } runs: 1"); }},
      {"visit repeats: runs must be 2 or more",
       [](auto& t) { Repeats(t, "phases { every { days: 7 } } runs: -1"); }},
      {"visit repeats phase 1 every: one positive length", [](auto& t) { Repeats(t, "phases {} runs: 2"); }},
      {"visit repeats phase 1 every: one positive length",
       [](auto& t) { Repeats(t, "phases { every { days: 0 } } runs: 2"); }},
      {"visit repeats phase 1 until: one positive length",
       [](auto& t) { Repeats(t, "phases { every { days: 7 } until {} } runs: 2"); }},
      {"visit repeats phase 1: less_than is not for what repeats",
       [](auto& t) { Repeats(t, "phases { every { days: 7 less_than: true } } runs: 2"); }},
      {"visit repeats phase 1: without until or when it never passes, and the next is never reached",
       [](auto& t) { Repeats(t, "phases { every { days: 7 } } phases { every { days: 9 } } runs: 2"); }},
      {"visit repeats phase 1 when: colour is never green",
       [](auto& t) {
         Repeats(t, R"(phases { every { days: 7 } when { field: "colour" values: "green" } } runs: 2)");
       }},
      {"visit repeats until: there is no transition vanish",
       [](auto& t) { Repeats(t, R"(phases { every { days: 7 } } until { transition: "vanish" })"); }},
      {"visit repeats until: the opening of a case ends nothing",
       [](auto& t) { Repeats(t, "phases { every { days: 7 } } until { opened: true }"); }},
      {"visit repeats until_date: there is no DATE or TIME field nowhere",
       [](auto& t) { Repeats(t, R"(phases { every { days: 7 } } until_date { field: "nowhere" })"); }},
      {"visit repeats: what repeats is met by entries and transitions alone",
       [](auto& t) {
         Repeats(t, "phases { every { days: 7 } } runs: 2");
         t.mutable_deadlines(1)->add_met_by()->set_field("seen_on");
       }},
      {"visit repeats: a figure is of what happens once",
       [](auto& t) {
         Repeats(t, "phases { every { days: 7 } } runs: 2");
         t.mutable_deadlines(1)->set_statistic("first_contact");
       }},
      {"visit starts_on: reopen reopens the case, and that starts nothing that repeats",
       [](auto& t) {
         Repeats(t, "phases { every { days: 7 } } runs: 2");
         t.mutable_deadlines(1)->add_starts_on()->set_transition("reopen");
       }},
      {"answer extension: roles are needed",
       [](auto& t) { Extend(t, R"(at_most { months: 2 })"); }},
      {"answer extension: there is no role wizard",
       [](auto& t) { Extend(t, R"(roles: "wizard" at_most { months: 2 })"); }},
      {"answer extension at_most: one positive length", [](auto& t) { Extend(t, R"(roles: "head")"); }},
      {"answer extension: times must be 1 or more",
       [](auto& t) { Extend(t, R"(roles: "head" at_most { months: 2 } times: -1)"); }},
      {"answer starts_on: there is no deadline visit that may be extended",
       [](auto& t) { Start(t)->set_extended("visit"); }},
      {"answer paused_in: there is no state nowhere",
       [](auto& t) { t.mutable_deadlines(0)->add_paused_in("nowhere"); }},
      {"answer paused_in: done is final", [](auto& t) { t.mutable_deadlines(0)->add_paused_in("done"); }},
      {"answer paused_in: open is given twice",
       [](auto& t) {
         t.mutable_deadlines(0)->add_paused_in("open");
         t.mutable_deadlines(0)->add_paused_in("open");
       }},
      {"host_states Turkmenistan: must be an ISO",
       [](auto& t) { t.mutable_deadlines(1)->mutable_host_states(0)->set_host_state("Turkmenistan"); }},
      {"host_states TM: is given twice",
       [](auto& t) { *t.mutable_deadlines(1)->add_host_states() = t.deadlines(1).host_states(0); }},
      {"host_states TM: a source is needed",
       [](auto& t) { t.mutable_deadlines(1)->mutable_host_states(0)->clear_source(); }},
      {"host_states TM: says nothing of its own",
       [](auto& t) { t.mutable_deadlines(1)->mutable_host_states(0)->clear_period(); }},
      {"host_states TM: one positive length",
       [](auto& t) {
         t.mutable_deadlines(1)->clear_period();
         There(t)->clear_period();
         There(t)->add_starts_on()->set_opened(true);
       }},
      {"host_states TM: one positive length", [](auto& t) { There(t)->mutable_period()->set_days(0); }},
      {"host_states eaeu: there is no group of states eaeu",
       [](auto& t) {
         There(t)->clear_host_state();
         There(t)->set_group("eaeu");
       }},
      {"host_states eaeu: host_state or group, not both", [](auto& t) { There(t)->set_group("eaeu"); }},
      {"host_states TM starts_on: there is no transition vanish",
       [](auto& t) { There(t)->add_starts_on()->set_transition("vanish"); }},
      {"host_states TM met_by: there is no DATE or TIME field nowhere",
       [](auto& t) { There(t)->add_met_by()->set_field("nowhere"); }},
      {"host_states TM starts_on: reopen reopens the case",
       [](auto& t) { There(t)->add_starts_on()->set_transition("reopen"); }},
      {"host_states TM: 31.12.2026 is no date", [](auto& t) { There(t)->set_valid_from("31.12.2026"); }},
      {"host_states TM: valid_from is after valid_until",
       [](auto& t) {
         There(t)->set_valid_from("2026-03-02");
         There(t)->set_valid_until("2026-03-01");
       }},
      {"host_states TM: is given twice",
       [](auto& t) {
         There(t)->set_valid_until("2026-03-01");
         *t.mutable_deadlines(1)->add_host_states() = *There(t);
         There(t)->set_valid_from("2026-03-01");
       }},
      {"state_groups eaeu: a group without states", [](auto& t) { Group(t)->clear_states(); }},
      {"state_groups eaeu: a source is needed", [](auto& t) { Group(t)->clear_source(); }},
      {"state_groups eaeu label: must be given", [](auto& t) { Group(t)->clear_label(); }},
      {"state_groups eaeu: Russia is no ISO", [](auto& t) { Group(t)->add_states("Russia"); }},
      {"state_groups eaeu: RU is given twice", [](auto& t) { Group(t)->add_states("RU"); }},
      {"state_groups eaeu: is given twice", [](auto& t) { *t.add_state_groups() = *Group(t); }},
      {"states island: cannot be reached",
       [](auto& t) {
         *t.add_states() = t.states(1);
         t.mutable_states(3)->set_id("island");
         t.mutable_transitions(0)->add_from("island");
       }},
      {"states pit: is not final, but no transition leaves it",
       [](auto& t) {
         *t.add_states() = t.states(1);
         t.mutable_states(3)->set_id("pit");
         *t.add_transitions() = t.transitions(0);
         t.mutable_transitions(3)->set_id("fall");
         t.mutable_transitions(3)->set_to("pit");
       }},
  };
  for (const Mutation& mutation : cases) {
    SCOPED_TRACE(mutation.said);
    v1::CaseType type = GoodType();
    mutation.mutate(type);
    const auto made = CaseType::Create(type);
    EXPECT_EQ(made.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(made.status().message()),
                AllOf(HasSubstr(type.id() + ": "), HasSubstr(mutation.said)));
  }
}

TEST(CaseTypeCreate, TellsAllFaultsAtOnce) {
  v1::CaseType type = GoodType();
  type.set_version(0);
  type.mutable_transitions(0)->set_to("limbo");
  type.mutable_deadlines(2)->clear_source();
  EXPECT_EQ(CaseType::Create(type).status().message(),
            "sample.thing: version: must be 1 or more\n"
            "sample.thing: transitions begin: there is no state limbo\n"
            "sample.thing: deadlines reply: a source is needed");
}

TEST(CaseTypeCreate, TakesTheGoodType) {
  const CaseType type = Made(GoodType());
  EXPECT_EQ(type.id(), "sample.thing");
  EXPECT_EQ(type.version(), 1);
  EXPECT_EQ(type.initial_state(), "new");
  EXPECT_FALSE(type.IsFinal("new"));
  EXPECT_TRUE(type.IsFinal("done"));
  EXPECT_THAT(type.EventsFrom("new"), ElementsAre("begin", "finish"));
  EXPECT_THAT(type.EventsFrom("open"), ElementsAre("finish"));
  EXPECT_THAT(type.EventsFrom("done"), ElementsAre("reopen"));
  EXPECT_THAT(type.EventsFrom("limbo"), IsEmpty());
  ASSERT_NE(type.FindField("place"), nullptr);
  EXPECT_EQ(type.FindField("place")->max_length(), 5);
  EXPECT_EQ(type.FindField("new"), nullptr);
  EXPECT_EQ(type.FindState("done")->id(), "done");
  EXPECT_EQ(type.FindState("begin"), nullptr);
  EXPECT_EQ(type.FindTransition("begin")->to(), "open");
  EXPECT_EQ(type.FindTransition("done"), nullptr);
}

// It is read again with every change of a case, so only where nothing else will do.
TEST(CaseTypeCreate, NeedsTheTimelineWhereFieldsMoveWhatHappensInTheCase) {
  v1::CaseType type = GoodType();
  EXPECT_FALSE(Made(type).NeedsTimeline());
  DueOn(type, R"(field: "seen_on")");
  EXPECT_FALSE(Made(type).NeedsTimeline()) << "the opening starts it";
  Start(type)->set_transition("begin");
  EXPECT_TRUE(Made(type).NeedsTimeline());
  type = GoodType();
  Repeats(type, "phases { every { days: 7 } } runs: 2");
  EXPECT_TRUE(Made(type).NeedsTimeline()) << "what met the first run may have met the second";
  type = GoodType();
  There(type)->add_starts_on()->set_transition("begin");
  EXPECT_TRUE(Made(type).NeedsTimeline()) << "the case may come to another host state";
}

TEST(CaseTypeCreate, TakesRulesOfTimesAndGroups) {
  v1::CaseType type = GoodType();
  There(type)->set_valid_until("2026-02-28");
  *type.mutable_deadlines(1)->add_host_states() = *There(type);
  There(type)->clear_valid_until();
  There(type)->set_valid_from("2026-03-01");
  Group(type);
  *type.mutable_deadlines(1)->add_host_states() =
      Parse<v1::HostStateRule>(R"(group: "eaeu" period { days: 2 } source: "Treaty, art. 1")");
  Made(type);
  type.mutable_deadlines(1)->clear_period();
  Made(type);
}

TEST(ParseCaseType, PointsAtTheFault) {
  EXPECT_TRUE(ParseCaseType("id: \"a.b\"\nversion: 1\n").ok());
  EXPECT_THAT(std::string(ParseCaseType("id: \"a.b\"\nverzion: 1\n").status().message()),
              AllOf(HasSubstr("line 2, column "), HasSubstr("verzion")));
  EXPECT_EQ(ParseCaseType("id: \"a.b").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ParseCaseType("version: \"one\"").ok());
}

}  // namespace
}  // namespace arasha::rules
