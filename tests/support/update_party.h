#ifndef ARASHA_TESTS_SUPPORT_UPDATE_PARTY_H_
#define ARASHA_TESTS_SUPPORT_UPDATE_PARTY_H_

#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace arasha::support {

// Changes the party as given in the fields that the paths name, if it is still at its etag.
inline v1::UpdatePartyRequest UpdateParty(const v1::Party& party, const std::vector<std::string>& paths) {
  v1::UpdatePartyRequest request;
  *request.mutable_party() = party;
  for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
  request.set_request_id(RequestId());
  return request;
}

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_UPDATE_PARTY_H_
