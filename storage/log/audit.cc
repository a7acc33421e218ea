#include "storage/log/audit.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"

namespace arasha::storage {
namespace {

// A field of a composite literal, always quoted.
void AppendField(std::string& literal, absl::string_view value) {
  literal += literal.size() > 1 ? ",\"" : "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  literal += '"';
}

void AppendFieldOrNull(std::string& literal, absl::string_view value) {
  if (value.empty()) {
    literal += ',';
  } else {
    AppendField(literal, value);
  }
}

}  // namespace

std::string LeafHead(const AuditContext& context, absl::string_view request_id, const DataKey& key) {
  const std::string event_uid = NewUid(context.now);
  const std::string salt = RandomBytes(32);
  const std::string commitment = Sha256(absl::StrCat(salt, context.payload));
  std::string literal = "(";
  AppendField(literal, event_uid);
  AppendField(literal, TimeText(context.now));
  AppendField(literal, context.instance);
  AppendField(literal, context.actor);
  AppendFieldOrNull(literal, context.certificate.empty() ? "" : BytesText(context.certificate));
  AppendField(literal, context.action);
  AppendFieldOrNull(literal, request_id);
  AppendField(literal, BytesText(salt));
  AppendField(literal, BytesText(commitment));
  AppendField(literal, BytesText(Vault::Seal(key, RequestPlace(event_uid), context.payload)));
  return literal + ")";
}

std::string RequestPlace(absl::string_view event_uid) { return absl::StrCat("leaf/", event_uid); }

std::string LeafHead(const AuditContext& context) {
  return LeafHead(context, "", context.server_keys->payload);
}

namespace {

// $1 context, $2 leaf_head, $3 mission, $4 year, $5 serial.
constexpr absl::string_view kAppendDenied = R"sql(
SELECT audit_append_denied($2::leaf_head, $3::text, $4::integer, $5::integer) AS leaf FROM caller WHERE known)sql";

}  // namespace

absl::Status AppendDenied(Connection& connection, const AuditContext& context, const CaseNumber& about) {
  return connection
      .ExecuteAs(context.access, kAppendDenied,
                 {LeafHead(context), about.mission, absl::StrCat(about.year), absl::StrCat(about.serial)})
      .status();
}

}  // namespace arasha::storage
