#ifndef ARASHA_CLIENTS_VERIFY_ROW_CHECK_H_
#define ARASHA_CLIENTS_VERIFY_ROW_CHECK_H_

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/time/time.h"
#include "arasha/v1/audit.pb.h"
#include "clients/verify/findings.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/merkle.h"

namespace arasha::clients {

// Compares the register's rows with the leaves that wrote them. It keeps, for every row that a leaf names,
// what the last such leaf said: some 100 to 220 bytes a row. A leaf may also say that a row is gone: its
// state is then that of no bytes.
//
// Rows are read one after the other while the register goes on changing. So the order is: leaves up to a
// checkpoint, then rows, then the leaves that were appended meanwhile. A row is as the last leaf before the
// rows says, or as one behind them does.
class RowCheck {
 public:
  explicit RowCheck(Findings& findings) : findings_(findings) {}

  // In the order of the tree, from its first leaf on.
  void TakeLeaf(int64_t index, const rules::log::Leaf& leaf);
  // Once, behind the leaves that precede the rows.
  void BeginRows() { rows_begun_ = true; }
  void TakeRow(const v1::RowState& row);
  // To be called last. Cases whose own rows were read have their `number` in the findings, beside their uid.
  void Finish();

 private:
  // A row: its uid in its case, and its kind's number in `names_`. A key that is no uid, as a deadline's
  // rule, stands as its number there. The answer to a request, of which there are many for a short time, has
  // the hash of who asked for its case.
  struct Id {
    std::array<char, 16> case_uid;
    std::array<char, 16> key;
    uint32_t kind;
    bool named;

    bool operator==(const Id&) const = default;
    template <typename H>
    friend H AbslHashValue(H h, const Id& id) {
      return H::combine(std::move(h), id.case_uid, id.key, id.kind, id.named);
    }
  };
  struct State {
    rules::log::Hash hash;
    int32_t version;

    bool operator==(const State&) const = default;
  };
  struct Written {
    State state;
    int64_t leaf;
    bool row_expected;  // written before the rows were read
    bool row_seen = false;
  };

  Id IdOf(absl::string_view kind, absl::string_view case_uid, absl::string_view key);
  uint32_t NumberOf(absl::string_view name);
  Texts::Parameters Describe(const Id& id) const;
  void TakeObject(int64_t index, const Id& id, const State& state);
  // Answers to requests are kept for two days, so what leaves say of them is, too.
  void TakeRequest(int64_t index, const rules::log::Leaf& leaf, const Id& id);
  void ForgetRequests(absl::Duration age);
  void RowDiffers(const Id& id, const State& row, const Written& written);
  void NameCases();

  Findings& findings_;
  bool rows_begun_ = false;
  std::unordered_map<Id, Written, absl::Hash<Id>> written_;
  // What people call cases, by uid.
  std::unordered_map<std::array<char, 16>, std::string, absl::Hash<std::array<char, 16>>> case_numbers_;
  // Rows that no leaf before the rows accounts for.
  std::unordered_map<Id, State, absl::Hash<Id>> unaccounted_;
  struct Request {
    int64_t leaf;
    absl::Time at;
    Id id;
  };
  // By leaf. And the newest time of any.
  std::deque<Request> requests_;
  absl::Time newest_ = absl::InfinitePast();
  std::vector<std::string> names_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_ROW_CHECK_H_
