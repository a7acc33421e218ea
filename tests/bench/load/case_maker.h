#ifndef ARASHA_TESTS_BENCH_LOAD_CASE_MAKER_H_
#define ARASHA_TESTS_BENCH_LOAD_CASE_MAKER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "storage/keys/vault.h"
#include "tests/bench/system/copy_rows.h"
#include "tests/bench/system/server_view.h"

namespace arasha::bench {

// Rows of some cases.
struct CaseBatch {
  CopyRows cases{
      "case_file",
      "mission, uid, year, serial, type, type_version, state, open, priority, assignee, host_state, "
      "sensitivity, labels, sealed, received_time, create_time, created_by, update_time, close_time, "
      "version"};
  CopyRows data_keys{"data_key", "mission, case_uid, uid, kek, wrapped"};
  CopyRows index{"case_index", "mission, case_uid, source, tokens, identifiers"};
  CopyRows parties{"party", "mission, case_uid, uid, role, kind, sealed, create_time"};
  CopyRows entries{
      "entry",
      "mission, case_uid, uid, kind, sealed, happened_time, record_time, author, event, to_state, "
      "triggers"};
  CopyRows deadlines{"deadline",
                     "mission, case_uid, rule, source, start_time, due_time, met_by, corrects, met_time"};
};

// Tokens of texts of which there are few, but in many cases: to make them anew each time would take longer
// than all else.
class TokenCache {
 public:
  // `key`: that of the search index.
  explicit TokenCache(const storage::SecretKey& key) : key_(key) {}

  // Of all the texts together, sorted and without repeats, as of one text that they make up. Each holds whole
  // words.
  std::vector<int32_t> Of(const std::string& mission, const std::vector<std::string>& texts);

 private:
  const storage::SecretKey& key_;
  std::unordered_map<std::string, std::vector<int32_t>> tokens_;
};

// Makes up cases of type rights.detention: a tenth of them open, each with two parties, three entries and
// three deadlines, sealed and findable as if the server had opened them. One thread's own.
class CaseMaker {
 public:
  // `assignee` opened all of them and works on all but the newest state. The `index`-th is opened at
  // `first` + index × `step`.
  CaseMaker(ServerView& server, std::string assignee, int type_version, absl::Time first,
            absl::Duration step);

  // The year of their numbers.
  int year() const;

  // The cases `begin` to `end`, dealt out to the missions in turn; `before`: the number last given in each.
  CaseBatch Make(int begin, int end, const std::vector<int>& before);

 private:
  // Where rows belong, and what seals them.
  struct Place {
    std::string mission;
    std::string uid;  // of the case
    absl::Time created;
    bool open;
    storage::DataKey key;
  };
  struct PersonName {
    std::string given;
    std::string family;
  };

  template <size_t n>
  std::string Pick(const std::array<const char*, n>& values) {
    return values[random_() % n];
  }
  PersonName PickName();
  std::string Digits(size_t count);
  std::string Uid(absl::Time time);

  void Add(CaseBatch& batch, int index, const std::string& mission, int serial);
  void AddCase(CaseBatch& batch, const Place& place, int serial, const PersonName& subject);
  void AddParty(CaseBatch& batch, const Place& place, v1::PartyRole role, const PersonName& name,
                v1::Party content);
  void AddEntry(CaseBatch& batch, const Place& place, absl::Duration after, v1::EntryKind kind,
                const std::string& text, const std::vector<std::string>& triggers);
  void AddDeadline(CaseBatch& batch, const Place& place, absl::Duration period, absl::string_view rule,
                   absl::string_view source, const std::vector<std::string>& met_by, bool met);

  ServerView& server_;
  TokenCache tokens_;
  const std::string assignee_;
  const int type_version_;
  const absl::Time first_;
  const absl::Duration step_;
  std::mt19937_64 random_{std::random_device()()};
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_CASE_MAKER_H_
