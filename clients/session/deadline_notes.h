#ifndef ARASHA_CLIENTS_SESSION_DEADLINE_NOTES_H_
#define ARASHA_CLIENTS_SESSION_DEADLINE_NOTES_H_

#include <string>

#include "clients/session/session.h"
#include "google/protobuf/timestamp.pb.h"

namespace arasha::clients {

// After a write on a case (full name), below its table: the deadlines that were met by what happened then,
// and the one that is due next. Reads the case anew; says nothing if it cannot, or if the answer is for
// programs.
void PrintDeadlinesAfter(Session& session, const std::string& case_name,
                         const google::protobuf::Timestamp& happened_time);

// Prints an entry of a case of this type, its details by the labels of the type, which is fetched for a table
// only.
void PrintEntry(Session& session, const std::string& type, const v1::Entry& entry);

// Prints an entry that was added to a case, and the same below it. The case is read first: it says in which
// zone times are shown, so that all are in the same, whatever else the link lets fail.
void PrintEntryAndDeadlines(Session& session, const std::string& case_name, const v1::Entry& entry);

// The same after a correction, which can undo what an entry did: the state, if it is another now, and which
// deadlines began, fell away, moved, are met or no longer met, compared with the case before it.
void PrintChanges(Session& session, const v1::Case& before);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_SESSION_DEADLINE_NOTES_H_
