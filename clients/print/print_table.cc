#include "clients/print/print_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/text/times.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {

std::string TableStyle::TimeText(const google::protobuf::Timestamp& timestamp) const {
  const absl::Time time = ToTime(timestamp);
  if (!spreadsheet && zone.At(time).offset != zone.At(now).offset) return LocalText(time, zone);
  return absl::FormatTime("%Y-%m-%d %H:%M", time, zone);
}

std::string TableStyle::DateText(const google::protobuf::Timestamp& timestamp) const {
  return absl::FormatTime("%Y-%m-%d", ToTime(timestamp), zone);
}

v1::CaseType TableStyle::TypeOf(absl::string_view id) const {
  v1::CaseType all;
  if (types == nullptr) return all;
  for (const v1::CaseType& type : types->case_types()) {
    if (type.id() == id) return type;
    if (id.empty()) all.MergeFrom(type);
  }
  return all;
}

std::string TableStyle::StateText(const std::string& state, const v1::CaseType& type) const {
  for (const v1::StateRule& rule : type.states()) {
    if (rule.id() == state) return messages.Text(rule.label(), state);
  }
  return state;
}

std::string TableStyle::EventText(const std::string& event, const v1::CaseType& type) const {
  for (const v1::TransitionRule& rule : type.transitions()) {
    if (rule.id() == event) return messages.Text(rule.label(), event);
  }
  // That of opening is in no type.
  if (types != nullptr && event == "open") return messages.Text("event.open");
  return event;
}

std::string TableStyle::FullTimeText(const google::protobuf::Timestamp& timestamp) const {
  return offset_above ? TimeText(timestamp) : LocalText(ToTime(timestamp), zone);
}

std::string TableStyle::Paragraph(const std::string& text, int indent) const {
  std::string paragraph;
  for (const absl::string_view line : absl::StrSplit(Lines(text), '\n')) {
    for (const std::string& part : Wrapped(line, columns ? *columns - indent : DisplayWidth(line))) {
      absl::StrAppend(&paragraph, std::string(static_cast<size_t>(indent), ' '), part, "\n");
    }
  }
  return paragraph;
}

std::string TableStyle::ZoneName() const {
  const bool named = zone != absl::UTCTimeZone() && zone != absl::FixedTimeZone(zone.At(now).offset);
  return named ? zone.name() : OffsetText(now, zone);
}

std::string TableStyle::ZonedTitle(absl::string_view key) const {
  return absl::StrCat(messages.Text(key), " (", spreadsheet ? ZoneName() : OffsetText(now, zone), ")");
}

}  // namespace arasha::clients
