#include "clients/verify/log_export.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/print/tables/print_audit.h"
#include "clients/session/progress.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/verify/export_file.h"
#include "clients/verify/leaf_pages.h"
#include "clients/verify/log_keys.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/merkle.h"

namespace arasha::clients {
namespace {

using rules::log::Checkpoint;
using rules::log::CompactRange;
using rules::log::Hash;

constexpr int kRowsPerPage = 1000;
// How long after its commit a leaf may take to get its place in the tree. What wrote the rows that were read
// has one then.
constexpr absl::Duration kMergeDelay = absl::Seconds(5);

// A checkpoint as it is, whoever signed it: whoever verifies the file looks at that.
absl::StatusOr<Checkpoint> ParseNote(const std::string& note, absl::string_view which) {
  const auto parsed = rules::log::ParseNote(note);
  const auto checkpoint = parsed.ok() ? rules::log::ParseCheckpoint(parsed->text) : parsed.status();
  if (!checkpoint.ok()) {
    return CannotTellError("audit.checkpoint_malformed", {{"what", std::string(which)}});
  }
  return checkpoint;
}

class Export {
 public:
  Export(Session& session, const ExportOptions& options)
      : session_(session),
        options_(options),
        part_(absl::StrCat(options.file, ".part")),
        progress_(session.environment()) {}

  absl::Status Run();

 private:
  absl::Status Begin();
  // The header's start, and what stands for the leaves before it.
  absl::Status BeginSince(v1::ExportHeader& header);
  // Takes up what an interrupted run left; false if that is nothing.
  absl::StatusOr<bool> Resume();
  // Leaves, and rows if they were asked for, up to the checkpoint that it returns. Without rows, if the
  // leaves before them are false and this is not told yet.
  absl::StatusOr<Checkpoint> WriteAll();
  absl::Status WriteLeaves(int64_t end);
  absl::Status WriteRows();
  absl::Status End();
  absl::Status Written(const absl::Status& status) const;
  absl::StatusOr<std::string> NewestNote();

  Session& session_;
  const ExportOptions& options_;
  const std::string part_;
  Progress progress_;
  std::optional<ExportWriter> writer_;
  std::string note_;
  std::string last_note_;
  // Whether the file also gets what tells leaves that are false.
  bool with_tree_ = false;
  CompactRange tree_;
  int64_t leaves_ = 0;
  int64_t rows_ = 0;
};

absl::Status Export::Run() {
  if (options_.file == "-") return UsageError("usage.no_stdout", {{"option", "FILE"}});
  std::error_code error;
  if (std::filesystem::exists(options_.file, error)) {
    return UsageError("usage.file_exists", {{"path", options_.file}});
  }
  const absl::StatusOr<bool> resumed = Resume();
  if (!resumed.ok()) return resumed.status();
  if (!*resumed) {
    if (const absl::Status begun = Begin(); !begun.ok()) return begun;
  }
  absl::StatusOr<Checkpoint> reached = WriteAll();
  if (!reached.ok()) return reached.status();
  if (tree_.Root() != reached->root) {
    // Once more, with what it takes to tell which leaves are to blame.
    with_tree_ = true;
    if (const absl::Status begun = Begin(); !begun.ok()) return begun;
    reached = WriteAll();
    if (!reached.ok()) return reached.status();
  }
  if (const absl::Status ended = End(); !ended.ok()) return ended;

  v1::Checkpoint answer;
  answer.set_origin(reached->origin);
  answer.set_size(reached->size);
  answer.set_root(rules::log::ToBytes(reached->root));
  answer.set_note(note_);
  session_.Print(answer);
  // The file is kept all the same: it is the evidence.
  if (with_tree_) return TamperedError("audit.root_differs", {{"path", options_.file}});
  session_.Note(session_.messages().Text(
      "note.exported",
      {{"leaves", absl::StrCat(leaves_)}, {"rows", absl::StrCat(rows_)}, {"path", options_.file}}));
  return absl::OkStatus();
}

absl::StatusOr<Checkpoint> Export::WriteAll() {
  absl::StatusOr<Checkpoint> reached = ParseNote(note_, "checkpoint.answer");
  if (!reached.ok()) return reached.status();
  if (const absl::Status read = WriteLeaves(reached->size); !read.ok()) return read;
  if (!options_.rows || (tree_.Root() != reached->root && !with_tree_)) return reached;
  if (const absl::Status read = WriteRows(); !read.ok()) return read;
  session_.environment().sleep(kMergeDelay);
  const absl::StatusOr<std::string> note = NewestNote();
  if (!note.ok()) return note.status();
  absl::StatusOr<Checkpoint> last = ParseNote(*note, "checkpoint.answer");
  if (!last.ok() || last->size <= reached->size) return last.ok() ? reached : last.status();
  if (const absl::Status read = WriteLeaves(last->size); !read.ok()) return read;
  last_note_ = note_ = *note;
  return last;
}

absl::StatusOr<std::string> Export::NewestNote() {
  const absl::StatusOr<v1::Checkpoint> newest = session_.api().Call(v1::GetCheckpointRequest());
  if (!newest.ok()) return newest.status();
  return newest->note();
}

absl::Status Export::Written(const absl::Status& status) const {
  if (status.ok()) return status;
  return ConfigurationError("config.unwritable", {{"path", part_}, {"error", std::string(status.message())}});
}

absl::Status Export::Begin() {
  const absl::StatusOr<std::string> note = NewestNote();
  if (!note.ok()) return note.status();
  note_ = *note;
  last_note_.clear();
  tree_ = CompactRange();
  leaves_ = rows_ = 0;
  v1::ExportRecord record;
  v1::ExportHeader& header = *record.mutable_header();
  header.set_version(kExportVersion);
  header.set_checkpoint(note_);
  header.set_with_rows(options_.rows);
  if (!options_.since.empty()) {
    if (const absl::Status begun = BeginSince(header); !begun.ok()) return begun;
  }
  writer_.reset();
  absl::StatusOr<ExportWriter> writer = (options_.resume || with_tree_) && std::filesystem::exists(part_)
                                            ? ExportWriter::Append(part_, 0)
                                            : ExportWriter::Create(part_);
  if (absl::IsAlreadyExists(writer.status())) return UsageError("usage.export_unfinished", {{"path", part_}});
  if (!writer.ok()) return Written(writer.status());
  writer_ = *std::move(writer);
  writer_->Add(record);
  return Written(writer_->EndFrame());
}

absl::Status Export::BeginSince(v1::ExportHeader& header) {
  const absl::StatusOr<Checkpoint> newest = ParseNote(note_, "checkpoint.answer");
  if (!newest.ok()) return newest.status();
  const absl::StatusOr<std::string> note = ReadNote(options_.since);
  if (!note.ok()) return note.status();
  const absl::StatusOr<Checkpoint> since = ParseNote(*note, "checkpoint.since");
  if (!since.ok()) return since.status();
  const Texts::Parameters parameters = {{"size", absl::StrCat(newest->size)},
                                        {"since_size", absl::StrCat(since->size)},
                                        {"origin", newest->origin},
                                        {"since_origin", since->origin}};
  if (since->origin != newest->origin) return CannotTellError("audit.other_log", parameters);
  if (since->size > newest->size) return TamperedError("audit.log_shorter", parameters);
  if (since->size == 0) return absl::OkStatus();

  v1::GetInclusionProofRequest request;
  request.set_leaf_index(since->size - 1);
  request.set_size(since->size);
  const absl::StatusOr<v1::InclusionProof> proof = session_.api().Call(request);
  if (!proof.ok()) return proof.status();
  std::vector<Hash> hashes;
  for (const std::string& bytes : proof->hashes()) {
    hashes.push_back(rules::log::ToHash(bytes).value_or(Hash{}));
  }
  absl::StatusOr<CompactRange> edge =
      rules::log::EdgeFromLastLeaf(since->size, rules::log::HashLeaf(proof->leaf()), hashes);
  if (!edge.ok() || edge->Root() != since->root) return TamperedError("audit.history_rewritten", parameters);
  tree_ = *std::move(edge);
  header.set_start(since->size);
  for (std::string& bytes : rules::log::ToBytes(tree_.edge())) header.add_left_edge(std::move(bytes));
  return absl::OkStatus();
}

absl::StatusOr<bool> Export::Resume() {
  std::ifstream file(part_, std::ios::binary);
  if (!options_.resume || !file.is_open()) return false;
  ExportReader reader(file);
  absl::StatusOr<const v1::ExportRecord*> record = reader.Next();
  if (!record.ok() || *record == nullptr || !(*record)->has_header()) return false;
  // Its frame may be cut off or damaged behind it.
  if (reader.whole_frames() == 0) return false;
  const v1::ExportHeader& header = (*record)->header();
  if (header.with_rows() != options_.rows || (header.start() > 0) != !options_.since.empty()) {
    return UsageError("usage.export_other", {{"path", part_}});
  }
  std::vector<Hash> edge;
  for (const std::string& bytes : header.left_edge()) {
    edge.push_back(rules::log::ToHash(bytes).value_or(Hash{}));
  }
  absl::StatusOr<CompactRange> tree = CompactRange::FromEdge(header.start(), edge);
  if (!tree.ok()) return false;
  note_ = header.checkpoint();
  // What was written after the last whole frame of leaves is fetched again; so are rows, for the place to go
  // on in them is not known.
  int64_t whole_frames = reader.whole_frames();
  tree_ = *tree;
  const std::string label = session_.messages().Text("progress.resume");
  const auto bytes = static_cast<int64_t>(std::filesystem::file_size(part_));
  int64_t leaves = 0;
  for (record = reader.Next();
       record.ok() && *record != nullptr && ((*record)->has_leaf() || (*record)->has_mislisted());
       record = reader.Next()) {
    if ((*record)->has_leaf()) {
      tree->Append(rules::log::HashLeaf((*record)->leaf()));
      ++leaves;
    }
    if (reader.whole_frames() == whole_frames) continue;
    whole_frames = reader.whole_frames();
    tree_ = *tree;
    leaves_ = leaves;
    progress_.Show(label, reader.bytes_read(), bytes);
  }
  absl::StatusOr<ExportWriter> writer = ExportWriter::Append(part_, whole_frames);
  if (!writer.ok()) return Written(writer.status());
  writer_ = *std::move(writer);
  return true;
}

absl::Status Export::WriteLeaves(int64_t end) {
  const std::string label = session_.messages().Text("progress.leaves");
  while (tree_.size() < end) {
    progress_.Show(label, tree_.size(), end);
    const int64_t start = tree_.size();
    const auto records = FetchLeaves(session_, end, with_tree_, tree_);
    if (!records.ok()) return records.status();
    for (const v1::ExportRecord& record : *records) writer_->Add(record);
    leaves_ += tree_.size() - start;
    if (const absl::Status written = writer_->EndFrame(); !written.ok()) return Written(written);
  }
  return absl::OkStatus();
}

absl::Status Export::WriteRows() {
  const std::string label = session_.messages().Text("progress.rows");
  v1::ExportRecord record;
  v1::ReadRowsRequest request;
  request.set_page_size(kRowsPerPage);
  do {
    progress_.Show(label, rows_, 0);
    absl::StatusOr<v1::ReadRowsResponse> page = session_.api().Call(request);
    if (!page.ok()) return page.status();
    for (v1::RowState& row : *page->mutable_rows()) {
      record.mutable_row()->Swap(&row);
      writer_->Add(record);
      ++rows_;
    }
    if (const absl::Status written = writer_->EndFrame(); !written.ok()) return Written(written);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Export::End() {
  v1::ExportRecord record;
  record.mutable_end()->set_leaves(leaves_);
  record.mutable_end()->set_rows(rows_);
  record.mutable_end()->set_checkpoint(last_note_);
  writer_->Add(record);
  if (const absl::Status closed = writer_->Close(); !closed.ok()) return Written(closed);
  return Written(RenameFile(part_, options_.file));
}

}  // namespace

absl::Status ExportLog(Session& session, const ExportOptions& options) {
  absl::Status exported = Export(session, options).Run();
  const bool goes_on = absl::IsUnavailable(exported) || absl::IsDeadlineExceeded(exported) ||
                       absl::IsResourceExhausted(exported);
  std::error_code error;
  if (goes_on && std::filesystem::exists(absl::StrCat(options.file, ".part"), error)) {
    session.Note(session.messages().Text("note.export_goes_on", {{"path", options.file}}));
  }
  return exported;
}

}  // namespace arasha::clients
