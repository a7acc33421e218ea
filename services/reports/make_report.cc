#include "services/reports/make_report.h"

#include <algorithm>

#include "services/reports/frame.h"
#include "services/reports/kinds/kinds.h"
#include "services/rules/catalogue/case_type.h"
#include "storage/reports/report_names.h"

namespace arasha::reports {
namespace {

// What of the work is counting leaves, in percent; the rest is reading figures.
constexpr int kCountingPercent = 90;

absl::StatusOr<std::unique_ptr<const Names>> ReadNames(storage::Connection& reporter, const Texts& texts,
                                                       const Names::DisplayName& display_name) {
  auto missions = storage::ReadMissionNames(reporter);
  if (!missions.ok()) return missions.status();
  auto definitions = storage::ReadCaseTypes(reporter);
  if (!definitions.ok()) return definitions.status();
  std::vector<v1::CaseType> types;
  for (const std::string& definition : *definitions) {
    auto type = rules::ParseCaseType(definition);
    if (!type.ok()) return absl::InternalError(type.status().message());
    types.push_back(*std::move(type));
  }
  return std::make_unique<const Names>(texts, *std::move(missions), std::move(types), display_name);
}

// Counts all stretches of the log in order.
absl::Status CountLeaves(storage::Connection& reporter, const storage::LeafSelection& filter,
                         const storage::LeafPlaces& places, const Progress& progress, MadeReport& made) {
  for (int64_t at = places.first; at < places.end; at += storage::kLeafStretch) {
    const int64_t end = std::min(places.end, at + storage::kLeafStretch);
    auto tally = storage::TallyLeaves(reporter, filter, {at, end}, made.order.zone);
    if (!tally.ok()) return tally.status();
    made.leaves.Add(*tally);
    const int64_t percent = kCountingPercent * (end - places.first) / (places.end - places.first);
    if (!progress(static_cast<int>(percent))) return absl::CancelledError("the report was cancelled");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<MadeReport>> MakeReport(storage::Connection& reporter,
                                                       const storage::ServerKeys& keys, const Order& order,
                                                       const Names::DisplayName& display_name,
                                                       const Progress& progress) {
  auto made = std::make_unique<MadeReport>(order);
  auto head = storage::ReadLogHead(reporter);
  if (!head.ok()) return head.status();
  if (!*head) return absl::FailedPreconditionError("the audit log has no checkpoint yet");
  auto names = ReadNames(reporter, made->texts, display_name);
  if (!names.ok()) return names.status();
  made->names = *std::move(names);
  made->document.checkpoint = {(*head)->origin, (*head)->size, (*head)->root, (*head)->note};

  const storage::LeafSelection filter = SourceFilter(order);
  auto places = storage::FindLeafPlaces(reporter, filter.start, filter.end, (*head)->size);
  if (!places.ok()) return places.status();
  if (absl::Status s = CountLeaves(reporter, filter, *places, progress, *made); !s.ok()) return s;
  made->document.source = made->leaves.Source(FilterJson(filter));

  AddFrame(order, made->texts, *made->names, made->document);
  // Between the first and the last that matched there is nothing else to look for.
  const storage::LeafPlaces found = {std::max<int64_t>(made->document.source.first_index, 0),
                                     made->document.source.last_index + 1};
  const KindContext context = {order, made->texts, *made->names, made->leaves,
                               std::make_shared<LeafSpool>([&reporter, filter, found](LeafSink sink) {
                                 return storage::ListLeaves(reporter, filter, found, sink);
                               })};
  if (absl::Status s = AddKind(reporter, keys, context, filter, found, made->document); !s.ok()) return s;
  // A share or a median of nothing has no place on the cover.
  std::erase_if(made->document.headlines,
                [](const Headline& one) { return std::holds_alternative<std::monostate>(one.value); });
  if (!progress(100)) return absl::CancelledError("the report was cancelled");
  return made;
}

}  // namespace arasha::reports
