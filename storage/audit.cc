#include "storage/audit.h"

namespace arasha::storage {

std::vector<Param> AuditParams(const AuditContext& context) {
  return {TimeText(context.now),          context.instance, context.actor,
          BytesText(context.certificate), context.action,   BytesText(RandomBytes(32)),
          BytesText(context.payload)};
}

std::vector<Param> WriteParams(const WriteContext& context) {
  std::vector<Param> params = AuditParams(context.audit);
  params.emplace_back(context.request_id);
  params.emplace_back(BytesText(context.content_hash));
  return params;
}

}  // namespace arasha::storage
