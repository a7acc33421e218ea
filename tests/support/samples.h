#ifndef ARASHA_TESTS_SUPPORT_SAMPLES_H_
#define ARASHA_TESTS_SUPPORT_SAMPLES_H_

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "absl/time/time.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/reminders.pb.h"

// Requests that a server accepts, for tests to send as they are or with one thing changed.
namespace arasha::support {

// A fresh UUID.
std::string RequestId();

google::protobuf::Timestamp Stamp(absl::Time time);

google::protobuf::Struct Details(const std::string& json);

// Opens a detention at the mission, with a subject and a next of kin.
v1::CreateCaseRequest OpenDetention(const std::string& mission = "IST");

v1::AddEntryRequest AddNote(const std::string& case_name, const std::string& text = "a note");

// A telephone call to whomever.
v1::AddEntryRequest AddCall(const std::string& case_name);

// Ticks an item of the checklist.
v1::AddEntryRequest Tick(const std::string& case_name, const std::string& item);

v1::AddPartyRequest AddLawyer(const std::string& case_name);

v1::TransitionCaseRequest Transition(const std::string& case_name, const std::string& event,
                                     const std::string& text = "");

// Approves what waits on the case.
v1::ApproveTransitionRequest Approve(const v1::Case& proposed);

v1::AssignCaseRequest Assign(const std::string& case_name, const std::string& assignee);

// Sets the summary.
// Somebody made a request in the matter, so that a reply is due.
v1::UpdateCaseRequest AskedToday(const std::string& case_name);
// A note verbale to the host state, whose reply a detention waits for.
v1::AddEntryRequest AskHost(const std::string& case_name);
v1::ExtendDeadlineRequest Extend(const std::string& case_name, const std::string& rule, int days,
                                 const std::string& reason = "facts are to be checked");
v1::WaiveDeadlineRequest Waive(const std::string& case_name, const std::string& rule,
                               const std::string& reason = "owed no more");
v1::UpdateCaseRequest UpdateSummary(const std::string& case_name, const std::string& summary = "corrected");

v1::RemovePartyRequest RemoveParty(const std::string& party_name);

// A hearing of a detention.
v1::AddRowRequest AddHearing(const std::string& case_name, const std::string& held_on = "2026-11-20",
                             const std::string& court = "Sulh Ceza");
// Sets fields of a row, by JSON.
v1::UpdateRowRequest UpdateRow(const std::string& row_name, const std::string& details);
v1::RemoveRowRequest RemoveRow(const std::string& row_name);

// Tomorrow, of the caller.
v1::CreateReminderRequest Remind(const std::string& case_name, const std::string& text = "ask again");

v1::GetCaseRequest Get(const std::string& case_name);
v1::ListEntriesRequest ListEntries(const std::string& case_name);
v1::ListCasesRequest ListCases(const std::string& parent, const std::string& filter = "");

// Puts a case on legal hold.
v1::HoldCaseRequest Hold(const std::string& case_name);

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_SAMPLES_H_
