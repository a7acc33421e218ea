#ifndef ARASHA_CLIENTS_PRINT_PRINT_TABLE_H_
#define ARASHA_CLIENTS_PRINT_PRINT_TABLE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/approval.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// How tables are made: in whose language and time zone, how wide at most, with colours or without. For each
// answer that people read, TableText() makes one so (see tables/); all its text is safe for a terminal.
struct TableStyle {
  const Texts& messages;
  absl::TimeZone zone;
  absl::Time now;
  std::optional<int> columns;
  bool colour;
  // The types concerned, whose labels stand in lists and timelines for ids of types, states and events;
  // without them, and for what they lack, the ids do.
  std::shared_ptr<const v1::ListCaseTypesResponse> types = nullptr;
  // The zones of missions, by resource name, for what belongs to several of them; `zone` of all others.
  std::map<std::string, absl::TimeZone> mission_zones = {};
  // Display names of parties by their resource names, for entries; of others nothing is shown.
  std::map<std::string, std::string> parties = {};
  // The correction of an entry that waits for a second person, for the timeline; its entry is empty if none
  // does.
  v1::Correction proposed = {};
  // Whether the case that is listed about is closed, while which its reminders rest.
  bool case_closed = false;
  // What lists show of their rows, by names of list_columns.h; what they show by themselves if empty.
  std::vector<std::string> fields = {};
  // Whether a heading above says the offset already.
  bool offset_above = false;
  // Whether lists are made for a spreadsheet, see print_spreadsheet.h. It sorts times only if each is one and
  // nothing besides, so that their heading names the zone by whose clock they are, in summer and winter.
  bool spreadsheet = false;

  // A time under a heading that says the offset, or in a list that does so: `2026-11-24 14:05`. Its own
  // offset is added only where another holds, as in summer; not in a spreadsheet.
  std::string TimeText(const google::protobuf::Timestamp& timestamp) const;
  // Its day alone: `2026-11-24`.
  std::string DateText(const google::protobuf::Timestamp& timestamp) const;
  // A time that stands for itself, with its offset, unless a heading above says that.
  std::string FullTimeText(const google::protobuf::Timestamp& timestamp) const;
  // `Europe/Istanbul`, or the offset, where that was asked for and has no other name.
  std::string ZoneName() const;
  // A heading over times, with their offset: `DUE (UTC+03:00)`; in a spreadsheet with their zone.
  std::string ZonedTitle(absl::string_view key) const;
  // Text of several lines, each indented by so many blanks and parted where it is wider than `columns`.
  std::string Paragraph(const std::string& text, int indent) const;
  // What the catalogue says of a case type; if none is named, of all of them together.
  v1::CaseType TypeOf(absl::string_view id = "") const;
  // The labels of a state and of an event of a type.
  std::string StateText(const std::string& state, const v1::CaseType& type) const;
  std::string EventText(const std::string& event, const v1::CaseType& type) const;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_PRINT_TABLE_H_
