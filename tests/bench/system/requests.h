#ifndef ARASHA_TESTS_BENCH_SYSTEM_REQUESTS_H_
#define ARASHA_TESTS_BENCH_SYSTEM_REQUESTS_H_

#include <random>
#include <string>

#include "arasha/v1/cases.pb.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {

// What a search is for: how the family name of a party begins in every case that Create() asks for, and in
// some that are preloaded.
inline constexpr char kFamilyName[] = "Жақсыбеков";

// Makes the requests that are sent: a detention such as a consulate in Türkiye gets, reads of cases
// chosen evenly over the missions, a note of a few lines. One thread's own.
class Requests {
 public:
  explicit Requests(const Population& population);

  v1::CreateCaseRequest Create(const std::string& mission) const;
  v1::CreateCaseRequest Create();
  v1::GetCaseRequest Get();
  v1::ListCasesRequest List();
  v1::ListCasesRequest Search(const std::string& mission) const;
  v1::ListCasesRequest Search();
  v1::AddEntryRequest AddEntry(const std::string& case_name) const;
  v1::AddEntryRequest AddEntry();

 private:
  std::string AnyMission();
  std::string AnyCase();

  Population population_;
  std::minstd_rand random_;
  v1::CreateCaseRequest create_;
  v1::AddEntryRequest add_entry_;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_REQUESTS_H_
