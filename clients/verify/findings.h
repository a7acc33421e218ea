#ifndef ARASHA_CLIENTS_VERIFY_FINDINGS_H_
#define ARASHA_CLIENTS_VERIFY_FINDINGS_H_

#include <cstdint>
#include <vector>
#include "absl/strings/string_view.h"

#include "services/rules/texts/texts.h"

namespace arasha::clients {

// What a check of the audit log may come to. The worst of its findings decides.
enum class Verdict {
  kTrue,
  // Something needed for an answer is missing or unreadable.
  kCannotTell,
  // Something is there that an honest log never holds.
  kTampered,
};

// One thing that is wrong. `code` is the key of its message behind `finding.`.
struct Finding {
  absl::string_view code;
  Verdict verdict;
  Texts::Parameters parameters;
};

// Findings in the order in which they were made. A hostile file could make any number of them; only the first
// are kept.
class Findings {
 public:
  static constexpr size_t kMostKept = 1000;

  // `code` must be a literal.
  void CannotTell(absl::string_view code, Texts::Parameters parameters = {}) {
    Add({code, Verdict::kCannotTell, std::move(parameters)});
  }
  void Tampered(absl::string_view code, Texts::Parameters parameters = {}) {
    Add({code, Verdict::kTampered, std::move(parameters)});
  }

  // Adds to the parameters of findings that are kept what is known only later.
  template <typename Add>
  void Complete(Add add) {
    for (Finding& finding : kept_) add(finding.parameters);
  }

  Verdict verdict() const { return verdict_; }
  const std::vector<Finding>& kept() const { return kept_; }
  int64_t count() const { return count_; }

 private:
  void Add(Finding finding) {
    if (finding.verdict > verdict_) verdict_ = finding.verdict;
    ++count_;
    if (kept_.size() < kMostKept) kept_.push_back(std::move(finding));
  }

  Verdict verdict_ = Verdict::kTrue;
  std::vector<Finding> kept_;
  int64_t count_ = 0;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_FINDINGS_H_
