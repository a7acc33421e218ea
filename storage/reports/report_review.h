#ifndef ARASHA_STORAGE_REPORTS_REPORT_REVIEW_H_
#define ARASHA_STORAGE_REPORTS_REPORT_REVIEW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/reports/report_deadlines.h"
#include "storage/reports/report_scope.h"

// Cases that people are to review, drawn at random, those more likely that bear risk; one statement, so one
// snapshot, as the reporter's role.
namespace arasha::storage {

// A state of a case type.
struct StateOfType {
  std::string type;
  std::string state;
};

// Why a case may be drawn rather than another, and what that adds to its weight, which is 1 without any.
struct ReviewRisk {
  std::string id;  // one of those that the statement knows: see report_review.cc
  int weight = 0;
};

// How a sample is drawn.
struct ReviewRules {
  std::vector<ReviewRisk> risks;
  std::vector<StateOfType> final_states;
  std::vector<RuleOfType> host_states;  // deadlines that bind the host state
  std::string seed;
  int size = 0;
};

// A case is long silent if nobody wrote of it for longer than this at any time, has many corrections from
// this number on, and was closed fast in less than this part of the median time that its type took to close,
// where at least five of the type were closed.
inline constexpr int kReviewSilentDays = 60;
inline constexpr int kManyCorrections = 3;
inline constexpr double kFastPart = 0.25;

struct SampledCase {
  std::string number;  // "IST-2026-000123"
  std::string mission;
  std::string type;
  std::string state;
  std::vector<std::string> reasons;  // ids of risks
  int64_t weight = 0;
};

struct ReviewSample {
  int64_t drawn_from = 0;               // cases that could be drawn
  std::vector<SampledCase> cases = {};  // in the order in which they were drawn
};

// Draws from the cases that were open at any time of the period and are not erased. The same seed draws the
// same cases as long as no row changes.
absl::StatusOr<ReviewSample> DrawReviewSample(Connection& reporter, const ReportScope& scope,
                                              const ReviewRules& rules);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_REVIEW_H_
