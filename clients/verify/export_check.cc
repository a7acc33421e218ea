#include "clients/verify/export_check.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/verify/access_check.h"
#include "clients/verify/leaf_check.h"
#include "clients/verify/role_check.h"
#include "clients/verify/row_check.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/schema.h"

namespace arasha::clients {
namespace {

using rules::log::Checkpoint;
using rules::log::CompactRange;
using rules::log::Hash;

constexpr int64_t kProgressInterval = 4096;

// Of the leaf that the database leaves when it puts numbers right that somebody had set back, and of a row
// that is a part of its schema.
constexpr absl::string_view kMendNumbers = "MendNumbers";
constexpr absl::string_view kSchemaKind = "schema";

// Which checkpoint is meant.
constexpr absl::string_view kHeaderNote = "header";
constexpr absl::string_view kEndNote = "end";

class ExportCheck {
 public:
  explicit ExportCheck(const Trust& trust) : trust_(trust), notes_(trust, report_.findings) {
    if (trust.since) report_.since_kept = trust.since_kept;
  }

  ExportReport Run(ExportReader& file, const std::function<void(int64_t)>& progress);

 private:
  // What may come next in the file.
  enum class Part { kHeader, kLeaves, kRows, kLeavesBehindRows, kNothing };

  // Whether to read on.
  bool Take(const v1::ExportRecord& record);
  bool TakeHeader(const v1::ExportHeader& header);
  bool TakeTreeHash(const std::string& bytes);
  bool TakeLeaf(const std::string& leaf);
  bool TakeMislisted(const v1::MislistedLeaf& mislisted);
  bool TakeCheckpoint(const std::string& note);
  bool TakeRow(const v1::RowState& row);
  void TakeSchema(const v1::RowState& row);
  void FinishSchema();
  void TakeEnd(const v1::ExportEnd& end);
  void Finish();

  bool OutOfOrder();
  void Damaged(const ExportReader& file, const absl::Status& damage);
  void OpenSince();
  // To be called whenever the tree has grown: compares its root with those of checkpoints of its size.
  void CompareRoots();
  void CompareRoot(const Checkpoint& checkpoint);

  const Trust& trust_;
  ExportReport report_;
  TrustedNotes notes_;
  Findings& findings_ = report_.findings;
  Part part_ = Part::kHeader;
  LeafCheck tree_{findings_};
  // That the tree holds in the place of the next leaf, which has another one.
  std::optional<Hash> tree_hash_;
  // At the header's checkpoint, and the one kept from before.
  std::optional<Checkpoint> middle_;
  std::optional<Checkpoint> since_;
  std::optional<RowCheck> rows_;
  std::optional<RoleCheck> roles_;
  std::optional<AccessCheck> access_;
  std::optional<rules::log::SchemaComparison> schema_;
};

ExportReport ExportCheck::Run(ExportReader& file, const std::function<void(int64_t)>& progress) {
  for (int64_t records = 0;; ++records) {
    if (records % kProgressInterval == 0) progress(report_.leaves + report_.rows);
    const absl::StatusOr<const v1::ExportRecord*> record = file.Next();
    if (!record.ok()) {
      Damaged(file, record.status());
      break;
    }
    if (*record == nullptr) {
      if (part_ != Part::kNothing) findings_.CannotTell("FILE_INCOMPLETE");
      break;
    }
    if (!Take(**record)) break;
  }
  // Records are compared before the checksum of what they were decompressed from is known, and those of a
  // damaged file accuse rows that nobody touched.
  if (const absl::Status whole = file.ReadToEnd(); !whole.ok()) {
    report_.checkpoint.reset();
    report_.note.clear();
    findings_ = Findings();
    Damaged(file, whole);
    return std::move(report_);
  }
  Finish();
  return std::move(report_);
}

void ExportCheck::Damaged(const ExportReader& file, const absl::Status& damage) {
  findings_.CannotTell("FILE_DAMAGED",
                       {{"at", absl::StrCat(file.bytes_read())}, {"error", std::string(damage.message())}});
}

bool ExportCheck::Take(const v1::ExportRecord& record) {
  if (tree_hash_ && !record.has_leaf()) return OutOfOrder();
  switch (record.record_case()) {
    case v1::ExportRecord::kHeader:
      return TakeHeader(record.header());
    case v1::ExportRecord::kLeaf:
      return TakeLeaf(record.leaf());
    case v1::ExportRecord::kRow:
      return TakeRow(record.row());
    case v1::ExportRecord::kTreeHash:
      return TakeTreeHash(record.tree_hash());
    case v1::ExportRecord::kCheckpoint:
      return TakeCheckpoint(record.checkpoint());
    case v1::ExportRecord::kMislisted:
      return TakeMislisted(record.mislisted());
    case v1::ExportRecord::kEnd:
      if (part_ == Part::kHeader || part_ == Part::kNothing) return OutOfOrder();
      TakeEnd(record.end());
      return true;
    case v1::ExportRecord::RECORD_NOT_SET:
      break;
  }
  return OutOfOrder();
}

bool ExportCheck::OutOfOrder() {
  findings_.CannotTell("FILE_OUT_OF_ORDER");
  return false;
}

bool ExportCheck::TakeHeader(const v1::ExportHeader& header) {
  if (part_ != Part::kHeader) return OutOfOrder();
  part_ = Part::kLeaves;
  if (header.version() != kExportVersion) {
    findings_.CannotTell("FILE_VERSION", {{"version", absl::StrCat(header.version())}});
    return false;
  }
  std::vector<Hash> edge;
  for (const std::string& bytes : header.left_edge()) {
    if (const std::optional<Hash> hash = rules::log::ToHash(bytes)) edge.push_back(*hash);
  }
  absl::StatusOr<CompactRange> tree = CompactRange::FromEdge(header.start(), edge);
  middle_ = notes_.Open(header.checkpoint(), kHeaderNote);
  if (!tree.ok() || edge.size() != static_cast<size_t>(header.left_edge_size()) || !middle_ ||
      header.start() > middle_->size) {
    findings_.CannotTell("HEADER_MALFORMED");
    return false;
  }
  tree_.Begin(*tree);
  report_.checkpoint = middle_;
  report_.note = header.checkpoint();
  report_.start = header.start();
  report_.with_rows = header.with_rows();
  if (header.with_rows()) {
    // What wrote a row may stand before the file's first leaf.
    if (header.start() > 0) findings_.CannotTell("ROWS_WITHOUT_BEGINNING");
    rows_.emplace(findings_);
    if (trust_.schema != nullptr) schema_.emplace(*trust_.schema);
  }
  // Who held what is told from the log's beginning on.
  if (header.start() == 0) {
    roles_.emplace(findings_);
    access_.emplace(findings_, header.with_rows());
  }
  OpenSince();
  CompareRoots();
  return true;
}

void ExportCheck::OpenSince() {
  if (!trust_.since) return;
  since_ = notes_.OpenSince();
  if (since_ && since_->origin != middle_->origin) {
    findings_.CannotTell("OTHER_LOG", {{"origin", middle_->origin}, {"since_origin", since_->origin}});
    since_.reset();
  } else if (since_ && since_->size < tree_.size()) {
    findings_.CannotTell("SINCE_BEFORE_START",
                         {{"size", absl::StrCat(since_->size)}, {"start", absl::StrCat(tree_.size())}});
    since_.reset();
  }
}

void ExportCheck::CompareRoots() {
  if (since_ && since_->size == tree_.size()) {
    if (tree_.LeadTo(*since_)) {
      report_.continues = since_->size;
    } else {
      findings_.Tampered("HISTORY_REWRITTEN", {{"size", absl::StrCat(since_->size)}});
    }
    since_.reset();
  }
  if (middle_->size == tree_.size()) {
    CompareRoot(*middle_);
    if (rows_) rows_->BeginRows();
  }
}

void ExportCheck::CompareRoot(const Checkpoint& checkpoint) {
  if (!tree_.LeadTo(checkpoint)) {
    findings_.Tampered("ROOT_DIFFERS",
                       {{"start", absl::StrCat(report_.start)}, {"size", absl::StrCat(checkpoint.size)}});
  }
}

bool ExportCheck::TakeTreeHash(const std::string& bytes) {
  tree_hash_ = rules::log::ToHash(bytes);
  return tree_hash_ ? true : OutOfOrder();
}

bool ExportCheck::TakeMislisted(const v1::MislistedLeaf& mislisted) {
  if (part_ != Part::kLeaves && part_ != Part::kLeavesBehindRows) return OutOfOrder();
  if (report_.leaves == 0 || mislisted.leaf_index() != tree_.size() - 1) return OutOfOrder();
  findings_.Tampered("LEAF_MISLISTED", {{"leaf", absl::StrCat(mislisted.leaf_index())},
                                        {"columns", absl::StrJoin(mislisted.columns(), ", ")}});
  return true;
}

bool ExportCheck::TakeCheckpoint(const std::string& note) {
  if (part_ != Part::kLeaves && part_ != Part::kLeavesBehindRows) return OutOfOrder();
  // It only helps to name what is wrong, so one that nobody known has signed is passed over.
  const std::optional<Checkpoint> checkpoint = notes_.OpenQuietly(note);
  if (!checkpoint || checkpoint->origin != middle_->origin) return true;
  if (checkpoint->size != tree_.size()) return OutOfOrder();
  tree_.Narrow(*checkpoint);
  return true;
}

bool ExportCheck::TakeLeaf(const std::string& leaf) {
  if (part_ == Part::kRows) part_ = Part::kLeavesBehindRows;
  if (part_ != Part::kLeaves && part_ != Part::kLeavesBehindRows) return OutOfOrder();
  const int64_t index = tree_.size();
  tree_.Append(leaf, std::exchange(tree_hash_, std::nullopt));
  ++report_.leaves;
  const absl::StatusOr<rules::log::Leaf> decoded = rules::log::DecodeLeaf(leaf);
  if (leaf.empty()) {
    // Gone, as LeafCheck tells.
  } else if (decoded.ok()) {
    if (rows_) rows_->TakeLeaf(index, *decoded);
    if (roles_) roles_->TakeLeaf(index, *decoded);
    if (access_) access_->TakeLeaf(index, *decoded);
    if (decoded->action == kMendNumbers) {
      findings_.Tampered("NUMBERS_SET_BACK",
                         {{"leaf", absl::StrCat(index)}, {"numbers", std::string(decoded->instance)}});
    }
  } else if (absl::IsUnimplemented(decoded.status())) {
    findings_.CannotTell("LEAF_VERSION", {{"leaf", absl::StrCat(index)}});
  } else {
    findings_.Tampered("LEAF_MALFORMED",
                       {{"leaf", absl::StrCat(index)}, {"error", std::string(decoded.status().message())}});
  }
  CompareRoots();
  return true;
}

bool ExportCheck::TakeRow(const v1::RowState& row) {
  if (part_ == Part::kLeaves && rows_) part_ = Part::kRows;
  if (part_ != Part::kRows) return OutOfOrder();
  // With a leaf too few or too many before them, rows would be compared with what is not theirs.
  if (tree_.size() != middle_->size) return OutOfOrder();
  ++report_.rows;
  if (row.kind() == kSchemaKind) {
    TakeSchema(row);
  } else {
    rows_->TakeRow(row);
    if (access_) access_->TakeRow(row);
  }
  return true;
}

void ExportCheck::TakeSchema(const v1::RowState& row) {
  if (!schema_) return;
  switch (schema_->Take(row.key(), row.state())) {
    case rules::log::SchemaComparison::Part::kAsShipped:
      return;
    case rules::log::SchemaComparison::Part::kChanged:
      return findings_.Tampered("SCHEMA_CHANGED", {{"part", row.key()}});
    case rules::log::SchemaComparison::Part::kAdded:
      return findings_.Tampered("SCHEMA_ADDED", {{"part", row.key()}});
  }
}

void ExportCheck::FinishSchema() {
  if (schema_->empty()) return findings_.CannotTell("SCHEMA_UNTOLD");
  for (const std::string& part : schema_->Missing()) findings_.Tampered("SCHEMA_MISSING", {{"part", part}});
}

void ExportCheck::TakeEnd(const v1::ExportEnd& end) {
  part_ = Part::kNothing;
  if (end.leaves() != report_.leaves || end.rows() != report_.rows) {
    findings_.CannotTell("COUNTS_DIFFER", {{"leaves", absl::StrCat(report_.leaves)},
                                           {"rows", absl::StrCat(report_.rows)},
                                           {"end_leaves", absl::StrCat(end.leaves())},
                                           {"end_rows", absl::StrCat(end.rows())}});
  }
  if (!end.checkpoint().empty()) {
    const std::optional<Checkpoint> last = notes_.Open(end.checkpoint(), kEndNote);
    if (!last) return;
    if (last->origin != middle_->origin || last->size <= middle_->size) {
      findings_.CannotTell("FILE_OUT_OF_ORDER");
      return;
    }
    report_.checkpoint = last;
    report_.note = end.checkpoint();
    if (last->size == tree_.size()) CompareRoot(*last);
  }
  if (report_.checkpoint->size != tree_.size()) {
    findings_.Tampered(
        report_.checkpoint->size > tree_.size() ? "LEAVES_MISSING" : "LEAVES_ADDED",
        {{"leaves", absl::StrCat(tree_.size())}, {"size", absl::StrCat(report_.checkpoint->size)}});
  } else if (rows_) {
    rows_->Finish();
    if (schema_) FinishSchema();
  }
}

void ExportCheck::Finish() {
  tree_.Finish();
  if (report_.checkpoint && since_ && part_ == Part::kNothing) {
    findings_.Tampered("SINCE_NEWER", {{"size", absl::StrCat(report_.checkpoint->size)},
                                       {"since_size", absl::StrCat(since_->size)}});
  }
  if (report_.checkpoint) notes_.CheckQuorum();
  report_.witnesses = notes_.cosignatures();
}

}  // namespace

ExportReport CheckExport(ExportReader& file, const Trust& trust,
                         const std::function<void(int64_t)>& progress) {
  return ExportCheck(trust).Run(file, progress);
}

}  // namespace arasha::clients
