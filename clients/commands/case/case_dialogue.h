#ifndef ARASHA_CLIENTS_COMMANDS_CASE_CASE_DIALOGUE_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_CASE_DIALOGUE_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/session/session.h"

namespace arasha::clients {

// The id of one of the catalogue's case types, asked for.
absl::StatusOr<std::string> AskCaseType(Session& session);

// The questions that a case which is to be opened leaves, put to the person at the terminal. First of all who
// it is about, for that is what the telephone call is about. Nothing that is answered is asked again, unless
// the server refused it.
class CaseDialogue {
 public:
  // What the server says of a case as far as it goes.
  using Check = std::function<absl::Status(const v1::Case&)>;

  CaseDialogue(Session& session, v1::CaseType type, v1::Case matter, Check check);

  // Whether the case lacks anything that it cannot be opened without.
  bool Lacking() const;

  // Asks for what is lacking; where anything was, also for what may be left empty.
  absl::Status Ask();

  // Takes out what the server refused, for Ask() to ask again. False if it refused anything that was not
  // asked for, or no field at all.
  bool Forget(const absl::Status& refusal);

  // Takes out the answer that the person wants to change, likewise; false if none.
  absl::StatusOr<bool> Correct();

  const v1::Case& matter() const { return matter_; }

 private:
  // Whether the case cannot be opened without this field, as far as its other fields are known.
  bool Needs(const v1::FieldRule& rule) const;
  // Asks for a party in this role, beginning with its name; adds none if that is left empty. Where the type
  // has one role that counts as this, the party has it.
  absl::Status AskParty(v1::PartyRole role, bool required);
  // Asks for whom the case cannot be opened without, by the roles of its type.
  absl::Status AskRequiredParties();
  // Adds the party of this name and asks what else is known of it.
  absl::Status AddParty(v1::Party party);
  // Whether somebody has this role of the type.
  bool HasRole(const std::string& id) const;
  absl::Status AskAboutParty(int index);
  // A number would tell. `company`: whether it looks like one, which an empty line then takes it for.
  absl::Status AskKind(v1::Party& party, bool company);
  absl::Status AskDetails(bool required);
  absl::Status AskPriority();

  // An answer, by its field in the request, and how the person knows it.
  struct Answer {
    std::string field;
    std::string label;
  };
  // Those that were asked for, in the order of the questions.
  std::vector<Answer> Answers() const;

  // Takes out one answer, by the field in the request; false if it was not asked for.
  bool Forget(const std::string& field);

  // Whether the server refuses the answer that has just set these fields; says why, if so. What is still
  // lacking is no fault of it.
  bool Refused(const std::vector<std::string>& fields);

  // Whether to ask: remembers that it was.
  bool First(const std::string& field) { return asked_.insert(field).second; }

  Session& session_;
  v1::CaseType type_;
  v1::Case matter_;
  Check check_;  // none once it could not be asked: the case as a whole is checked in any case
  bool asks_all_;
  bool asks_optional_ = false;
  std::set<std::string> asked_;  // paths in the request, `case.parties[0].phone`
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_CASE_DIALOGUE_H_
