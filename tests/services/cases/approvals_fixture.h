#ifndef ARASHA_TESTS_SERVICES_CASES_APPROVALS_FIXTURE_H_
#define ARASHA_TESTS_SERVICES_CASES_APPROVALS_FIXTURE_H_

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {

// A server with cases whose closing is proposed.
class Approvals : public support::SharedServerTest {
 protected:
  // A case of which the officer resolved everything and proposes the closing.
  v1::Case Propose(const std::string& name) {
    Do(&v1::Cases::Stub::TransitionCase, support::Transition(name, "register"));
    Do(&v1::Cases::Stub::TransitionCase, support::Transition(name, "resolve", "released"));
    return Do(&v1::Cases::Stub::TransitionCase, support::Transition(name, "close", "nothing is left to do"));
  }
  v1::Case Propose() { return Propose(Open().name()); }

  v1::RefuseTransitionRequest Refuse(const v1::Case& proposed, const std::string& text = "not yet") {
    v1::RefuseTransitionRequest request;
    request.set_name(proposed.pending_approval().name());
    request.set_text(text);
    request.set_request_id(support::RequestId());
    return request;
  }

  // Kinds of the last entries, newest last.
  std::vector<v1::Entry> LastEntries(const std::string& name, size_t count) {
    const auto page = Do(&v1::Cases::Stub::ListEntries, support::ListEntries(name));
    std::vector<v1::Entry> entries(page.entries().begin(), page.entries().end());
    entries.erase(entries.begin(), entries.end() - static_cast<ptrdiff_t>(std::min(count, entries.size())));
    return entries;
  }

  // For a statement about rows of this case alone.
  static std::string Of(const v1::Case& about) { return absl::StrCat("case_uid = '", about.uid(), "'"); }
};

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_CASES_APPROVALS_FIXTURE_H_
