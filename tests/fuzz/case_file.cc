// Intake files: whatever the file, the answer is a case or a fault on one of its lines; a case that is read
// is read again from what it is written as.
#include "clients/input/case_file.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto matter = arasha::clients::ParseCaseFile(text, "intake.json");
  if (!matter.ok()) {
    if (matter.status().message().empty()) std::abort();
    return 0;
  }
  std::string written;
  if (!google::protobuf::util::MessageToJsonString(matter->matter, &written).ok()) return 0;
  const auto again = arasha::clients::ParseCaseFile(written, "intake.json");
  if (!again.ok() || !google::protobuf::util::MessageDifferencer::Equals(matter->matter, again->matter))
    std::abort();
  return 0;
}
