#include "tests/bench/system/server_view.h"

#include "services/cases/rows/findables.h"
#include "storage/postgres/connection.h"
#include "tests/bench/system/database.h"
#include "tests/bench/system/requests.h"

namespace arasha::bench {
namespace {

std::string KekOf(const std::string& owner_database) {
  return Database(owner_database).Row("SELECT min(kek) FROM server_key")[0];
}

}  // namespace

ServerView::ServerView(std::string owner_database, const std::string& key_folder)
    : owner_database_(std::move(owner_database)),
      provider_(OrThrow(storage::OpenKeyFiles(key_folder, KekOf(owner_database_)))),
      vault_(*provider_) {
  storage::Connection connection(owner_database_);
  keys_ = std::make_shared<storage::ServerKeys>(OrThrow(storage::ReadServerKeys(connection, vault_)));
}

std::vector<storage::Param> ServerView::SearchParams(const std::string& mission) const {
  return storage::SearchParams(*keys_, {mission}, cases::SearchTerms(kFamilyName, {}).front());
}

}  // namespace arasha::bench
