#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/operator/commands.h"
#include "services/operator/owner.h"
#include "services/process/key_options.h"
#include "storage/directory/owner_writes.h"
#include "storage/log/key_renewal.h"
#include "storage/log/key_rotation.h"
#include "storage/log/server_keys.h"

namespace arasha::operators {
namespace {

// Runs `body(owner, vault)` with the owner's connection and the keeper of keys that the configuration names.
template <typename Body>
int WithVault(const std::string& config_path, Body body) {
  return AsOwner(config_path, [&](storage::Connection& owner, const server::Options& options) {
    auto provider = server::OpenKeyProvider(options);
    if (!provider.ok()) return Fail(provider.status());
    storage::Vault vault(**provider);
    return body(owner, vault);
  });
}

// Likewise, for what changes keys of cases: with a leaf before it that tells what is done, and under which
// key.
template <typename Body>
int WithLeaf(const std::string& config_path, OperatorAction action, Body body) {
  return AsOperator(config_path, std::move(action),
                    [&](storage::Connection& owner, storage::AuditContext context) {
                      storage::Vault& vault = context.sealing->vault;
                      absl::StrAppend(&context.payload, ", under ", vault.current_kek());
                      if (auto leaf = storage::AppendOperatorLeaf(owner, context); !leaf.ok())
                        return Fail(leaf.status());
                      return body(owner, context);
                    });
}

// Never overwrites.
int NewKeyEncryptionKey(const std::string& name, const std::string& config_path) {
  auto options = server::LoadOptions(config_path);
  if (!options.ok()) return Fail(options.status(), kUnusable);
  if (options->key_provider != "file" || options->key_directory.empty()) {
    return Fail(
        absl::InvalidArgumentError(
            "keys.provider must be \"file\" and keys.directory given; in a token, its own tools make keys"),
        kUnusable);
  }
  if (const absl::Status made = storage::MakeKeyFile(options->key_directory, name); !made.ok())
    return Fail(made);
  std::cout << "made " << options->key_directory << '/' << name
            << ".key; keep a copy where the database's backups are not\n";
  return kDone;
}

int InitKeys(const std::string& config_path) {
  return WithVault(config_path, [](storage::Connection& owner, storage::Vault& vault) {
    const auto made = storage::MakeServerKeys(owner, vault);
    if (!made.ok()) return Fail(made.status());
    std::cout << "made " << *made << " server keys under " << vault.current_kek() << '\n';
    return kDone;
  });
}

int ShowKeys(const std::string& config_path) {
  return WithVault(config_path, [](storage::Connection& owner, storage::Vault& vault) {
    auto uses = storage::CountKeysByKek(owner);
    if (!uses.ok()) return Fail(uses.status());
    const std::string current = vault.current_kek();
    const bool used =
        std::any_of(uses->begin(), uses->end(), [&](const auto& use) { return use.kek == current; });
    if (!used) uses->push_back({.kek = current});
    for (const storage::KekUse& use : *uses) {
      std::cout << use.kek << ": " << use.data_keys << " data keys, " << use.server_keys << " server keys"
                << (use.kek == current ? "; in use for new ones" : "") << '\n';
    }
    return kDone;
  });
}

// While servers serve. To be started again if it was stopped. Fails, saying what to do, if keys are left
// under another.
int RotateKeys(const std::string& config_path) {
  const OperatorAction action{"RotateKeys", "all keys"};
  return WithLeaf(config_path, action, [](storage::Connection& owner, const storage::AuditContext& context) {
    const std::string current = context.sealing->vault.current_kek();
    const auto rotation = storage::RotateKeys(owner, context, [&](const storage::Rotation& so_far) {
      std::cout << "wrapped " << so_far.rewrapped << " of " << Counted(so_far.found, "key", "keys") << " anew"
                << std::endl;
    });
    if (!rotation.ok()) return Fail(rotation.status());
    const auto uses = storage::CountKeysByKek(owner);
    if (!uses.ok()) return Fail(uses.status());
    int64_t left = 0;
    for (const storage::KekUse& use : *uses) {
      if (use.kek != current) left += use.data_keys + use.server_keys;
    }
    if (rotation->damaged > 0) {
      return Fail(absl::FailedPreconditionError(
          absl::StrCat(Counted(rotation->damaged, "key does not unwrap, and stays as it is: it is",
                               "keys do not unwrap, and stay as they are: they are"),
                       " damaged, or not wrapped by the key that is named")));
    }
    if (left > 0) {
      return Fail(absl::FailedPreconditionError(
          absl::StrCat(Counted(left, "key was", "keys were"),
                       " made under another key meanwhile; start every server again with keys.current ",
                       "= \"", current, "\", then run this again")));
    }
    std::cout << "all keys are under " << current << '\n';
    return kDone;
  });
}

// Likewise while servers serve.
int RenewDataKeys(int older_than_days, const std::string& config_path) {
  const OperatorAction action{"RenewDataKeys",
                              absl::StrCat("data keys older than ", older_than_days, " days")};
  return WithLeaf(config_path, action, [&](storage::Connection& owner, const storage::AuditContext& context) {
    const auto made = storage::RenewDataKeys(
        owner, context, absl::Now() - older_than_days * absl::Hours(24), [](int64_t so_far) {
          std::cout << "made " << Counted(so_far, "data key", "data keys") << std::endl;
        });
    if (!made.ok()) return Fail(made.status());
    std::cout << "no open case has only keys older than " << Counted(older_than_days, "day", "days") << "\n";
    return kDone;
  });
}

}  // namespace

void AddKeyCommands(CLI::App& app, int& exit_code) {
  auto* keys = app.add_subcommand("keys", "Keys that protect what is personal")->require_subcommand(1);
  const auto name = std::make_shared<std::string>();
  AddCommand(*keys, "new-kek", "Make a key-encryption key in a file",
             "arashad keys new-kek kek-2 --config /etc/arasha/arashad.toml", exit_code,
             [name](const std::string& config) { return NewKeyEncryptionKey(*name, config); })
      ->add_option("name", *name, "Its name, which [keys] current may then give")
      ->required();
  AddCommand(*keys, "init", "Make the server's keys that are missing, as the owner",
             "arashad keys init --config /etc/arasha/owner.toml", exit_code, &InitKeys);
  AddCommand(*keys, "status", "Tell what each key-encryption key wraps, as the owner",
             "arashad keys status --config /etc/arasha/owner.toml", exit_code, &ShowKeys);
  AddCommand(*keys, "rotate", "Wrap every key anew by the key-encryption key in use, as the owner",
             "arashad keys rotate --config /etc/arasha/owner.toml", exit_code, &RotateKeys);
  const auto days = std::make_shared<int>(0);
  AddCommand(*keys, "renew", "Give open cases new data keys for what is sealed from now on, as the owner",
             "arashad keys renew --older-than 365 --config /etc/arasha/owner.toml", exit_code,
             [days](const std::string& config) { return RenewDataKeys(*days, config); })
      ->add_option("--older-than", *days, "Those whose newest data key is older than this many days")
      ->required()
      ->check(CLI::NonNegativeNumber);
}

}  // namespace arasha::operators
