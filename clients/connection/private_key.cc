#include "clients/connection/private_key.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/connection/certificate.h"
#include "clients/text/local_error.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

constexpr size_t kLongestSecret = 1024;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

int Give(char* buffer, int size, int, void* secret) {
  const auto& given = *static_cast<const std::string*>(secret);
  if (given.size() > static_cast<size_t>(size)) return -1;
  given.copy(buffer, given.size());
  return static_cast<int>(given.size());
}

bool IsEncrypted(absl::string_view pem) {
  return absl::StrContains(pem, PEM_STRING_PKCS8) || absl::StrContains(pem, "Proc-Type: 4,ENCRYPTED");
}

absl::StatusOr<std::string> Decrypted(const std::string& pem, const std::string& path, std::string secret) {
  const std::unique_ptr<BIO, Free> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<EVP_PKEY, Free> key(PEM_read_bio_PrivateKey(source.get(), nullptr, Give, &secret));
  OPENSSL_cleanse(secret.data(), secret.size());
  if (!key) return ConfigurationError("config.key_passphrase_wrong", {{"path", path}});
  const std::unique_ptr<BIO, Free> plain(BIO_new(BIO_s_secmem()));
  char* data = nullptr;
  if (PEM_write_bio_PrivateKey(plain.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return ConfigurationError("config.key_malformed", {{"path", path}});
  }
  const long size = BIO_get_mem_data(plain.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

// The URI with the PIN that opens the token; gRPC hands what follows `engine:pkcs11:` to the engine.
absl::StatusOr<std::string> InToken(const std::string& uri, const AskSecret& ask) {
  const char* engines = OPENSSL_info(OPENSSL_INFO_ENGINES_DIR);
  std::error_code error;
  if (engines == nullptr || !std::filesystem::exists(absl::StrCat(engines, "/pkcs11.so"), error)) {
    return ConfigurationError("config.no_pkcs11", {{"path", engines == nullptr ? "" : engines}});
  }
  std::string named = absl::StrCat("engine:pkcs11:", uri);
  if (absl::StrContains(uri, "pin-value=") || absl::StrContains(uri, "pin-source=")) return named;
  absl::StatusOr<std::string> pin = ask(uri);
  if (!pin.ok()) return pin;
  absl::StrAppend(&named, absl::StrContains(uri, '?') ? "&" : "?", "pin-value=");
  for (const char c : *pin) absl::StrAppendFormat(&named, "%%%02X", static_cast<unsigned char>(c));
  OPENSSL_cleanse(pin->data(), pin->size());
  return named;
}

std::string FirstLine(int fd) {
  std::string line;
  char c = 0;
  while (line.size() < kLongestSecret) {
    const ssize_t got = read(fd, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') break;
    line += c;
  }
  return line;
}

// The first line that the program prints; nothing if it fails.
absl::StatusOr<std::string> AskProgram(std::string program, std::string question) {
  int pipe[2];
  if (pipe2(pipe, O_CLOEXEC) != 0) return ConfigurationError("config.askpass_failed", {{"program", program}});
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  const std::array<char*, 3> arguments = {program.data(), question.data(), nullptr};
  pid_t child = 0;
  const int spawned = posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe[1]);
  std::string secret = spawned == 0 ? FirstLine(pipe[0]) : "";
  close(pipe[0]);
  int status = 0;
  while (spawned == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (spawned == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return secret;
  return ConfigurationError("config.askpass_failed", {{"program", program}});
}

}  // namespace

bool IsInToken(absl::string_view key) { return absl::StartsWith(key, "pkcs11:"); }

absl::StatusOr<std::string> ReadPrivateKey(const std::string& key, const AskSecret& ask) {
  if (IsInToken(key)) return InToken(key, ask);
  absl::StatusOr<std::string> pem = ReadPem("file.key", key);
  if (!pem.ok() || !IsEncrypted(*pem)) return pem;
  absl::StatusOr<std::string> secret = ask(key);
  if (!secret.ok()) return secret;
  return Decrypted(*pem, key, *std::move(secret));
}

absl::StatusOr<std::string> ReadSecret(const Environment& environment, const Texts& messages,
                                       const std::string& key, bool may_ask) {
  int fd = -1;
  if (absl::SimpleAtoi(environment.variable("ARASHA_PASSPHRASE_FD"), &fd)) return FirstLine(fd);
  const std::string question =
      OneLine(messages.Text(IsInToken(key) ? "prompt.pin" : "prompt.passphrase", {{"key", key}}));
  const std::string program = environment.variable("ARASHA_ASKPASS");
  if (!program.empty()) return AskProgram(program, question);
  if (!may_ask || !environment.err_is_terminal) {
    return ConfigurationError("config.key_passphrase_needed", {{"path", key}});
  }
  std::string secret(kLongestSecret, '\0');
  if (EVP_read_pw_string(secret.data(), static_cast<int>(secret.size()), question.c_str(), 0) != 0) {
    return UsageError("usage.input_ended");
  }
  secret.resize(secret.find('\0'));
  return secret;
}

}  // namespace arasha::clients
