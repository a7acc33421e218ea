// What could go wrong: a case type that compiles, but whose cases do not get where its rules say. An event
// asks for a field that can have no value by then, for an item of the checklist that cannot be ticked, or for
// a second person whom nobody can be; the server leads elsewhere.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "proto/conditions.h"
#include "services/rules/casework/chronology.h"
#include "tests/services/cases/catalogue_way.h"
#include "tests/support/samples.h"
#include "tests/support/shipped_catalogue.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

// Any does; it is kept so that a walk that failed is walked again.
constexpr unsigned kSeed = 36;

bool IsFinal(const v1::CaseType& type, const std::string& state) {
  return std::any_of(type.states().begin(), type.states().end(),
                     [&](const v1::StateRule& rule) { return rule.id() == state && rule.final(); });
}

class CatalogueWalks : public support::SharedServerTest {
 protected:
  // Walks the types of these families.
  void Walk(const std::function<bool(absl::string_view)>& is_asked_for) {
    // Of cases in any compartment the head is the second person.
    v1::UpdatePrincipalRequest clear;
    clear.set_request_id(support::RequestId());
    clear.mutable_principal()->set_name("staff/b.suleimenov");
    for (const char* compartment :
         {"death_penalty", "domestic_violence", "investment", "sanctions", "trafficking"}) {
      clear.mutable_principal()->add_clearances(compartment);
    }
    clear.mutable_update_mask()->add_paths("clearances");
    Do(&v1::Admin::Stub::UpdatePrincipal, clear, "admin");
    int walked = 0;
    for (const v1::CaseType& type : support::ShippedTypes()) {
      if (!is_asked_for(type.id().substr(0, type.id().find('.')))) continue;
      SCOPED_TRACE(absl::StrCat(type.id(), ", seed ", kSeed));
      ++walked;
      Way way(type, kSeed);
      bool passed = false;
      size_t before = 0;
      do {
        before = way.Left().size();
        passed = WalkCase(way);
      } while (passed && !way.Left().empty() && way.Left().size() < before);
      // What was refused has been told already.
      EXPECT_TRUE(!passed || way.Left().empty()) << "no case gets to " << absl::StrJoin(way.Left(), ", ");
    }
    EXPECT_GT(walked, 0);
  }

 private:
  // The case as a call leaves it; nothing, and a failure, if it is refused.
  template <typename Request>
  std::optional<v1::Case> Ask(Method<Stub, Request, v1::Case> method, const Request& request,
                              const std::string& role, const std::string& deed) {
    v1::Case answer;
    const grpc::Status status = Call(method, request, &answer, role);
    if (status.ok()) return answer;
    ADD_FAILURE() << deed << ", as " << role << ": " << Line(status) << " " << status.error_message();
    return std::nullopt;
  }

  // The type's sample. Its officer sees it whatever its compartment, for who opens a case does; the head of
  // the development system is cleared for those that types ask for.
  std::optional<v1::Case> OpenSample(const std::string& type) {
    v1::CreateCaseRequest request;
    request.set_parent("missions/IST");
    request.set_request_id(support::RequestId());
    const std::string json =
        support::ReadFile(absl::StrCat(ARASHA_SOURCE_DIR "/deploy/samples/", type, ".json"));
    const auto read = google::protobuf::util::JsonStringToMessage(json, request.mutable_case_());
    EXPECT_TRUE(read.ok()) << read.ToString();
    return Ask(&Stub::CreateCase, request, "officer", "open");
  }

  // Sets what the event requires and the case does not say yet, and what its guards ask of fields. False if
  // that is refused.
  bool Fill(Way& way, const v1::TransitionRule& transition, const std::set<absl::CivilDay>& births,
            const std::string& role, const std::string& deed, v1::Case& matter) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(matter.name());
    request.set_request_id(support::RequestId());
    v1::Case filled = matter;
    for (const v1::FieldRule& field : way.type().fields()) {
      const auto& events = field.required_for();
      if (std::find(events.begin(), events.end(), transition.id()) == events.end() ||
          matter.details().fields().contains(field.id())) {
        continue;
      }
      // The next field is to fit this one.
      (*filled.mutable_details()->mutable_fields())[field.id()] =
          way.ValueOf(field, Times(way.type(), filled, births));
      request.mutable_update_mask()->add_paths(absl::StrCat("details.", field.id()));
    }
    for (const v1::Guard& guard : transition.guards()) {
      if (!guard.has_field() || !Hold(guard.when(), filled.details())) continue;
      const v1::FieldRule& field = FieldOf(way.type(), guard.field().field());
      (*filled.mutable_details()->mutable_fields())[field.id()] = ValueAskedFor(guard.field(), field);
      request.mutable_update_mask()->add_paths(absl::StrCat("details.", field.id()));
    }
    if (request.update_mask().paths().empty()) return true;
    *request.mutable_case_()->mutable_details() = filled.details();
    const auto updated = Ask(
        &Stub::UpdateCase, request, role,
        absl::StrCat(deed, ", for which ", absl::StrJoin(request.update_mask().paths(), ", "), " is set"));
    if (updated) matter.mutable_details()->CopyFrom(updated->details());
    return updated.has_value();
  }

  // Ticks what of the checklist the event needs and was not ticked before. False if that is refused.
  bool Tick(const v1::CaseType& type, const v1::TransitionRule& transition, const std::string& role,
            const std::string& deed, const v1::Case& matter, std::set<std::string>& ticked) {
    for (const v1::CheckItem& item : type.checklist()) {
      const auto& events = item.required_for();
      if (std::find(events.begin(), events.end(), transition.id()) == events.end() ||
          !Hold(item.when(), matter.details()) || !ticked.insert(item.id()).second) {
        continue;
      }
      v1::Entry entry;
      const grpc::Status status =
          Call(&Stub::AddEntry, support::Tick(matter.name(), item.id()), &entry, role);
      EXPECT_TRUE(status.ok()) << deed << ", ticking " << item.id() << ": " << Line(status);
      if (!status.ok()) return false;
    }
    return true;
  }

  // A value that the guard's condition asks for.
  static google::protobuf::Value ValueAskedFor(const v1::Condition& condition, const v1::FieldRule& field) {
    google::protobuf::Value value;
    if (field.kind() == v1::FIELD_KIND_BOOL) {
      value.set_bool_value(condition.values(0) == "true");
    } else {
      EXPECT_GT(condition.values_size(), 0) << field.id() << ": no walk sets an amount for a guard yet";
      value.set_string_value(condition.values_size() > 0 ? condition.values(0) : "");
    }
    return value;
  }

  // Puts on the case the parties and entries that the guards ask for. False if that is refused.
  bool Satisfy(const v1::TransitionRule& transition, const std::string& role, const v1::Case& matter) {
    bool satisfied = true;
    for (const v1::Guard& guard : transition.guards()) {
      if (!Hold(guard.when(), matter.details())) continue;
      EXPECT_FALSE(guard.has_no_open_deadline()) << transition.id() << ": no walk meets deadlines yet";
      const auto with_role = [&](const std::string& name) {
        const auto& parties = matter.parties();
        return std::find_if(parties.begin(), parties.end(), [&](const v1::Party& party) {
          return v1::PartyRole_Name(party.role()) == absl::StrCat("PARTY_ROLE_", name);
        });
      };
      if (guard.needs_case() == v1::Guard::kPartyRole &&
          with_role(guard.party_role()) == matter.parties().end()) {
        v1::AddPartyRequest add = support::AddLawyer(matter.name());
        v1::PartyRole party_role = v1::PARTY_ROLE_UNSPECIFIED;
        v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", guard.party_role()), &party_role);
        add.mutable_party()->set_role(party_role);
        satisfied = Try(&Stub::AddParty, add, role).ok() && satisfied;
      }
      if (guard.has_entry()) {
        v1::AddEntryRequest add = support::AddNote(matter.name(), "as the guard asks");
        v1::EntryKind kind = v1::ENTRY_KIND_NOTE;
        v1::EntryKind_Parse(absl::StrCat("ENTRY_KIND_", guard.entry().kind()), &kind);
        add.mutable_entry()->set_kind(kind);
        if (kind == v1::ENTRY_KIND_CONTACT) add.mutable_entry()->set_channel(v1::CONTACT_CHANNEL_MEETING);
        add.mutable_entry()->set_in_person(guard.entry().in_person());
        v1::Direction direction = v1::DIRECTION_UNSPECIFIED;
        v1::Direction_Parse(absl::StrCat("DIRECTION_", guard.entry().direction()), &direction);
        add.mutable_entry()->set_direction(direction);
        if (const auto about = with_role(guard.entry().party_role()); about != matter.parties().end()) {
          add.mutable_entry()->set_party(about->name());
        }
        satisfied = Try(&Stub::AddEntry, add, role).ok() && satisfied;
      }
    }
    return satisfied;
  }

  // The case after the transition, which takes as many persons as its rule says. Nothing if it is refused.
  std::optional<v1::Case> Make(Way& way, const v1::TransitionRule& transition,
                               const std::set<absl::CivilDay>& births, v1::Case matter,
                               std::set<std::string>& ticked) {
    const std::string deed = absl::StrCat(matter.state(), " ", transition.id());
    const std::string& role = way.RoleFor(transition);
    // Whoever works the case may propose.
    const std::string first = !transition.four_eyes() ? role : role == "head" ? "officer" : "head";
    if (!Fill(way, transition, births, first, deed, matter)) return std::nullopt;
    if (!Tick(way.type(), transition, first, deed, matter, ticked)) return std::nullopt;
    EXPECT_TRUE(Satisfy(transition, first, matter)) << deed << ": what its guards ask for is refused";
    auto changed =
        Ask(&Stub::TransitionCase,
            support::Transition(matter.name(), transition.id(), transition.text_required() ? "a reason" : ""),
            first, deed);
    if (!changed || !transition.four_eyes()) return changed;
    EXPECT_EQ(changed->state(), matter.state()) << deed << " takes a second person";
    return Ask(&Stub::ApproveTransition, support::Approve(*changed), role, absl::StrCat(deed, ", approved"));
  }

  // A case from its receipt for as long as it gets to transitions that are left. False if one was refused.
  bool WalkCase(Way& way) {
    const v1::CaseType& type = way.type();
    const std::optional<v1::Case> opened = OpenSample(type.id());
    if (!opened) return false;
    EXPECT_EQ(opened->type_version(), type.version());
    EXPECT_EQ(opened->state(), type.states(0).id());
    const std::set<absl::CivilDay> births = rules::BirthsOf(opened->parties());
    v1::Case matter = *opened;
    std::vector<std::string> made = {"open"};
    std::set<std::string> ticked;
    while (const v1::TransitionRule* transition = way.Next(matter.state(), made)) {
      const auto changed = Make(way, *transition, births, matter, ticked);
      if (!changed) return false;
      EXPECT_EQ(changed->state(), transition->to()) << matter.state() << " " << transition->id();
      EXPECT_EQ(changed->has_close_time(), IsFinal(type, transition->to()))
          << matter.state() << " " << transition->id();
      made.push_back(transition->id());
      matter = *changed;
    }
    EXPECT_EQ(Do(&Stub::GetCase, support::Get(matter.name())).state(), matter.state());
    v1::ListEntriesRequest list = support::ListEntries(matter.name());
    list.set_page_size(1000);
    std::vector<std::string> told;
    const v1::ListEntriesResponse timeline = Do(&Stub::ListEntries, list);
    for (const v1::Entry& entry : timeline.entries()) {
      if (entry.kind() == v1::ENTRY_KIND_TRANSITION) told.push_back(entry.event());
    }
    EXPECT_EQ(told, made) << "the timeline tells another way";
    return true;
  }
};

// A test for each of the large families, so that they run beside each other.
TEST_F(CatalogueWalks, OfBusiness) {
  Walk([](absl::string_view family) { return family == "business"; });
}

TEST_F(CatalogueWalks, OfFamily) {
  Walk([](absl::string_view family) { return family == "family"; });
}

TEST_F(CatalogueWalks, OfRights) {
  Walk([](absl::string_view family) { return family == "rights"; });
}

TEST_F(CatalogueWalks, OfAllOthers) {
  const std::set<absl::string_view> large = {"business", "family", "rights"};
  Walk([&](absl::string_view family) { return !large.contains(family); });
}

}  // namespace
}  // namespace arasha
