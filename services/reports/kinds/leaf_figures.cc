#include "services/reports/kinds/leaf_figures.h"

#include <openssl/evp.h>

#include "services/rules/log/leaf.h"

namespace arasha::reports {

void LeafFigures::FreeDigest::operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }

LeafFigures::LeafFigures() : digest_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex(digest_.get(), EVP_sha256(), nullptr);
}

void LeafFigures::Add(const storage::LeafTally& tally) {
  if (tally.leaves == 0) return;
  source_.leaves += tally.leaves;
  if (source_.first_index < 0) source_.first_index = tally.first_index;
  source_.last_index = tally.last_index;
  EVP_DigestUpdate(digest_.get(), tally.hashes.data(), tally.hashes.size());
  for (const storage::LeafCount& count : tally.by_day) {
    if (count.denied || !rules::log::IsList(count.action)) by_day_[count.day] += count.leaves;
  }
  for (const storage::LeafCount& count : tally.by_mission) {
    by_mission_[count.mission] += count.leaves;
  }
  for (const storage::LeafCount& count : tally.by_actor) {
    for (Kinds* kinds : {&total_, &by_actor_[count.actor], &by_action_[count.action]}) {
      int64_t& into = count.denied                       ? kinds->denied
                      : rules::log::IsList(count.action) ? kinds->lists
                      : rules::log::IsRead(count.action) ? kinds->reads
                                                         : kinds->changes;
      into += count.leaves;
    }
  }
}

SourceSet LeafFigures::Source(nlohmann::json filter) {
  source_.filter = std::move(filter);
  source_.digest.resize(32);
  EVP_DigestFinal_ex(digest_.get(), reinterpret_cast<unsigned char*>(source_.digest.data()), nullptr);
  return source_;
}

}  // namespace arasha::reports
