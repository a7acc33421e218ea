#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/commands/options.h"
#include "clients/commands/uuid_part.h"
#include "clients/print/tables/print_erasures.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

constexpr int kMostLists = 100'000;
// As many as a list may have.
constexpr int kMostCases = 500;
constexpr absl::string_view kListCollection = "erasureLists/";

struct KeepOptions {
  std::string list;
  std::string case_name;
  std::string until;
  std::string reason;
};

// The list that was typed: its full name, its uuid, or a part of that, among those of the mission.
absl::StatusOr<std::string> ErasureListOf(Session& session, const std::string& typed) {
  if (absl::StartsWith(typed, kListCollection)) return typed;
  if (!IsPartOfUuid(typed)) return absl::StrCat(kListCollection, typed);
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return mission.status();
  v1::ListErasureListsRequest request;
  request.set_parent(*mission);
  const auto listed = ReadPages(session.api(), request, {.largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  const std::vector<std::string> found = NamesWith(typed, listed->rows.erasure_lists());
  if (found.size() > 1) return UsageError("usage.erasure_list_ambiguous", {{"list", typed}});
  if (found.empty()) return NotFoundError("usage.no_erasure_list", {{"list", typed}});
  return found.front();
}

absl::Status Draw(Session& session, int limit) {
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return mission.status();
  v1::DrawErasureListRequest request;
  request.set_parent(*mission);
  request.set_max_cases(limit);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::ErasureList> list = session.api().Call(request);
  if (!list.ok()) return list.status();
  session.Print(*list);
  return absl::OkStatus();
}

absl::Status List(Session& session, int limit) {
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return mission.status();
  v1::ListErasureListsRequest request;
  request.set_parent(*mission);
  const auto listed = ReadPages(session.api(), request, {.limit = limit, .largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  session.Print(listed->rows);
  if (listed->more) NoteMoreRows(session, listed->rows);
  return absl::OkStatus();
}

absl::StatusOr<v1::ErasureList> Fetch(Session& session, const std::string& typed) {
  const absl::StatusOr<std::string> name = ErasureListOf(session, typed);
  if (!name.ok()) return name.status();
  v1::GetErasureListRequest request;
  request.set_name(*name);
  return session.api().Call(request);
}

absl::Status Show(Session& session, const std::string& typed) {
  const absl::StatusOr<v1::ErasureList> list = Fetch(session, typed);
  if (!list.ok()) return list.status();
  session.Print(*list);
  return absl::OkStatus();
}

absl::Status Certificate(Session& session, const std::string& typed) {
  const absl::StatusOr<v1::ErasureList> list = Fetch(session, typed);
  if (!list.ok()) return list.status();
  if (list->state() != v1::ERASURE_LIST_STATE_DONE) return UsageError("usage.erasure_list_not_done");
  session.LearnZone(list->time_zone());
  session.Print(*list, [&] { return CertificateText(*list, session.LabelledStyle(TypesOf(*list))); });
  return absl::OkStatus();
}

absl::Status Keep(Session& session, const KeepOptions& options) {
  const absl::StatusOr<std::string> name = ErasureListOf(session, options.list);
  if (!name.ok()) return name.status();
  const absl::StatusOr<std::string> case_name = session.Case(options.case_name);
  if (!case_name.ok()) return case_name.status();
  const auto until = session.TimeOf(options.until, TimeUse::kExpiry);
  if (!until.ok()) return until.status();
  v1::KeepCaseRequest request;
  request.set_name(*name);
  request.set_case_(*case_name);
  *request.mutable_keep_until() = *until;
  request.set_reason(session.TextOf(options.reason));
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::ErasureList> list = session.api().Call(request);
  if (!list.ok()) return list.status();
  session.Print(*list);
  return absl::OkStatus();
}

// Shows whoever is at the terminal the list that stands to be signed or approved, and asks whether to.
absl::Status ConfirmSignature(Session& session, const std::string& name, absl::string_view question) {
  if (!session.Interactive()) return absl::OkStatus();
  const absl::StatusOr<v1::ErasureList> list = Fetch(session, name);
  if (!list.ok()) return list.status();
  session.LearnZone(list->time_zone());
  *session.environment().err << TableText(*list, session.LabelledStyle(TypesOf(*list))) << "\n";
  const int erased = list->case_count() - list->kept_count();
  const absl::StatusOr<bool> sure =
      AskYesNo(session, session.messages().Text(question, {{"count", absl::StrCat(erased)}}));
  if (!sure.ok()) return sure.status();
  return *sure ? absl::OkStatus() : UsageError("usage.not_confirmed");
}

// Signs or approves.
template <typename Request>
absl::Status Sign(Session& session, const std::string& typed, absl::string_view question) {
  const absl::StatusOr<std::string> name = ErasureListOf(session, typed);
  if (!name.ok()) return name.status();
  if (absl::Status s = ConfirmSignature(session, *name, question); !s.ok()) return s;
  Request request;
  request.set_name(*name);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::ErasureList> list = session.api().Call(request);
  if (!list.ok()) return list.status();
  session.Print(*list);
  return absl::OkStatus();
}

absl::Status SignAsHead(Session& session, const std::string& typed) {
  return Sign<v1::SignErasureListRequest>(session, typed, "prompt.erasure_sign");
}

absl::Status Approve(Session& session, const std::string& typed) {
  return Sign<v1::ApproveErasureListRequest>(session, typed, "prompt.erasure_approve");
}

void AddOfList(CLI::App& erasures, Run& selected, const std::string& name, const std::string& description,
               absl::Status (*run)(Session&, const std::string&)) {
  CLI::App& command = AddCommand(erasures, name, description,
                                 {absl::StrCat("arasha erasure ", name, " 0193a1b2 --mission IST")});
  auto list = std::make_shared<std::string>();
  AddOption(command, "LIST", *list,
            "The list: its uuid, or four or more characters of its beginning or end (erasure list)")
      .Required()
      .Sets("name");
  OnSelect(command, selected, [list, run](Session& session) { return run(session, *list); });
}

void AddKeep(CLI::App& erasures, Run& selected) {
  CLI::App& command = AddCommand(
      erasures, "keep", "Keep a case of an erasure list longer, with a reason; heads may",
      {"arasha erasure keep 0193a1b2 IST-2026-000123 --until 31.12.2031 --reason \"A claim is pending\""});
  auto options = std::make_shared<KeepOptions>();
  AddOption(command, "LIST", options->list,
            "The list: its uuid, or four or more characters of its beginning or end (erasure list)")
      .Required()
      .Sets("name");
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("case");
  AddOption(command, "--until", options->until,
            "Until when, 31.12.2026, '31.12.2026 18:00', 14d (arasha help times)")
      .Required()
      .Sets("keep_until");
  AddOption(command, "--reason", options->reason,
            "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->reason, "label.reason")
      .Sets("reason");
  OnSelect(command, selected, [options](Session& session) { return Keep(session, *options); });
}

}  // namespace

void AddErasureCommands(CLI::App& root, Run& selected) {
  CLI::App& erasures = AddNoun(root, "erasure", "Draw up, sign and certify what is erased", "Cases");
  CLI::App& draw =
      AddCommand(erasures, "draw",
                 "Draw up which cases of a mission are due to be erased, in the place of a list not yet "
                 "approved; heads may",
                 {"arasha erasure draw --mission IST"});
  auto most = std::make_shared<int>(kMostCases);
  AddOption(draw, "--limit", *most, "At most so many cases").Range(1, kMostCases).Sets("max_cases");
  OnSelect(draw, selected, [most](Session& session) { return Draw(session, *most); });
  CLI::App& list = AddCommand(erasures, "list", "List a mission's erasure lists, newest first",
                              {"arasha erasure list --mission IST"});
  auto limit = std::make_shared<int>(20);
  AddLimit(list, *limit, kMostLists, "At most so many lists");
  OnSelectList<v1::ErasureList>(list, selected, [limit](Session& session) { return List(session, *limit); });
  AddOfList(erasures, selected, "show", "Show an erasure list with its cases", Show);
  AddKeep(erasures, selected);
  AddOfList(erasures, selected, "sign", "Sign an erasure list; heads may", SignAsHead);
  AddOfList(erasures, selected, "approve", "Approve an erasure list that somebody else signed", Approve);
  AddOfList(erasures, selected, "certificate",
            "Print the certificate of an erasure list that was carried out", Certificate);
}

}  // namespace arasha::clients
