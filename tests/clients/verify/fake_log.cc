#include "tests/clients/verify/fake_log.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "clients/verify/export_file.h"
#include "services/rules/log/leaf.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {

using rules::log::Checkpoint;
using rules::log::Hash;
using rules::log::HashLeaf;
using rules::log::HashNode;
using rules::log::NoteSigner;
using rules::log::SignatureKind;

FakeLog::FakeLog()
    : signer(*NoteSigner::FromSeed("arasha.example/audit", SignatureKind::kEd25519, std::string(32, 'l'))) {}

void FakeLog::Read(uint64_t case_number) {
  LeafFields fields;
  fields.event_uid = NumberedUid(1'000'000 + leaves.size());
  fields.object_uid = NumberedUid(case_number);
  leaves.push_back(LeafBytes(fields));
}

void FakeLog::Write(uint64_t case_number, const std::string& kind, const std::string& key,
                    const std::string& state) {
  const auto uid = case_number == 0 ? std::nullopt : std::optional(NumberedUid(case_number));
  const std::string case_uid = rules::log::FormatUid(uid.value_or(""));
  auto row = std::find_if(rows.begin(), rows.end(), [&](const v1::RowState& other) {
    return other.kind() == kind && other.case_uid() == case_uid && other.key() == key;
  });
  if (row == rows.end()) row = rows.insert(rows.end(), v1::RowState());
  row->set_kind(kind);
  row->set_case_uid(case_uid);
  row->set_key(key);
  row->set_version(row->version() + 1);
  row->set_state(state);
  LeafFields fields;
  fields.event_uid = NumberedUid(1'000'000 + leaves.size());
  fields.action = uid ? "UpdateCase" : "ApplyDirectory";
  fields.object_uid = uid;
  fields.request_id = NumberedUid(2'000'000 + leaves.size());
  fields.objects = ObjectBytes(kind, key, row->version(), rules::log::ToBytes(rules::log::Sha256(state)));
  leaves.push_back(LeafBytes(fields));
}

absl::StatusOr<Hash> FakeLog::Node(int level, int64_t index) const {
  if (level == 0) return HashLeaf(leaves[static_cast<size_t>(index)]);
  return HashNode(*Node(level - 1, 2 * index), *Node(level - 1, 2 * index + 1));
}

Checkpoint FakeLog::At(int64_t size) const {
  const auto node = [this](int level, int64_t index) { return Node(level, index); };
  return {signer.verifier().name(), size, *rules::log::RootOf(size, node)};
}

std::string FakeLog::Note(int64_t size, const std::vector<NoteSigner>& witnesses) const {
  const std::string text = rules::log::FormatCheckpoint(At(size));
  std::vector<rules::log::NoteSignature> signatures = {*signer.Sign(text, absl::UnixEpoch())};
  for (const NoteSigner& witness : witnesses) {
    signatures.push_back(*witness.Sign(text, absl::FromUnixSeconds(1'795'511'100)));
  }
  return rules::log::FormatNote(text, signatures);
}

std::vector<v1::ExportRecord> FakeLog::Records(int64_t start, int64_t end, bool with_rows) const {
  std::vector<v1::ExportRecord> records(1);
  v1::ExportHeader& header = *records[0].mutable_header();
  header.set_version(1);
  header.set_start(start);
  rules::log::CompactRange before;
  for (int64_t i = 0; i < start; ++i) before.Append(HashLeaf(leaves[static_cast<size_t>(i)]));
  for (const Hash& hash : before.edge()) header.add_left_edge(rules::log::ToBytes(hash));
  header.set_checkpoint(Note(end));
  header.set_with_rows(with_rows);
  const auto add_leaves = [&](int64_t from, int64_t to) {
    for (int64_t i = from; i < to; ++i) records.emplace_back().set_leaf(leaves[static_cast<size_t>(i)]);
  };
  add_leaves(start, end);
  v1::ExportEnd last;
  last.set_leaves(end - start);
  if (with_rows) {
    for (const v1::RowState& row : rows) *records.emplace_back().mutable_row() = row;
    last.set_rows(static_cast<int64_t>(rows.size()));
    if (size() > end) {
      add_leaves(end, size());
      last.set_leaves(size() - start);
      last.set_checkpoint(Note(size()));
    }
  }
  *records.emplace_back().mutable_end() = last;
  return records;
}

std::string FakeLog::Found(int64_t place) const {
  const auto other = found.find(place);
  return other == found.end() ? leaves[static_cast<size_t>(place)] : other->second;
}

v1::Checkpoint FakeLog::Answer(int64_t size) const {
  const Checkpoint checkpoint = At(size);
  v1::Checkpoint answer;
  answer.set_origin(checkpoint.origin);
  answer.set_size(checkpoint.size);
  answer.set_root(rules::log::ToBytes(checkpoint.root));
  answer.set_note(Note(size));
  answer.mutable_create_time()->set_seconds(1'795'511'100);
  return answer;
}

void FakeLog::Serve(FakeServer& server) const {
  const auto node = [this](int level, int64_t index) { return Node(level, index); };
  const auto size_of = [this](int64_t asked) { return asked == 0 ? size() : asked; };
  server.Make<v1::GetCheckpointRequest, v1::Checkpoint>(
      "GetCheckpoint", [=, this](const auto& request) { return Answer(size_of(request.size())); });
  server.Make<v1::GetInclusionProofRequest, v1::InclusionProof>(
      "GetInclusionProof", [=, this](const auto& request) {
        const int64_t size = size_of(request.size());
        v1::InclusionProof proof;
        proof.set_leaf_index(request.leaf_index());
        proof.set_leaf(leaves[static_cast<size_t>(request.leaf_index())]);
        const auto hashes = rules::log::ProveInclusion(request.leaf_index(), size, node);
        for (const Hash& hash : *hashes) {
          proof.add_hashes(rules::log::ToBytes(hash));
        }
        *proof.mutable_checkpoint() = Answer(size);
        return proof;
      });
  server.Make<v1::GetConsistencyProofRequest, v1::ConsistencyProof>(
      "GetConsistencyProof", [=, this](const auto& request) {
        const int64_t size = size_of(request.new_size());
        v1::ConsistencyProof proof;
        const auto hashes = rules::log::ProveConsistency(request.old_size(), size, node);
        for (const Hash& hash : *hashes) {
          proof.add_hashes(rules::log::ToBytes(hash));
        }
        *proof.mutable_checkpoint() = Answer(size);
        return proof;
      });
  server.Make<v1::ReadLeavesRequest, v1::ReadLeavesResponse>("ReadLeaves", [this](const auto& request) {
    v1::ReadLeavesResponse page;
    const int64_t end = std::min(request.start() + std::min(request.limit(), 7), size());
    for (int64_t i = request.start(); i < end; ++i) {
      page.add_leaves(Found(i));
      if (const auto other = mislisted.find(i); other != mislisted.end()) {
        v1::MislistedLeaf& told = *page.add_mislisted();
        told.set_leaf_index(i);
        told.add_columns(other->second);
      }
      if (!request.with_tree()) continue;
      page.add_hashes(rules::log::ToBytes(HashLeaf(leaves[static_cast<size_t>(i)])));
      *page.add_checkpoints() = Answer(i + 1);
    }
    return page;
  });
  server.Make<v1::ReadRowsRequest, v1::ReadRowsResponse>("ReadRows", [this](const auto& request) {
    v1::ReadRowsResponse page;
    const size_t begin = request.page_token().empty() ? 0 : std::stoul(request.page_token());
    const size_t end = std::min(begin + 2, rows.size());
    for (size_t i = begin; i < end; ++i) *page.add_rows() = rows[i];
    if (end < rows.size()) page.set_next_page_token(absl::StrCat(end));
    return page;
  });
}

NoteSigner Witness(const std::string& name) {
  return *NoteSigner::FromSeed(name, SignatureKind::kCosignatureV1, std::string(31, 'w') + name[0]);
}

std::string FramesOf(const std::vector<std::string>& records, size_t frame) {
  std::string file;
  for (size_t i = 0; i < records.size(); i += frame) {
    std::string bytes;
    for (size_t j = i; j < std::min(i + frame, records.size()); ++j) {
      google::protobuf::io::StringOutputStream stream(&bytes);
      google::protobuf::io::CodedOutputStream(&stream).WriteVarint32(
          static_cast<uint32_t>(records[j].size()));
      bytes += records[j];
    }
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    std::string compressed(ZSTD_compressBound(bytes.size()), '\0');
    compressed.resize(
        ZSTD_compress2(context, compressed.data(), compressed.size(), bytes.data(), bytes.size()));
    ZSTD_freeCCtx(context);
    file += compressed;
  }
  return file;
}

std::string Closed(const std::string& frames) {
  rules::log::Digest digest;
  digest.Add(frames);
  return frames + ClosingFrame(digest);
}

std::vector<std::string> BytesOf(const std::vector<v1::ExportRecord>& records) {
  std::vector<std::string> all;
  for (const v1::ExportRecord& record : records) all.push_back(record.SerializeAsString());
  return all;
}

std::string FileOf(const std::vector<v1::ExportRecord>& records, size_t frame) {
  return Closed(FramesOf(BytesOf(records), frame));
}

std::string TestPath() {
  static int number = 0;
  std::string path = absl::StrCat(testing::TempDir(), "/arasha-audit.", getpid(), ".", ++number);
  unlink(path.c_str());
  return path;
}

std::string TestFile(const std::string& bytes) {
  const std::string path = TestPath();
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

}  // namespace arasha::clients
