#include "tests/support/samples.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/postgres/encoding.h"

namespace arasha::support {

std::string RequestId() { return storage::NewUid(absl::Now()); }

google::protobuf::Timestamp Stamp(absl::Time time) { return ToTimestamp(time); }

google::protobuf::Struct Details(const std::string& json) {
  google::protobuf::Struct details;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &details).ok()) << json;
  return details;
}

v1::CreateCaseRequest OpenDetention(const std::string& mission) {
  v1::CreateCaseRequest request;
  request.set_parent("missions/" + mission);
  request.set_request_id(RequestId());
  v1::Case& asked = *request.mutable_case_();
  asked.set_type("rights.detention");
  asked.set_summary("A citizen is held at the border.");
  *asked.mutable_details() = Details(R"({"notified_time": "2026-11-20T09:00:00+03:00",
    "place_of_detention": "Kapıkule", "custody_status": "police_custody"})");
  v1::Party& subject = *asked.add_parties();
  subject.set_role(v1::PARTY_ROLE_SUBJECT);
  subject.set_display_name("Ержан Сағындықов");
  subject.set_iin("910214309989");
  subject.set_birth_date("1991-02-14");
  v1::Party& kin = *asked.add_parties();
  kin.set_role(v1::PARTY_ROLE_NEXT_OF_KIN);
  kin.set_display_name("Мәриям Сағындықова");
  kin.set_phone("+77000000001");
  return request;
}

v1::AddEntryRequest AddNote(const std::string& case_name, const std::string& text) {
  v1::AddEntryRequest request;
  request.set_parent(case_name);
  request.set_request_id(RequestId());
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE);
  request.mutable_entry()->set_text(text);
  return request;
}

v1::AddEntryRequest AddCall(const std::string& case_name) {
  v1::AddEntryRequest request = AddNote(case_name, "");
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_CONTACT);
  request.mutable_entry()->set_channel(v1::CONTACT_CHANNEL_PHONE);
  return request;
}

v1::AddEntryRequest Tick(const std::string& case_name, const std::string& item) {
  v1::AddEntryRequest request = AddNote(case_name, "");
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_CHECK);
  request.mutable_entry()->set_check_item(item);
  return request;
}

v1::AddPartyRequest AddLawyer(const std::string& case_name) {
  v1::AddPartyRequest request;
  request.set_parent(case_name);
  request.set_request_id(RequestId());
  request.mutable_party()->set_role(v1::PARTY_ROLE_LAWYER);
  request.mutable_party()->set_display_name("Mehmet Yılmaz");
  return request;
}

v1::TransitionCaseRequest Transition(const std::string& case_name, const std::string& event,
                                     const std::string& text) {
  v1::TransitionCaseRequest request;
  request.set_name(case_name);
  request.set_event(event);
  request.set_text(text);
  request.set_request_id(RequestId());
  return request;
}

v1::ApproveTransitionRequest Approve(const v1::Case& proposed) {
  v1::ApproveTransitionRequest request;
  request.set_name(proposed.pending_approval().name());
  request.set_request_id(RequestId());
  return request;
}

v1::AssignCaseRequest Assign(const std::string& case_name, const std::string& assignee) {
  v1::AssignCaseRequest request;
  request.set_name(case_name);
  request.set_assignee(assignee);
  request.set_request_id(RequestId());
  return request;
}

v1::UpdateCaseRequest UpdateSummary(const std::string& case_name, const std::string& summary) {
  v1::UpdateCaseRequest request;
  request.mutable_case_()->set_name(case_name);
  request.mutable_case_()->set_summary(summary);
  request.mutable_update_mask()->add_paths("summary");
  request.set_request_id(RequestId());
  return request;
}

v1::UpdateCaseRequest AskedToday(const std::string& case_name) {
  v1::UpdateCaseRequest request;
  request.mutable_case_()->set_name(case_name);
  (*request.mutable_case_()->mutable_details()->mutable_fields())["appeal_received_date"].set_string_value(
      absl::FormatTime("%Y-%m-%d", absl::Now(), absl::UTCTimeZone()));
  request.mutable_update_mask()->add_paths("details.appeal_received_date");
  request.set_request_id(RequestId());
  return request;
}

v1::AddEntryRequest AskHost(const std::string& case_name) {
  v1::AddEntryRequest request = AddNote(case_name, "access was asked for");
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
  request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
  return request;
}

v1::ExtendDeadlineRequest Extend(const std::string& case_name, const std::string& rule, int days,
                                 const std::string& reason) {
  v1::ExtendDeadlineRequest request;
  request.set_name(case_name);
  request.set_rule(rule);
  request.mutable_by()->set_days(days);
  request.set_reason(reason);
  request.set_request_id(RequestId());
  return request;
}

v1::WaiveDeadlineRequest Waive(const std::string& case_name, const std::string& rule,
                               const std::string& reason) {
  v1::WaiveDeadlineRequest request;
  request.set_name(case_name);
  request.set_rule(rule);
  request.set_reason(reason);
  request.set_request_id(RequestId());
  return request;
}

v1::RemovePartyRequest RemoveParty(const std::string& party_name) {
  v1::RemovePartyRequest request;
  request.set_name(party_name);
  request.set_reason("entered by mistake");
  request.set_request_id(RequestId());
  return request;
}

v1::AddRowRequest AddHearing(const std::string& case_name, const std::string& held_on,
                             const std::string& court) {
  v1::AddRowRequest request;
  request.set_parent(case_name);
  request.mutable_row()->set_group("hearings");
  auto& fields = *request.mutable_row()->mutable_details()->mutable_fields();
  fields["held_on"].set_string_value(held_on);
  fields["court"].set_string_value(court);
  request.set_request_id(RequestId());
  return request;
}

v1::UpdateRowRequest UpdateRow(const std::string& row_name, const std::string& details) {
  v1::UpdateRowRequest request;
  request.mutable_row()->set_name(row_name);
  *request.mutable_row()->mutable_details() = Details(details);
  for (const auto& [field, value] : request.row().details().fields()) {
    request.mutable_update_mask()->add_paths("details." + field);
  }
  request.set_request_id(RequestId());
  return request;
}

v1::RemoveRowRequest RemoveRow(const std::string& row_name) {
  v1::RemoveRowRequest request;
  request.set_name(row_name);
  request.set_reason("entered twice");
  request.set_request_id(RequestId());
  return request;
}

v1::CreateReminderRequest Remind(const std::string& case_name, const std::string& text) {
  v1::CreateReminderRequest request;
  request.set_parent(case_name);
  request.mutable_reminder()->set_text(text);
  *request.mutable_reminder()->mutable_due_time() = Stamp(absl::Now() + absl::Hours(24));
  request.set_request_id(RequestId());
  return request;
}

v1::GetCaseRequest Get(const std::string& case_name) {
  v1::GetCaseRequest request;
  request.set_name(case_name);
  return request;
}

v1::ListEntriesRequest ListEntries(const std::string& case_name) {
  v1::ListEntriesRequest request;
  request.set_parent(case_name);
  return request;
}

v1::ListCasesRequest ListCases(const std::string& parent, const std::string& filter) {
  v1::ListCasesRequest request;
  request.set_parent(parent);
  request.set_filter(filter);
  return request;
}

v1::HoldCaseRequest Hold(const std::string& case_name) {
  v1::HoldCaseRequest request;
  request.set_name(case_name);
  request.set_reason("the court asked for the file");
  request.set_request_id(RequestId());
  return request;
}

}  // namespace arasha::support
