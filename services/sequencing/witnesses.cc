#include "services/sequencing/witnesses.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/process/http_post.h"
#include "services/process/operator_log.h"
#include "services/process/program.h"
#include "services/process/replace_file.h"
#include "services/sequencing/tiles.h"

namespace arasha::server {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kProgramLimit = absl::Seconds(30);
constexpr absl::Duration kPostLimit = absl::Seconds(10);
constexpr absl::Duration kStatementLimit = absl::Seconds(10);
// After a failure the next attempt is after this at least, so that a witness that is back is not stormed.
constexpr absl::Duration kRetryAfter = absl::Seconds(5);
// Heads are public.
constexpr unsigned kReadable = 0644;

std::string ReadFile(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

// A number that is all of a name; -1 if it is not one.
int64_t Number(const std::string& name) {
  int64_t number = -1;
  return absl::SimpleAtoi(name, &number) && absl::StrCat(number) == name ? number : -1;
}

// FOLDER/SIZE.note, and FOLDER/EPOCH/SIZE.note, where sizes begin anew.
class Folder : public Witness {
 public:
  Folder(std::string path, const LogKeys& keys) : path_(std::move(path)), keys_(keys) {}

  absl::Status Give(const storage::CheckpointRow& head) override {
    auto opened = keys_.Open(head.note);
    if (!opened.ok()) return opened.status();
    std::string folder = path_;
    if (opened->epoch > 1) {
      absl::StrAppend(&folder, "/", opened->epoch);
      mkdir(folder.c_str(), 0755);  // What follows tells if it is not there.
    }
    const std::string path = absl::StrCat(folder, "/", head.size, ".note");
    if (fs::exists(path)) {
      if (ReadFile(path) == head.note) return absl::OkStatus();
      return absl::FailedPreconditionError(absl::StrCat(path, " holds another head of this size"));
    }
    return ReplaceFile(path, head.note, kReadable);
  }

  std::vector<PublishedHead> Heads() const override {
    std::string folder = path_;
    int64_t epoch = 1;
    std::error_code ignored;
    for (const auto& item : fs::directory_iterator(path_, ignored)) {
      const int64_t number = Number(item.path().filename().string());
      if (number > epoch && item.is_directory(ignored)) {
        epoch = number;
        folder = item.path().string();
      }
    }
    int64_t size = -1;
    for (const auto& item : fs::directory_iterator(folder, ignored)) {
      if (item.path().extension() == ".note") size = std::max(size, Number(item.path().stem().string()));
    }
    if (size < 0) return {};
    const std::string path = absl::StrCat(folder, "/", size, ".note");
    return {{path, ReadFile(path)}};
  }

 private:
  const std::string path_;
  const LogKeys& keys_;
};

// A repository whose commits others fetch.
class GitRepository : public Witness {
 public:
  explicit GitRepository(std::string path) : path_(std::move(path)) {}

  absl::Status Give(const storage::CheckpointRow& head) override {
    if (absl::Status s = ReplaceFile(File(), head.note, kReadable); !s.ok()) return s;
    if (absl::Status s = Git({"add", "--", "checkpoint"}); !s.ok()) return s;
    // Committed already, by a process that did not live to tell.
    if (Git({"diff", "--cached", "--quiet", "HEAD", "--", "checkpoint"}).ok()) return absl::OkStatus();
    return Git({"-c", "user.name=arashad", "-c", "user.email=arashad@localhost", "commit", "--quiet",
                "--message", absl::StrCat(head.origin, " ", head.size), "--", "checkpoint"});
  }

  std::vector<PublishedHead> Heads() const override {
    if (!fs::exists(File())) return {};
    return {{File(), ReadFile(File())}};
  }

 private:
  std::string File() const { return path_ + "/checkpoint"; }

  absl::Status Git(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = {"git", "-C", path_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    auto code = RunProgram(all, kProgramLimit);
    if (!code.ok()) return code.status();
    if (*code == 0) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat("git ", arguments.front(), " in ", path_, " ends with ", *code));
  }

  const std::string path_;
};

// Speaks https://c2sp.org/tlog-witness.
class Cosigner : public Witness {
 public:
  Cosigner(std::string url, rules::log::NoteVerifier verifier, const std::string& database)
      : url_(absl::StrCat(absl::StripSuffix(url, "/"), "/add-checkpoint")),
        verifier_(std::move(verifier)),
        connection_(database) {}

  absl::Status Give(const storage::CheckpointRow& head) override {
    if (head.origin != origin_) known_ = 0;
    origin_ = head.origin;
    auto answer = Post(head);
    if (answer.ok() && answer->code == 409) {
      // It tells the size of the head that it has.
      if (!absl::SimpleAtoi(absl::StripAsciiWhitespace(answer->body), &known_) || known_ < 0) {
        return absl::UnavailableError("it has another head than we know, and does not say of which size");
      }
      if (known_ > head.size) {
        return absl::FailedPreconditionError(
            absl::StrCat("it has a head of ", known_, " leaves, the log one of ", head.size));
      }
      answer = Post(head);
    }
    if (!answer.ok()) return answer.status();
    if (answer->code != 200) return absl::UnavailableError(absl::StrCat("it answers ", answer->code));
    return Keep(head, answer->body);
  }

  std::vector<PublishedHead> Heads() const override { return {}; }  // It gives none back.

 private:
  // The head, and the proof that it goes on where the witness's own ends.
  absl::StatusOr<HttpAnswer> Post(const storage::CheckpointRow& head) {
    known_ = std::min(known_, head.size);
    connection_.BeginCall(1, absl::Now() + kStatementLimit);
    auto proof = AskTree(connection_, [&](rules::log::NodeReader node) {
      return rules::log::ProveConsistency(known_, head.size, node);
    });
    connection_.EndCall();
    if (!proof.ok()) return proof.status();
    std::string body = absl::StrCat("old ", known_, "\n");
    for (const rules::log::Hash& hash : *proof) {
      absl::StrAppend(&body, absl::Base64Escape(rules::log::ToBytes(hash)), "\n");
    }
    absl::StrAppend(&body, "\n", head.note);
    return HttpPost(url_, body, kPostLimit);
  }

  // The lines that it answered stand in the note as if they had always been there.
  absl::Status Keep(const storage::CheckpointRow& head, const std::string& lines) {
    const auto note = rules::log::ParseNote(absl::StrCat(head.note, lines));
    if (!note.ok()) return absl::UnavailableError(absl::StrCat("its answer: ", note.status().message()));
    for (const rules::log::NoteSignature& signature : note->signatures) {
      if (signature.name != verifier_.name() || signature.key_id != verifier_.key_id()) continue;
      if (!verifier_.Verify(note->text, signature)) break;
      connection_.BeginCall(1, absl::Now() + kStatementLimit);
      const absl::Status kept = storage::StoreCosignature(connection_, head, verifier_.name(),
                                                          rules::log::FormatSignature(signature));
      connection_.EndCall();
      if (kept.ok()) known_ = head.size;
      return kept;
    }
    return absl::UnauthenticatedError("its answer bears no signature of its key");
  }

  const std::string url_;
  const rules::log::NoteVerifier verifier_;
  storage::Connection connection_;
  std::string origin_;
  int64_t known_ = 0;  // leaves under the head that it has, as far as we know
};

}  // namespace

absl::StatusOr<std::unique_ptr<Witness>> MakeWitness(const std::string& line, const std::string& database,
                                                     const LogKeys& keys) {
  absl::string_view rest = line;
  if (absl::ConsumePrefix(&rest, "git:/")) return std::make_unique<GitRepository>(absl::StrCat("/", rest));
  if (absl::StartsWith(line, "/")) return std::make_unique<Folder>(line, keys);
  const std::vector<std::string> parts = absl::StrSplit(line, ' ', absl::SkipEmpty());
  if (parts.size() == 2 && (absl::StartsWith(line, "http://") || absl::StartsWith(line, "https://"))) {
    auto verifier = rules::log::NoteVerifier::FromKey(parts[1]);
    if (!verifier.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("log.witnesses: ", line, ": ", verifier.status().message()));
    }
    if (verifier->kind() != rules::log::SignatureKind::kCosignatureV1) {
      return absl::InvalidArgumentError(absl::StrCat("log.witnesses: ", line, ": not the key of a witness"));
    }
    return std::make_unique<Cosigner>(parts[0], *std::move(verifier), database);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("log.witnesses: got ", line, ", want /FOLDER, git:/FOLDER or http://HOST/PATH KEY"));
}

Witnesses::Witnesses(std::vector<Named> witnesses, absl::Duration period, Metrics& metrics)
    : witnesses_(std::move(witnesses)), period_(period), metrics_(metrics) {
  for (const Named& named : witnesses_) threads_.emplace_back([this, &named] { Follow(named); });
}

Witnesses::~Witnesses() {
  {
    absl::MutexLock lock(&mutex_);
    stop_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

void Witnesses::Publish(const storage::CheckpointRow& head) {
  absl::MutexLock lock(&mutex_);
  newest_ = head;
  ++published_;
}

std::vector<PublishedHead> Witnesses::Heads() const {
  std::vector<PublishedHead> all;
  for (const Named& named : witnesses_) {
    for (PublishedHead& head : named.witness->Heads()) all.push_back(std::move(head));
  }
  return all;
}

void Witnesses::Follow(const Named& named) {
  int64_t given = 0;
  bool failing = false;
  absl::Time next = absl::InfinitePast();
  while (true) {
    storage::CheckpointRow head;
    {
      absl::MutexLock lock(&mutex_);
      const auto stopping = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stop_; };
      if (mutex_.AwaitWithDeadline(absl::Condition(&stopping), next)) return;
      const auto ready = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stop_ || published_ > given; };
      mutex_.Await(absl::Condition(&ready));
      if (stop_) return;
      head = newest_;
      given = published_;
    }
    const absl::Status status = named.witness->Give(head);
    next = absl::Now() + period_;
    if (status.ok()) {
      metrics_.WitnessHas(named.name, head.size);
      if (std::exchange(failing, false)) Log(LogLevel::kInfo, "witness_back", {{"witness", named.name}});
      continue;
    }
    metrics_.WitnessFailed(named.name);
    if (!std::exchange(failing, true)) {
      Log(LogLevel::kError, "witness_failed", {{"witness", named.name}, {"why", DetailOf(status)}});
    }
    given = 0;
    next = absl::Now() + std::max(period_, kRetryAfter);
  }
}

}  // namespace arasha::server
