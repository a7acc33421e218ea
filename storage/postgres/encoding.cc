#include "storage/postgres/encoding.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstdlib>
#include <stdexcept>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace arasha::storage {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

absl::Time ParseTimeText(absl::string_view text) {
  absl::Time time;
  std::string error;
  const bool in_json = text.size() > 10 && text[10] == 'T';
  if (!absl::ParseTime(in_json ? "%Y-%m-%dT%H:%M:%E*S%Ez" : "%Y-%m-%d %H:%M:%E*S%Ez", text, &time, &error)) {
    throw std::runtime_error(absl::StrCat("not a timestamp from PostgreSQL: ", error));
  }
  return time;
}

std::string ExpiryText(absl::Time time) {
  return time == absl::InfiniteFuture() ? "infinity" : TimeText(time);
}

absl::Time ParseExpiryText(absl::string_view text) {
  return text == "infinity" ? absl::InfiniteFuture() : ParseTimeText(text);
}

std::string BytesText(absl::string_view bytes) { return absl::StrCat("\\x", absl::BytesToHexString(bytes)); }

std::string ParseBytesText(absl::string_view text) {
  if (text.substr(0, 2) != "\\x") throw std::runtime_error("not a bytea in hex form");
  return absl::HexStringToBytes(text.substr(2));
}

std::string ArrayText(const std::vector<std::string>& values) {
  std::string text = "{";
  for (const std::string& value : values) {
    if (text.size() > 1) text += ',';
    text += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += '"';
  }
  return text + "}";
}

std::string Sha256(absl::string_view bytes) {
  std::string digest(32, '\0');
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &length,
                 EVP_sha256(), nullptr) != 1) {
    abort();  // Only without memory.
  }
  return digest;
}

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) abort();
  return bytes;
}

std::string NewUid(absl::Time now) {
  std::string bytes = RandomBytes(16);
  const int64_t millis = absl::ToUnixMillis(now);
  // A counter in the twelve bits after the time (RFC 9562 section 6.2, method 1) keeps what one thread
  // makes in one millisecond, such as the parties of a new case, in the order of making.
  thread_local int64_t last_millis = 0;
  thread_local unsigned counter = 0;
  counter = millis == last_millis ? counter + 1 : 0;
  last_millis = millis;
  for (int i = 0; i < 6; ++i) bytes[static_cast<size_t>(i)] = static_cast<char>(millis >> (40 - 8 * i));
  bytes[6] = static_cast<char>(0x70 | ((counter >> 8) & 0x0f));
  bytes[7] = static_cast<char>(counter & 0xff);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

}  // namespace arasha::storage
