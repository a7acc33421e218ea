// Page tokens: none that we did not sign is taken, and reading one that we signed gives back what went in.
#include "services/calls/page_token.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  constexpr char kKey[] = "0123456789abcdef0123456789abcdef";
  // Nobody guesses 128 bits.
  if (arasha::server::ReadPageToken(kKey, {"staff/a", "ListCases"}, text).ok()) std::abort();
  const arasha::server::PagePosition position = {.value = text + "x",
                                                 .uid = "0192f0c1-2b1c-7abc-8def-0123456789ab"};
  const std::string token = arasha::server::MakePageToken(kKey, {text, "ListCases"}, position);
  const auto read = arasha::server::ReadPageToken(kKey, {text, "ListCases"}, token);
  if (!read.ok() || read->value != position.value || read->uid != position.uid) std::abort();
  if (arasha::server::ReadPageToken(kKey, {text + "x", "ListCases"}, token).ok()) std::abort();
  return 0;
}
