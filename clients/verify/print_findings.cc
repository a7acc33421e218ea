#include "clients/verify/print_findings.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/print/grid.h"
#include "clients/print/print_csv.h"
#include "clients/text/times.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kTrue:
      return "true";
    case Verdict::kCannotTell:
      return "cannot_tell";
    case Verdict::kTampered:
      return "tampered";
  }
  return "";
}

Tone VerdictTone(Verdict verdict) {
  switch (verdict) {
    case Verdict::kTrue:
      return Tone::kGood;
    case Verdict::kCannotTell:
      return Tone::kWarning;
    case Verdict::kTampered:
      return Tone::kBad;
  }
  return Tone::kPlain;
}

std::string FindingText(const Finding& finding, const Texts& messages) {
  Texts::Parameters parameters = finding.parameters;
  if (const auto which = parameters.find("which"); which != parameters.end()) {
    which->second = messages.Text(which->second);
  }
  if (const auto action = parameters.find("action"); action != parameters.end()) {
    const std::string key = absl::StrCat("action.", action->second);
    if (messages.Has(key)) action->second = messages.Text(key);
  }
  if (const auto kind = parameters.find("kind"); kind != parameters.end()) {
    const bool of_case = parameters.contains("case") && kind->second != "case";
    if (const auto number = parameters.find("number"); number != parameters.end()) {
      // Where the case's own row is at fault, its number may be, too.
      if (of_case) {
        parameters["case"] = number->second;
      } else {
        parameters["key"] = absl::StrCat(number->second, " (", parameters["case"], ")");
      }
    }
    // A kind that came later than this client is shown as the log has it.
    const std::string key = absl::StrCat("row.", kind->second);
    if (messages.Has(key)) kind->second = messages.Text(key);
    parameters.emplace("row", messages.Text(of_case ? "row.of_case" : "row.of_no_case", parameters));
  }
  return messages.Text(absl::StrCat("finding.", finding.code), parameters);
}

std::string RootText(const rules::log::Checkpoint& checkpoint) {
  return absl::Base64Escape(rules::log::ToBytes(checkpoint.root));
}

}  // namespace

std::string TableText(const ExportReport& report, const TableStyle& style) {
  const Texts& messages = style.messages;
  const Findings& findings = report.findings;
  std::string text =
      absl::StrCat(Coloured(messages.Text(absl::StrCat("verdict.", VerdictName(findings.verdict()))),
                            VerdictTone(findings.verdict()), style.colour),
                   "\n");
  Grid grid{{{""}, {"", true}}, {}};
  const auto line = [&](absl::string_view label, std::string value) {
    grid.rows.push_back({{messages.Text(label)}, {std::move(value)}});
  };
  if (report.checkpoint) {
    line("label.origin", report.checkpoint->origin);
    line("label.size", absl::StrCat(report.checkpoint->size));
    line("label.root", RootText(*report.checkpoint));
  }
  line("label.leaves", report.start == 0
                           ? absl::StrCat(report.leaves)
                           : messages.Text("label.leaves_from", {{"count", absl::StrCat(report.leaves)},
                                                                 {"start", absl::StrCat(report.start)}}));
  line("label.rows", report.with_rows ? absl::StrCat(report.rows) : messages.Text("label.rows_none"));
  line("label.continues", report.continues ? absl::StrCat(*report.continues)
                          : report.since_kept.empty()
                              ? messages.Text("label.continues_none")
                              : messages.Text(absl::StrCat("label.continues_not.", report.since_kept)));
  for (const Cosignature& witness : report.witnesses) {
    line("label.witness",
         absl::StrCat(witness.name, " · ", LocalText(witness.time, style.zone), " · ", witness.size));
  }
  text += GridText(grid, style.columns, style.colour, 2);
  for (const Finding& finding : findings.kept()) {
    // Not cut to the terminal's width, since it is there to be read.
    absl::StrAppend(
        &text, Coloured(OneLine(FindingText(finding, messages)), VerdictTone(finding.verdict), style.colour),
        "\n");
  }
  const int64_t more = findings.count() - static_cast<int64_t>(findings.kept().size());
  if (more > 0)
    absl::StrAppend(&text, messages.Text("label.more_findings", {{"count", absl::StrCat(more)}}), "\n");
  return text;
}

std::string JsonText(const ExportReport& report, const Texts& messages) {
  nlohmann::ordered_json json = {{"verdict", VerdictName(report.findings.verdict())}};
  if (report.checkpoint) {
    json["origin"] = report.checkpoint->origin;
    json["size"] = report.checkpoint->size;
    json["root"] = RootText(*report.checkpoint);
  }
  json["start"] = report.start;
  json["leaves"] = report.leaves;
  if (report.with_rows) json["rows"] = report.rows;
  if (report.continues) json["continues"] = *report.continues;
  json["witnesses"] = nlohmann::ordered_json::array();
  for (const Cosignature& witness : report.witnesses) {
    json["witnesses"].push_back(
        {{"name", witness.name}, {"time", UtcText(witness.time)}, {"size", witness.size}});
  }
  json["findings"] = nlohmann::ordered_json::array();
  for (const Finding& finding : report.findings.kept()) {
    json["findings"].push_back({{"code", std::string(finding.code)},
                                {"verdict", VerdictName(finding.verdict)},
                                {"text", FindingText(finding, messages)},
                                {"parameters", finding.parameters}});
  }
  json["findingCount"] = report.findings.count();
  return HarmlessJson(json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace))
      .append("\n");
}

std::string CsvText(const ExportReport& report, const Texts& messages) {
  std::string text = CsvRow({"code", "verdict", "leaf", "case", "kind", "key", "version", "text"});
  for (const Finding& finding : report.findings.kept()) {
    const auto parameter = [&](const char* name) {
      const auto found = finding.parameters.find(name);
      return found == finding.parameters.end() ? std::string() : found->second;
    };
    text +=
        CsvRow({std::string(finding.code), VerdictName(finding.verdict), parameter("leaf"), parameter("case"),
                parameter("kind"), parameter("key"), parameter("version"), FindingText(finding, messages)});
  }
  return text;
}

}  // namespace arasha::clients
