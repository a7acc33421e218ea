#include "services/cases/cases_service.h"

#include "services/cases/operations.h"

namespace arasha::cases {

CasesService::CasesService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("CreateCase", &cases::CreateCase);
  Serve("GetCase", &cases::GetCase);
  Serve("ExplainDeadline", &cases::ExplainDeadline);
  Serve("ListCases", &cases::ListCases);
  Serve("UpdateCase", &cases::UpdateCase);
  Serve("TransitionCase", &cases::TransitionCase);
  Serve("ApproveTransition", &cases::ApproveTransition);
  Serve("RefuseTransition", &cases::RefuseTransition);
  Serve("ListApprovals", &cases::ListApprovals);
  Serve("AssignCase", &cases::AssignCase);
  Serve("AddEntry", &cases::AddEntry);
  Serve("CorrectEntry", &cases::CorrectEntry);
  Serve("ExtendDeadline", &cases::ExtendDeadline);
  Serve("WaiveDeadline", &cases::WaiveDeadline);
  Serve("MigrateCaseType", &cases::MigrateCaseType);
  Serve("HoldCase", &cases::HoldCase);
  Serve("ReleaseHold", &cases::ReleaseHold);
  Serve("ListEntries", &cases::ListEntries);
  Serve("AddParty", &cases::AddParty);
  Serve("UpdateParty", &cases::UpdateParty);
  Serve("RemoveParty", &cases::RemoveParty);
  Serve("AddRow", &cases::AddRow);
  Serve("UpdateRow", &cases::UpdateRow);
  Serve("RemoveRow", &cases::RemoveRow);
}

}  // namespace arasha::cases
