#ifndef ARASHA_TESTS_SERVICES_CASES_CHRONOLOGY_FIXTURE_H_
#define ARASHA_TESTS_SERVICES_CASES_CHRONOLOGY_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {

// A server with a case that was received five days ago, whose times are changed.
class Chronology : public support::SharedServerTest {
 protected:
  // The refusal of these fields.
  static std::string Invalid(const std::string& fields) {
    return absl::StrCat("INVALID_ARGUMENT/INVALID_FIELD(", fields, ")");
  }
  // Within that year.
  static absl::Time Year(int year) {
    return absl::FromCivil(absl::CivilDay(year, 6, 1), absl::UTCTimeZone());
  }
  // As fields hold an instant, and a day.
  static std::string Text(absl::Time time) {
    return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
  }
  static std::string Day(absl::Time time) { return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone()); }

  void SetUp() override {
    SharedServerTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateCaseRequest request = support::OpenDetention();
    *request.mutable_case_()->mutable_received_time() = support::Stamp(received_);
    request.mutable_case_()
        ->mutable_details()
        ->mutable_fields()
        ->at("notified_time")
        .set_string_value(Text(received_));
    opened_ = Do(&v1::Cases::Stub::CreateCase, request);
  }
  const std::string& name() const { return opened_.name(); }

  // How an opening fares in which this was changed.
  template <typename Change>
  std::string Opening(const Change& change) {
    v1::CreateCaseRequest request = support::OpenDetention();
    change(*request.mutable_case_());
    return support::Line(Try(&v1::Cases::Stub::CreateCase, request));
  }
  // An opening of an abduction.
  std::string Abduction(const std::string& birth, const std::string& removal,
                        const std::string& subjects_birth = "") {
    v1::CreateCaseRequest request = support::OpenDetention();
    v1::Case& asked = *request.mutable_case_();
    asked.set_type("family.child_abduction");
    *asked.mutable_details() = support::Details(absl::StrCat(
        R"({"child_birth_date": ")", birth, R"(", "removal_date": ")", removal,
        R"(", "child_citizenship": "kazakhstan", "habitual_residence": "KZ", "removal_kind": "removal",
            "applicant_rights": "custody_by_law"})"));
    asked.mutable_parties(0)->set_birth_date(subjects_birth);
    asked.mutable_parties(0)->clear_iin();
    return support::Line(Try(&v1::Cases::Stub::CreateCase, request));
  }
  grpc::Status Move(const std::string& event, absl::Time happened) {
    v1::TransitionCaseRequest request = support::Transition(name(), event, "reason");
    *request.mutable_happened_time() = support::Stamp(happened);
    return Try(&v1::Cases::Stub::TransitionCase, request);
  }
  v1::AddEntryRequest Entry(v1::EntryKind kind, absl::Time happened) {
    v1::AddEntryRequest request = support::AddNote(name());
    request.mutable_entry()->set_kind(kind);
    if (kind == v1::ENTRY_KIND_NOTE_VERBALE) request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
    *request.mutable_entry()->mutable_happened_time() = support::Stamp(happened);
    return request;
  }
  std::string Update(const std::string& field, const std::string& value) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(name());
    (*request.mutable_case_()->mutable_details()->mutable_fields())[field].set_string_value(value);
    request.mutable_update_mask()->add_paths("details." + field);
    request.set_request_id(support::RequestId());
    return support::Line(Try(&v1::Cases::Stub::UpdateCase, request));
  }
  std::string Receive(absl::Time received) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(name());
    *request.mutable_case_()->mutable_received_time() = support::Stamp(received);
    request.mutable_update_mask()->add_paths("received_time");
    request.set_request_id(support::RequestId());
    return support::Line(Try(&v1::Cases::Stub::UpdateCase, request));
  }

  const absl::Time received_ = absl::Now() - absl::Hours(5 * 24);
  v1::Case opened_;
};

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_CASES_CHRONOLOGY_FIXTURE_H_
