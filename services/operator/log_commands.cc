#include <CLI/CLI.hpp>
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
#include "services/operator/commands.h"
#include "services/operator/journal_check.h"
#include "services/operator/owner.h"
#include "services/operator/request_check.h"
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

namespace arasha::operators {
namespace {

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

// Compares the stored tree with the signed heads, and the journal with the database; kFailed if something is
// not as it must be.
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
    auto as_journalled = CheckJournal(*log->connection, log->options.log_journal, *fork);
    if (!as_journalled.ok()) return Fail(as_journalled.status());
    sound = sound && *as_journalled;
  }
  return sound ? kDone : kFailed;
}

// Goes on under another origin after leaves were lost that the head in `old_note`, a file, covers. The first
// leaf under it holds that head and the reason.
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

}  // namespace

void AddLogCommands(CLI::App& app, int& exit_code) {
  auto* log = app.add_subcommand("log", "The audit log")->require_subcommand(1);
  AddCommand(*log, "check", "Compare tree, heads and journal with the database",
             "arashad log check --config /etc/arasha/arashad.toml", exit_code, &CheckLog);
  AddCommand(*log, "check-requests",
             "Tell of leaves that were written by hand, without our keys, as the owner",
             "arashad log check-requests --config /etc/arasha/owner.toml", exit_code, &CheckRequests);
  AddCommand(*log, "key", "Print the key that verifies its heads",
             "arashad log key --config /etc/arasha/arashad.toml", exit_code, &PrintLogKey);
  const auto reason = std::make_shared<std::string>();
  const auto old_note = std::make_shared<std::string>();
  auto* fork = AddCommand(*log, "fork", "Go on under another name after a loss, as the owner",
                          "arashad log fork --reason \"The disk was lost\" --old-note newest.note --config "
                          "/etc/arasha/owner.toml",
                          exit_code, [reason, old_note](const std::string& config) {
                            return ForkLog(*reason, *old_note, config);
                          });
  fork->add_option("--reason", *reason, "Why; stands in the first leaf under the new name")->required();
  fork->add_option("--old-note", *old_note, "File with the newest head that was published before")
      ->required();
}

}  // namespace arasha::operators
