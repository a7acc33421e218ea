#include "clients/verify/row_check.h"

#include <algorithm>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/verify/exported_rows.h"
#include "services/rules/log/record.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kCase = "case";
// Whose rows are no case's, though leaves of cases tell of them.
constexpr absl::string_view kRequest = "request";
constexpr absl::string_view kCounter = "counter";

// How long the server keeps an answer, less what clocks may disagree by; and how long this keeps what leaves
// say of it, for the server may have been away when it should have forgotten it.
const absl::Duration kAnswersKept = absl::Hours(48) - absl::Minutes(10);
constexpr absl::Duration kAnswersKnown = absl::Hours(24 * 7);

// Of rows that are no case's; no case has it.
constexpr std::array<char, 16> kNoCase = {};

// A uid's bytes from its text; nothing unless it is spelled as PostgreSQL spells it.
std::optional<std::array<char, 16>> ParseUid(absl::string_view text) {
  std::array<char, 16> bytes;
  size_t at = 0;
  for (char& byte : bytes) {
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (at >= text.size() || text[at] != '-') return std::nullopt;
      ++at;
    }
    int value = 0;
    for (int i = 0; i < 2; ++i, ++at) {
      if (at >= text.size()) return std::nullopt;
      const char c = text[at];
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) return std::nullopt;
      value = value * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    byte = static_cast<char>(value);
  }
  if (at != text.size()) return std::nullopt;
  return bytes;
}

// Columns of a request, in the order of audit_state() in storage/migrations/0002_audit.sql.
constexpr std::array<rules::log::Field, 7> kRequestFields = {{
    {"principal", rules::log::Type::kText},
    {"request_id", rules::log::Type::kUuid},
    {"method", rules::log::Type::kText},
    {"mission", rules::log::Type::kText},
    {"case_uid", rules::log::Type::kUuid},
    {"create_time", rules::log::Type::kTimestamptz},
    {"answer", rules::log::Type::kBytea},
}};

// Whether a request is so old that nothing is known of its leaf any more; it waits to be deleted.
bool IsForgotten(absl::string_view state, absl::Time now) {
  const auto values = rules::log::TakeRecord(kRequestFields, state);
  return values.ok() && rules::log::TimeIn((*values)[5]) < now - kAnswersKnown;
}

}  // namespace

uint32_t RowCheck::NumberOf(absl::string_view name) {
  const auto [found, added] = numbers_.try_emplace(std::string(name), static_cast<uint32_t>(names_.size()));
  if (added) names_.emplace_back(name);
  return found->second;
}

RowCheck::Id RowCheck::IdOf(absl::string_view kind, absl::string_view case_uid, absl::string_view key) {
  Id id{.case_uid = kNoCase, .key = {}, .kind = NumberOf(kind), .named = false};
  const size_t slash = key.rfind('/');
  const absl::string_view before = key.substr(0, slash == absl::string_view::npos ? 0 : slash);
  if (kind == kRequest) {
    // By whom, then which.
    const rules::log::Hash who = rules::log::Sha256(before);
    std::copy_n(who.begin(), id.case_uid.size(), id.case_uid.begin());
    key.remove_prefix(before.size() + 1);
  } else if (const auto of_case = ParseUid(before)) {
    id.case_uid = *of_case;
    key.remove_prefix(before.size() + 1);
  } else if (kind != kCounter) {
    std::copy_n(case_uid.begin(), std::min(case_uid.size(), id.case_uid.size()), id.case_uid.begin());
  }
  if (const auto uid = ParseUid(key)) {
    id.key = *uid;
  } else {
    id.named = true;
    uint32_t number = NumberOf(key);
    for (size_t i = 0; number != 0; number >>= 8) id.key[i++] = static_cast<char>(number & 0xff);
  }
  return id;
}

Texts::Parameters RowCheck::Describe(const Id& id) const {
  std::string key;
  if (id.named) {
    uint32_t number = 0;
    for (size_t i = 4; i-- > 0;) number = number << 8 | static_cast<unsigned char>(id.key[i]);
    key = names_[number];
  } else {
    key = rules::log::FormatUid(absl::string_view(id.key.data(), id.key.size()));
  }
  Texts::Parameters parameters = {{"kind", names_[id.kind]}, {"key", std::move(key)}};
  if (id.case_uid != kNoCase && names_[id.kind] != kRequest) {
    parameters.emplace("case",
                       rules::log::FormatUid(absl::string_view(id.case_uid.data(), id.case_uid.size())));
  }
  return parameters;
}

void RowCheck::TakeLeaf(int64_t index, const rules::log::Leaf& leaf) {
  for (const rules::log::LeafObject& object : leaf.objects) {
    const Id id = IdOf(object.kind, leaf.object_uid, object.key);
    if (object.kind == kRequest) TakeRequest(index, leaf, id);
    TakeObject(index, id, {*rules::log::ToHash(object.state), object.version});
  }
  newest_ = std::max(newest_, leaf.occurred_time);
  ForgetRequests(kAnswersKnown);
}

void RowCheck::TakeRequest(int64_t index, const rules::log::Leaf& leaf, const Id& id) {
  if (const auto before = written_.find(id); before != written_.end()) {
    const auto first = std::lower_bound(requests_.begin(), requests_.end(), before->second.leaf,
                                        [](const Request& request, int64_t at) { return request.leaf < at; });
    if (first != requests_.end() && leaf.occurred_time - first->at < kAnswersKept) {
      findings_.Tampered("DONE_TWICE", {{"leaf", absl::StrCat(index)},
                                        {"first", absl::StrCat(before->second.leaf)},
                                        {"actor", std::string(leaf.actor)}});
    }
    written_.erase(before);
  }
  requests_.push_back({index, leaf.occurred_time, id});
}

void RowCheck::ForgetRequests(absl::Duration age) {
  // In the order of the log, which is that of time but for what clocks disagree by.
  for (; !requests_.empty() && requests_.front().at < newest_ - age; requests_.pop_front()) {
    const auto written = written_.find(requests_.front().id);
    // It may have been used again, long after.
    if (written != written_.end() && written->second.leaf == requests_.front().leaf) written_.erase(written);
  }
}

void RowCheck::TakeObject(int64_t index, const Id& id, const State& state) {
  const auto [found, first] = written_.try_emplace(id, Written{state, index, !rows_begun_});
  Written& last = found->second;
  const int32_t before = first ? 0 : last.state.version;
  if (state.version != before + 1) {
    Texts::Parameters parameters = Describe(id);
    parameters.insert({{"leaf", absl::StrCat(index)},
                       {"version", absl::StrCat(state.version)},
                       {"before", absl::StrCat(before)}});
    findings_.Tampered("VERSION_GAP", std::move(parameters));
  }
  last.state = state;
  last.leaf = index;
  if (!rows_begun_) return;
  const auto row = unaccounted_.find(id);
  if (row == unaccounted_.end() || row->second.version != state.version) return;
  if (row->second != state) RowDiffers(id, row->second, last);
  unaccounted_.erase(row);
}

void RowCheck::RowDiffers(const Id& id, const State& row, const Written& written) {
  Texts::Parameters parameters = Describe(id);
  parameters.insert({{"version", absl::StrCat(row.version)}, {"leaf", absl::StrCat(written.leaf)}});
  findings_.Tampered("ROW_DIFFERS", std::move(parameters));
}

void RowCheck::TakeRow(const v1::RowState& row) {
  if (row.kind() == "leaf") {
    findings_.Tampered("LEAF_OUTSIDE", {{"id", row.key()}});
    return;
  }
  const State state{rules::log::Sha256(row.state()), row.version()};
  const auto case_uid = row.case_uid().empty() ? kNoCase : ParseUid(row.case_uid());
  if (!case_uid) {
    findings_.Tampered("ROW_WITHOUT_LEAF", {{"case", row.case_uid()},
                                            {"kind", row.kind()},
                                            {"key", row.key()},
                                            {"version", absl::StrCat(row.version())}});
    return;
  }
  if (row.kind() == kCase) {
    if (std::optional<std::string> number = CaseNumberIn(row.state())) {
      case_numbers_.try_emplace(*case_uid, *std::move(number));
    }
  }
  if (row.kind() == kRequest && IsForgotten(row.state(), newest_)) return;
  const Id id = IdOf(row.kind(), absl::string_view(case_uid->data(), case_uid->size()), row.key());
  const auto found = written_.find(id);
  const bool known = found != written_.end();
  if ((known && std::exchange(found->second.row_seen, true)) || unaccounted_.contains(id)) {
    findings_.Tampered("ROW_TWICE", Describe(id));
  } else if (!known || found->second.state.version < state.version) {
    unaccounted_.emplace(id, state);
  } else if (found->second.state.version > state.version) {
    Texts::Parameters parameters = Describe(id);
    parameters.insert({{"version", absl::StrCat(state.version)},
                       {"leaf_version", absl::StrCat(found->second.state.version)},
                       {"leaf", absl::StrCat(found->second.leaf)}});
    findings_.Tampered("ROW_OLDER", std::move(parameters));
  } else if (found->second.state != state) {
    RowDiffers(id, state, found->second);
  }
}

void RowCheck::Finish() {
  ForgetRequests(kAnswersKept);
  static const rules::log::Hash kGone = rules::log::Sha256("");
  std::vector<std::pair<int64_t, Id>> missing;
  for (const auto& [id, written] : written_) {
    if (written.row_expected && !written.row_seen && written.state.hash != kGone) {
      missing.emplace_back(written.leaf, id);
    }
  }
  std::sort(missing.begin(), missing.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.key) < std::tie(b.first, b.second.key);
  });
  for (const auto& [leaf, id] : missing) {
    const State& state = written_.find(id)->second.state;
    Texts::Parameters parameters = Describe(id);
    parameters.insert({{"leaf", absl::StrCat(leaf)}, {"version", absl::StrCat(state.version)}});
    findings_.Tampered("ROW_MISSING", std::move(parameters));
  }
  std::vector<std::pair<Id, State>> unaccounted(unaccounted_.begin(), unaccounted_.end());
  std::sort(unaccounted.begin(), unaccounted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.case_uid, a.first.key) < std::tie(b.first.case_uid, b.first.key);
  });
  for (const auto& [id, state] : unaccounted) {
    Texts::Parameters parameters = Describe(id);
    parameters.insert({"version", absl::StrCat(state.version)});
    findings_.Tampered("ROW_WITHOUT_LEAF", std::move(parameters));
  }
  NameCases();
}

void RowCheck::NameCases() {
  findings_.Complete([this](Texts::Parameters& parameters) {
    const auto told = parameters.find("case");
    if (told == parameters.end()) return;
    const auto uid = ParseUid(told->second);
    if (!uid) return;
    const auto number = case_numbers_.find(*uid);
    if (number != case_numbers_.end()) parameters.emplace("number", number->second);
  });
}

}  // namespace arasha::clients
