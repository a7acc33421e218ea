#ifndef ARASHA_TESTS_SERVICES_CASES_CORRECTIONS_FIXTURE_H_
#define ARASHA_TESTS_SERVICES_CASES_CORRECTIONS_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {

// A server with cases whose entries are corrected.
class Corrections : public support::SharedServerTest {
 protected:
  v1::Entry Visit(const std::string& name, const std::string& caller = "officer") {
    v1::AddEntryRequest request = support::AddNote(name, "not this case");
    request.mutable_entry()->set_kind(v1::ENTRY_KIND_VISIT);
    return Do(&v1::Cases::Stub::AddEntry, request, caller);
  }

  static v1::CorrectEntryRequest Strike(const v1::Entry& entry,
                                        const std::string& reason = "entered on the wrong case") {
    v1::CorrectEntryRequest request;
    request.set_name(entry.name());
    request.set_reason(reason);
    request.set_request_id(support::RequestId());
    return request;
  }

  std::vector<v1::Entry> Timeline(const std::string& name) {
    const auto page = Do(&v1::Cases::Stub::ListEntries, support::ListEntries(name));
    return {page.entries().begin(), page.entries().end()};
  }

  v1::Entry Find(const v1::Entry& entry) {
    const std::string case_name = entry.name().substr(0, entry.name().find("/entries/"));
    for (v1::Entry& found : Timeline(case_name)) {
      if (found.name() == entry.name()) return found;
    }
    ADD_FAILURE() << entry.name() << " is gone";
    return {};
  }

  bool Met(const std::string& name, const std::string& rule) {
    const v1::Case now = Do(&v1::Cases::Stub::GetCase, support::Get(name));
    for (const v1::Deadline& deadline : now.deadlines()) {
      if (deadline.rule() == rule) return deadline.has_met_time();
    }
    return false;
  }

  v1::Case Close(const std::string& name) {
    Do(&v1::Cases::Stub::TransitionCase, support::Transition(name, "register"));
    Do(&v1::Cases::Stub::TransitionCase, support::Transition(name, "resolve", "released"));
    const v1::Case proposed =
        Do(&v1::Cases::Stub::TransitionCase, support::Transition(name, "close", "done"));
    return Do(&v1::Cases::Stub::ApproveTransition, support::Approve(proposed), "head");
  }
};

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_CASES_CORRECTIONS_FIXTURE_H_
