#include "clients/errors/error_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "clients/text/names.h"
#include "clients/text/nearest.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

std::string ProblemKey(absl::string_view problem) { return absl::StrCat("problem.", problem); }

// The same of what a field of a request must be, where people type it otherwise than the API has it.
std::string TypedKey(absl::string_view problem, const Texts& messages) {
  std::string key = absl::StrCat("typed.", problem);
  return messages.Has(key) ? key : ProblemKey(problem);
}

// Texts about what is not found, by the collection that its name says it is of; what lies in another
// stands before it.
struct OfCollection {
  absl::string_view collection;
  absl::string_view key;
};

constexpr OfCollection kNotFound[] = {{"parties", "reason.NOT_FOUND_PARTY"},
                                      {"rows", "reason.NOT_FOUND_ROW"},
                                      {"entries", "reason.NOT_FOUND_ENTRY"},
                                      {"approvals", "reason.NOT_FOUND_APPROVAL"},
                                      {"reminders", "reason.NOT_FOUND_REMINDER"},
                                      {"warnings", "reason.NOT_FOUND_WARNING"},
                                      {"cases", "reason.NOT_FOUND_CASE"},
                                      // One that is named is no secret, but whether one works there is what
                                      // those without a role need told.
                                      {"missions", "reason.NOT_FOUND_MISSION"},
                                      {"roles", "reason.NOT_FOUND_ROLE"},
                                      {"staff", "reason.NOT_FOUND_PERSON"},
                                      {"partners", "reason.NOT_FOUND_PERSON"},
                                      {"accessGrants", "reason.NOT_FOUND_GRANT"},
                                      {"files", "reason.NOT_FOUND_REPORT_FILE"},
                                      {"reports", "reason.NOT_FOUND_REPORT"},
                                      {"reportSchedules", "reason.NOT_FOUND_SCHEDULE"},
                                      {"caseTypes", "reason.NOT_FOUND_TYPE"},
                                      {"checkpoints", "reason.NOT_FOUND_CHECKPOINT"}};

// Of a name as `missions/IST/cases/IST-2026-000123`; `reason.NOT_FOUND` if it is of no known collection.
absl::string_view NotFoundKey(absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  for (const OfCollection& kind : kNotFound) {
    // A collection stands before an id; those of partners have two parts.
    const auto last = segments.empty() ? segments.end() : segments.end() - 1;
    if (std::find(segments.begin(), last, kind.collection) != last) return kind.key;
  }
  return "reason.NOT_FOUND";
}

// What is not found; empty if the failure is another.
std::string NotFoundName(const Failure& failure) {
  const auto name = failure.metadata.find("name");
  return failure.local || failure.reason != "NOT_FOUND" || name == failure.metadata.end() ? "" : name->second;
}

// What gRPC says of a link that there is none, which it says in English alone.
struct OfLink {
  absl::string_view said;
  absl::string_view key;
};

constexpr absl::string_view kClosed = "code.CLOSED";
constexpr absl::string_view kNotTls = "code.NOT_TLS";
constexpr absl::string_view kOwnCertificate = "code.OWN_CERTIFICATE";

// The first that is said counts.
constexpr OfLink kLostLinks[] = {
    {"Connection refused", "code.REFUSED"},
    {"DNS resolution failed", "code.NO_HOST"},
    {"Domain name not found", "code.NO_HOST"},
    {"Name or service not known", "code.NO_HOST"},
    {"No route to host", "code.NO_ROUTE"},
    {"Network is unreachable", "code.NO_ROUTE"},
    // Also of a handshake that did not end: a server that is too slow for it has refused nothing.
    {"timed out", "code.DEADLINE_EXCEEDED"},
    {"Timeout occurred", "code.DEADLINE_EXCEEDED"},
    {"Handshake read failed", "code.DEADLINE_EXCEEDED"},
    {"is not in peer certificate", "code.HOST_NAME"},
    {"certificate verify failed", "code.CERTIFICATE"},
    // Told by the server, where it tells.
    {"alert unknown ca", kOwnCertificate},
    {"alert bad certificate", kOwnCertificate},
    {"alert unsupported certificate", kOwnCertificate},
    {"alert certificate", kOwnCertificate},
    {"wrong version number", kNotTls},
    {"http request", kNotTls},
    {"packet length too long", kNotTls},
    {"missing selected ALPN", kNotTls},
    {"andshake", "code.TLS"},
    // The server was there, and hung up: before it came to the handshake, being stopped, or on the
    // certificate, as TLS 1.3 has a client believe the handshake done before its certificate is looked at, so
    // that no reason reaches it.
    {"Socket closed", kClosed},
    {"Endpoint read failed", kClosed},
    {"Connection reset", kClosed},
    {"Broken pipe", kClosed},
    {"GOAWAY", kClosed},
    {"Stream removed", kClosed}};

absl::string_view KeyOfLostLink(const Failure& failure) {
  for (const OfLink& link : kLostLinks) {
    if (!absl::StrContains(failure.message, link.said)) continue;
    // A server that answered had accepted the certificate.
    return failure.cut_off && link.key == kClosed ? "code.CUT_OFF" : link.key;
  }
  return "code.UNAVAILABLE";
}

// Key of the failure's message: by the problem that the server names, else by reason, by code where none
// came, which is so when the answer is gRPC's own.
std::string KeyOf(const Failure& failure, const Texts& messages) {
  if (failure.local) return failure.reason;
  if (const auto problem = failure.metadata.find("problem"); problem != failure.metadata.end()) {
    if (messages.Has(ProblemKey(problem->second))) return ProblemKey(problem->second);
  }
  if (const std::string name = NotFoundName(failure); !name.empty()) return std::string(NotFoundKey(name));
  const std::string by_reason = absl::StrCat("reason.", failure.reason);
  if (!failure.reason.empty() && messages.Has(by_reason)) return by_reason;
  if (failure.code == "UNAVAILABLE" && failure.reason.empty()) return std::string(KeyOfLostLink(failure));
  const std::string by_code = absl::StrCat("code.", failure.code);
  return messages.Has(by_code) ? by_code : "code.OTHER";
}

// An instant that the server sends with the mission's offset, `2026-11-24T14:05:30+03:00`, as times are
// shown.
std::string TimeShown(const std::string& instant) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, instant, &time, &error)) return instant;
  // The parsed time knows no offset.
  return absl::StrCat(instant.substr(0, 10), " ", instant.substr(11, 5), instant.substr(19));
}

// Labels from the catalogue come in each language: `state.ru`. Puts that of ours in the place of the English
// one.
void TakeOwnLabels(const std::map<std::string, std::string>& given, const Texts& messages,
                   Texts::Parameters& parameters) {
  const std::string own = absl::StrCat(".", CodeOf(messages.language()));
  for (const auto& [name, label] : given) {
    if (absl::EndsWith(name, own)) parameters[name.substr(0, name.size() - own.size())] = label;
  }
}

Texts::Parameters ParametersOf(const Failure& failure, const CallFacts& facts, const Texts& messages) {
  Texts::Parameters parameters(failure.metadata.begin(), failure.metadata.end());
  parameters.emplace("endpoint", facts.endpoint);
  parameters.emplace("code", failure.code);
  TakeOwnLabels(failure.metadata, messages, parameters);
  if (failure.reason == "HELD_UP_BY_RULE") {
    const bool priority = parameters["field"] == "case.priority";
    parameters["value"] =
        messages.Text(absl::StrCat(priority ? "PRIORITY_" : "SENSITIVITY_", parameters["value"]));
  }
  if (failure.reason == "PROPOSAL_WAITS" || failure.reason == "PROPOSAL_LAPSED") {
    if (parameters["event"] == "correct") parameters["event"] = messages.Text("label.correction");
    parameters["proposed_by"] = std::string(ShortName(parameters["proposed_by"]));
  }
  if (const auto until = parameters.find("until"); until != parameters.end()) {
    until->second = TimeShown(until->second);
  }
  // Some parameters are themselves keys of messages: which file it was.
  if (const auto what = parameters.find("what"); what != parameters.end()) {
    what->second = messages.Text(what->second);
  }
  // What is not found is told as it is typed, which of partners is the whole name.
  if (const std::string name = NotFoundName(failure); !name.empty() && !absl::StartsWith(name, "partners/")) {
    parameters["name"] = std::string(ShortName(name));
  }
  // Roles are told by name.
  if (const auto roles = parameters.find("roles"); roles != parameters.end()) {
    const auto label = [&](std::string* out, absl::string_view role) {
      *out += messages.Text(absl::StrCat("role.", role));
    };
    roles->second = absl::StrJoin(absl::StrSplit(roles->second, ", "), ", ", label);
  }
  return parameters;
}

// Values of the API's enums as options write them: NEXT_OF_KIN is next-of-kin.
std::string AsTyped(const std::string& values) {
  if (std::any_of(values.begin(), values.end(), [](unsigned char c) { return absl::ascii_islower(c); }))
    return values;
  return absl::StrReplaceAll(absl::AsciiStrToLower(values), {{"_", "-"}});
}

std::string ViolationText(const Failure::Violation& violation, const Texts& messages) {
  std::string key = TypedKey(violation.problem, messages);
  if (!messages.Has(key)) return violation.description;
  Texts::Parameters parameters(violation.parameters.begin(), violation.parameters.end());
  TakeOwnLabels(violation.parameters, messages, parameters);
  // When a case was received has an option of its own, where fields of its type have --set.
  if (violation.problem == "before_known" && parameters["other"] == "received_time") {
    key = "typed.before_known_receipt";
  }
  if (violation.problem == "proposal_in_the_way" && parameters["event"].empty()) {
    parameters["event"] = messages.Text("label.correction");
  }
  if (const auto values = parameters.find("values"); values != parameters.end()) {
    values->second = AsTyped(values->second);
  }
  // Staff and grants are typed without their collection, as the help says, and a uuid is shown by one.
  if (const auto form = parameters.find("form"); form != parameters.end()) {
    form->second = absl::StrReplaceAll(
        form->second,
        {{"staff/", ""}, {"accessGrants/", ""}, {"{uuid}", "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"}});
  }
  return messages.Text(key, parameters);
}

// What may have been meant by a word that is none of the values; empty if nothing comes near. Staff are typed
// without their collection.
std::string Suggestion(const std::string& typed, absl::string_view values, const Texts& messages) {
  const std::string typable = absl::StrReplaceAll(values, {{"staff/", ""}});
  const std::vector<std::string> nearest =
      Nearest(absl::StripPrefix(typed, "staff/"), absl::StrSplit(typable, ", "));
  if (nearest.empty()) return "";
  return messages.Text("error.did_you_mean", {{"nearest", absl::StrJoin(nearest, ", ")}});
}

// A write that got no answer may have been done.
bool OutcomeUnknown(const Failure& failure) {
  return failure.exit_code == ExitCode::kUnavailable || failure.exit_code == ExitCode::kInterrupted;
}

}  // namespace

std::string Headline(const Failure& failure, const CallFacts& facts, const Texts& messages) {
  const std::string key = KeyOf(failure, messages);
  if (failure.metadata.contains("problem") && key != ProblemKey(failure.metadata.at("problem")))
    return failure.message;
  return messages.Text(key, ParametersOf(failure, facts, messages));
}

std::string RepeatText(const std::string& request_id, const Texts& messages) {
  return absl::StrCat("  ", messages.Text("error.repeat", {{"request_id", OneLine(request_id)}}), "\n");
}

std::string ErrorText(const Failure& failure, const CallFacts& facts, const Texts& messages) {
  const std::string key = KeyOf(failure, messages);
  const Texts::Parameters parameters = ParametersOf(failure, facts, messages);
  std::string text = absl::StrCat("arasha: ", OneLine(Headline(failure, facts, messages)), "\n");
  const auto suggest = [&](const std::string& typed, absl::string_view values) {
    const std::string suggestion = OneLine(Suggestion(typed, values, messages));
    if (!suggestion.empty()) absl::StrAppend(&text, "  ", suggestion, "\n");
  };
  for (const Failure::Violation& violation : failure.violations) {
    // What has a label of its own needs no path before it.
    const std::string place = violation.flag.empty() ? violation.field : violation.flag;
    absl::StrAppend(&text, "  ",
                    violation.parameters.contains("label") ? "" : absl::StrCat(OneLine(place), ": "),
                    OneLine(ViolationText(violation, messages)),
                    violation.name.empty() ? "" : absl::StrCat(" (", OneLine(violation.name), ")"), "\n");
    if (violation.parameters.contains("given") && violation.parameters.contains("values")) {
      suggest(violation.parameters.at("given"), violation.parameters.at("values"));
    }
  }
  if (failure.reason == "TRANSITION_NOT_ALLOWED" && failure.metadata.contains("allowed")) {
    suggest(failure.metadata.at("event"), failure.metadata.at("allowed"));
  }
  // What a server said that knows reasons that this client does not, or gRPC, which speaks English.
  const bool read = !failure.reason.empty() || messages.language() == Language::kEn;
  if (absl::StartsWith(key, "code.") && read && failure.violations.empty() && !failure.message.empty()) {
    absl::StrAppend(&text, "  ", messages.Text("error.cause", {{"text", OneLine(failure.message)}}), "\n");
  }
  if (facts.asked_again) return absl::StrCat(text, "  ", messages.Text("error.asked_again"), "\n");
  if (std::any_of(failure.violations.begin(), failure.violations.end(),
                  [](const Failure::Violation& violation) {
                    return absl::StrContains(violation.field, ".details");
                  })) {
    absl::StrAppend(&text, "  ", messages.Text("error.type_fields"), "\n");
  }
  if (std::any_of(failure.violations.begin(), failure.violations.end(),
                  [](const Failure::Violation& violation) { return violation.field == "case.type"; })) {
    absl::StrAppend(&text, "  ", messages.Text("error.case_types"), "\n");
  }
  const bool parsing = failure.local && failure.metadata.contains("command");
  for (const std::string& said : {key, parsing ? "usage.parse" : absl::StrCat("reason.", failure.reason)}) {
    if (!messages.Has(said + ".remedy")) continue;
    absl::StrAppend(&text, "  ", OneLine(messages.Text(said + ".remedy", parameters)), "\n");
    break;
  }
  if (!facts.request_id.empty() && OutcomeUnknown(failure)) {
    absl::StrAppend(&text, failure.unsent ? absl::StrCat("  ", messages.Text("error.unsent"), "\n")
                                          : RepeatText(facts.request_id, messages));
  }
  return text;
}

std::string ErrorJson(const Failure& failure, const CallFacts& facts, const Texts& messages) {
  nlohmann::ordered_json error = {
      {"code", failure.code}, {"reason", failure.reason}, {"message", Headline(failure, facts, messages)}};
  if (!failure.message.empty()) error["serverMessage"] = failure.message;
  error["violations"] = nlohmann::ordered_json::array();
  for (const Failure::Violation& violation : failure.violations) {
    error["violations"].push_back({{"field", violation.field},
                                   {"flag", violation.flag},
                                   {"description", ViolationText(violation, messages)},
                                   {"problem", violation.problem}});
  }
  if (!failure.metadata.empty()) error["metadata"] = failure.metadata;
  if (!facts.request_id.empty()) error["requestId"] = facts.request_id;
  return HarmlessJson(nlohmann::ordered_json({{"error", error}})
                          .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace))
      .append("\n");
}

}  // namespace arasha::clients
