#include "services/operator/request_check.h"

#include <algorithm>
#include <iostream>
#include <string>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "services/operator/owner.h"
#include "services/rules/log/leaf.h"
#include "storage/log/leaf_requests.h"

namespace arasha::operators {
namespace {

constexpr int kPage = 1000;
constexpr absl::string_view kMendNumbers = "MendNumbers";

// Tells of leaves that no server or operator wrote. What stands beside another leaf cannot stand beside one
// of theirs: it is sealed for the leaf's event, and no two leaves are of one.
class RequestCheck {
 public:
  void Judge(const storage::LeafRequest& request) {
    const auto leaf = rules::log::DecodeLeaf(request.leaf);
    if (!leaf.ok()) return Tell(request, "is not as a server writes it");
    if (!events_.insert(std::string(leaf->event_uid)).second) {
      return Tell(request, "is of an event that another leaf told of before");
    }
    if (leaf->action == kMendNumbers && request.salt && storage::Sha256(*request.salt) == leaf->commitment) {
      ++opened_;  // The database's own, of no request; whoever verifies the log is told of each.
    } else if (!request.salt && request.erased && leaf->occurred_time <= *request.erased) {
      ++erased_;
    } else if (!request.salt) {
      Tell(request, "has no request beside it, though nobody erased it");
    } else if (storage::OpensCommitment(request, rules::log::FormatUid(leaf->event_uid), leaf->commitment)) {
      ++opened_;
    } else {
      Tell(request, "has a request beside it that is not sealed with our keys, or not the one it commits to");
    }
  }
  void Summarise() const {
    std::cout << "requests: "
              << Counted(opened_, "is what its leaf commits", "are those that their leaves commit") << " to, "
              << Counted(erased_, "was erased with its case", "were erased with their cases") << ", "
              << Counted(false_, "leaf was put in by hand or lost its own",
                         "leaves were put in by hand or lost theirs")
              << "\n";
  }
  bool sound() const { return false_ == 0; }

 private:
  void Tell(const storage::LeafRequest& request, absl::string_view what) {
    ++false_;
    std::cout << "leaf "
              << (request.tree_index ? absl::StrCat(*request.tree_index)
                                     : absl::StrCat("without a place, row ", request.leaf_id))
              << ' ' << what << '\n';
  }

  std::unordered_set<std::string> events_;
  int64_t opened_ = 0;
  int64_t erased_ = 0;
  int64_t false_ = 0;
};

}  // namespace

int CheckRequests(const std::string& config_path) {
  return AsOperator(config_path, {"CheckRequests", ""},
                    [](storage::Connection& owner, const storage::AuditContext& context) {
                      RequestCheck check;
                      for (int64_t after = 0;;) {
                        auto page = storage::ReadLeafRequests(owner, context, after, kPage);
                        if (!page.ok()) return Fail(page.status());
                        if (page->empty()) break;
                        for (const storage::LeafRequest& request : *page) check.Judge(request);
                        after = page->back().leaf_id;
                      }
                      check.Summarise();
                      return check.sound() ? kDone : kFailed;
                    });
}

}  // namespace arasha::operators
