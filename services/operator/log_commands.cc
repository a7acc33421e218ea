#include "services/operator/log_commands.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/operator/owner.h"
#include "services/process/key_options.h"
#include "services/process/replace_file.h"
#include "services/sequencing/audit_log.h"
#include "services/sequencing/journal.h"
#include "services/sequencing/log_keys.h"
#include "services/sequencing/log_tree.h"
#include "storage/directory/owner_writes.h"
#include "storage/keys/vault.h"
#include "storage/log/log.h"
#include "storage/log/server_keys.h"

namespace arasha::admin {
namespace {

// Journalled leaves that are looked for at once.
constexpr size_t kBatch = 5000;
// A server that gives up the lease, or is stopped, does so within this.
constexpr absl::Duration kLeaseWait = absl::Seconds(15);

// What the log's commands work with.
struct Log {
  server::Options options;
  std::unique_ptr<server::LogKeys> keys;
  std::unique_ptr<storage::Connection> connection;
};

absl::StatusOr<Log> OpenLog(const std::string& config_path) {
  auto options = server::LoadOptions(config_path);
  if (!options.ok()) return options.status();
  if (options->sequencer_database.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(config_path, ": database.sequencer is missing"));
  }
  auto keys = server::LogKeys::Load(options->log_origin, options->log_key, options->log_old_keys);
  if (!keys.ok()) return keys.status();
  Log log;
  log.connection = std::make_unique<storage::Connection>(options->sequencer_database);
  log.options = *std::move(options);
  log.keys = std::make_unique<server::LogKeys>(*std::move(keys));
  return log;
}

absl::StatusOr<std::vector<server::PublishedHead>> PublishedHeads(const Log& log) {
  std::vector<server::PublishedHead> heads;
  auto witnesses = server::MakeWitnesses(log.options, *log.keys);
  if (!witnesses.ok()) return witnesses.status();
  for (const auto& named : *witnesses) {
    for (server::PublishedHead& head : named.witness->Heads()) heads.push_back(std::move(head));
  }
  if (!log.options.log_journal.empty()) {
    for (server::PublishedHead& head : server::JournalHeads(log.options.log_journal)) {
      heads.push_back(std::move(head));
    }
  }
  return heads;
}

// Looks for journalled leaves, and tells of those that are not where they must be.
class JournalCheck {
 public:
  // `fork`: when the present epoch began; what is missing from before it was lost then, and told then.
  JournalCheck(storage::Connection& connection, std::optional<absl::Time> fork)
      : connection_(connection), fork_(fork) {}

  absl::Status Add(const server::JournalledLeaf& leaf) {
    batch_.push_back(leaf);
    return batch_.size() < kBatch ? absl::OkStatus() : Look();
  }

  absl::Status Look() {
    std::vector<int64_t> ids;
    for (const server::JournalledLeaf& leaf : batch_) ids.push_back(leaf.leaf_id);
    auto places = storage::FindLeaves(connection_, ids);
    if (!places.ok()) return places.status();
    for (size_t i = 0; i < batch_.size(); ++i) Judge(batch_[i], (*places)[i]);
    batch_.clear();
    return absl::OkStatus();
  }

  void Summarise(size_t files) const {
    std::cout << "journal: " << Counted(placed_ + waiting_ + lost_ + wrong_, "leaf", "leaves") << " in "
              << Counted(static_cast<int64_t>(files), "file", "files") << "; "
              << Counted(placed_, "has its place", "have their place") << ", "
              << Counted(waiting_, "waits for it", "wait for it") << ", " << Counted(lost_, "was", "were")
              << " lost before the log was forked, "
              << Counted(wrong_, "is not as it was", "are not as they were") << " journalled\n";
  }
  bool sound() const { return wrong_ == 0; }

 private:
  void Judge(const server::JournalledLeaf& leaf, const storage::LeafPlace& place) {
    if (place.hash == leaf.hash) {
      ++(place.tree_index ? placed_ : waiting_);
      return;
    }
    if (fork_ && leaf.time < *fork_) {
      ++lost_;
      return;
    }
    ++wrong_;
    std::cout << "leaf " << leaf.leaf_id << ", journalled "
              << absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", leaf.time, absl::UTCTimeZone()) << ": ";
    if (place.hash.empty()) {
      std::cout << "deleted before it had a place\n";
    } else if (place.tree_index) {
      std::cout << "another hash stands in its place, " << *place.tree_index << "\n";
    } else {
      std::cout << "another hash waits for its place\n";
    }
  }

  storage::Connection& connection_;
  const std::optional<absl::Time> fork_;
  std::vector<server::JournalledLeaf> batch_;
  int64_t placed_ = 0;
  int64_t waiting_ = 0;
  int64_t lost_ = 0;
  int64_t wrong_ = 0;
};

absl::Status CheckJournal(const Log& log, std::optional<absl::Time> fork, bool& sound) {
  auto files = server::JournalFiles(log.options.log_journal);
  if (!files.ok()) return files.status();
  JournalCheck check(*log.connection, fork);
  for (const std::string& file : *files) {
    const absl::Status read =
        server::ReadJournalFile(file, [&](const server::JournalledLeaf& leaf) { return check.Add(leaf); });
    if (!read.ok()) return read;
  }
  if (absl::Status s = check.Look(); !s.ok()) return s;
  check.Summarise(files->size());
  sound = sound && check.sound();
  return absl::OkStatus();
}

// FAILED_PRECONDITION if a server keeps the lease.
absl::Status TakeLease(storage::Connection& connection) {
  for (const absl::Time end = absl::Now() + kLeaseWait; absl::Now() < end;
       absl::SleepFor(absl::Milliseconds(200))) {
    auto queue = storage::ReadLogQueue(connection, 1, 0);
    if (!queue.ok()) return queue.status();
    if (queue->leased) return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      "a server is writing this log; stop it first, if it is the one to be forked");
}

// OK if the log needs a fork because of this head.
absl::Status NeedsFork(const Log& log, const server::LogTree& tree, const server::LogKeys::Head& lost) {
  if (lost.epoch < tree.epoch()) {
    return absl::FailedPreconditionError(absl::StrCat("the log has gone on as ",
                                                      log.keys->Origin(tree.epoch()),
                                                      " since that head; nothing is to be done"));
  }
  if (lost.epoch > tree.epoch() || lost.checkpoint.size > tree.size()) return absl::OkStatus();
  auto root = server::AskTree(*log.connection, [&](rules::log::NodeReader node) {
    return rules::log::RootOf(lost.checkpoint.size, node);
  });
  if (!root.ok()) return root.status();
  if (*root != lost.checkpoint.root) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "that is a head of the log as it stands: nothing is lost, and it can go on");
}

// What the first leaf of the new epoch tells.
absl::StatusOr<storage::PendingLeaf> AppendForkLeaf(const Log& log, storage::Connection& owner,
                                                    const std::string& reason, const std::string& note) {
  auto provider = server::OpenKeyProvider(log.options);
  if (!provider.ok()) return provider.status();
  storage::Vault vault(**provider);
  auto server_keys = storage::ReadServerKeys(owner, vault);
  if (!server_keys.ok()) return server_keys.status();
  storage::AuditContext context;
  context.now = absl::Now();
  context.instance = absl::StrCat(reason, "\n\n", note);
  context.actor = "operator";
  context.action = "ForkLog";
  context.payload = context.instance;
  context.access = {{context.actor}, absl::InfiniteFuture(), server_keys->context.key};
  context.server_keys = std::make_shared<const storage::ServerKeys>(*std::move(server_keys));
  return storage::AppendOperatorLeaf(owner, context);
}

absl::Status Fork(const Log& log, storage::Connection& owner, const std::string& reason,
                  const std::string& note) {
  auto lost = log.keys->Open(note);
  if (!lost.ok()) return lost.status();
  if (absl::Status s = TakeLease(*log.connection); !s.ok()) return s;
  server::LogTree tree(*log.connection, *log.keys);
  if (absl::Status s = tree.Load({}); !s.ok()) return s;
  if (absl::Status s = NeedsFork(log, tree, *lost); !s.ok()) return s;
  auto leaf = AppendForkLeaf(log, owner, reason, note);
  if (!leaf.ok()) return leaf.status();
  auto appended = tree.Append({*leaf});
  if (!appended.ok()) return appended.status();
  if (!*appended) return absl::AbortedError("somebody else writes this log; try again");
  tree.BeginEpoch(std::max(lost->epoch, tree.epoch()) + 1);
  if (absl::Status s = tree.Sign(); !s.ok()) return s;
  if (!log.options.log_journal.empty()) {
    const std::string path = server::HeadFile(log.options.log_journal);
    if (absl::Status s = server::ReplaceFile(path, tree.head()->note, 0600); !s.ok()) return s;
  }
  auto verifier = log.keys->Verifier(tree.epoch());
  if (!verifier.ok()) return verifier.status();
  std::cout << "the log goes on as " << tree.head()->origin << " from leaf " << tree.size() - 1
            << ", which tells why\nits heads are verified with " << verifier->ToString() << "\n\n"
            << tree.head()->note;
  return absl::OkStatus();
}

}  // namespace

int CheckLog(const std::string& config_path) {
  auto log = OpenLog(config_path);
  if (!log.ok()) return Fail(log.status(), kUnusable);
  auto heads = PublishedHeads(*log);
  if (!heads.ok()) return Fail(heads.status(), kUnusable);
  bool sound = true;
  server::LogTree tree(*log->connection, *log->keys);
  absl::Status status = tree.Load(*heads);
  if (status.ok()) status = tree.CheckAll();
  if (status.ok()) {
    std::cout << "tree: " << Counted(tree.size(), "leaf", "leaves") << " under "
              << log->keys->Origin(tree.epoch()) << ", as signed and published\n";
  } else if (absl::IsFailedPrecondition(status)) {
    std::cout << "tree: " << status.message() << '\n';
    sound = false;
  } else {
    return Fail(status);
  }
  if (!log->options.log_journal.empty()) {
    auto fork = storage::EpochBegin(*log->connection, log->keys->Origin(tree.epoch()));
    if (!fork.ok()) return Fail(fork.status());
    if (tree.epoch() == 1) fork->reset();
    if (absl::Status s = CheckJournal(*log, *fork, sound); !s.ok()) return Fail(s);
  }
  return sound ? kDone : kFailed;
}

int ForkLog(const std::string& reason, const std::string& old_note, const std::string& config_path) {
  return AsOwner(config_path, [&](storage::Connection& owner, const server::Options& /*options*/) {
    auto log = OpenLog(config_path);
    if (!log.ok()) return Fail(log.status(), kUnusable);
    std::ostringstream note;
    note << std::ifstream(old_note, std::ios::binary).rdbuf();
    const absl::Status status = Fork(*log, owner, reason, note.str());
    return status.ok() ? kDone : Fail(status);
  });
}

int PrintLogKey(const std::string& config_path) {
  auto log = OpenLog(config_path);
  if (!log.ok()) return Fail(log.status(), kUnusable);
  auto newest = storage::NewestCheckpoint(*log->connection);
  if (!newest.ok()) return Fail(newest.status());
  int epoch = 1;
  if (newest->has_value()) {
    auto head = log->keys->Open((*newest)->note);
    if (!head.ok()) return Fail(head.status());
    epoch = head->epoch;
  }
  auto verifier = log->keys->Verifier(epoch);
  if (!verifier.ok()) return Fail(verifier.status());
  std::cout << verifier->ToString() << '\n';
  return kDone;
}

}  // namespace arasha::admin
