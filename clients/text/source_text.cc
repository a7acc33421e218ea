#include "clients/text/source_text.h"

namespace arasha::clients {

std::string SourceText(const std::string& source, const v1::CaseType& type, const Texts& messages) {
  if (messages.language() == Language::kEn) return source;
  for (const v1::DeadlineRule& rule : type.deadlines()) {
    if (rule.source() == source) return messages.Text(rule.source_label(), source);
    for (const v1::HostStateRule& bilateral : rule.host_states()) {
      if (bilateral.source() == source) return messages.Text(bilateral.source_label(), source);
    }
  }
  return source;
}

}  // namespace arasha::clients
