#ifndef ARASHA_TESTS_SERVICES_SECRECY_PLANTS_H_
#define ARASHA_TESTS_SERVICES_SECRECY_PLANTS_H_

#include <google/protobuf/message.h>

#include <string>

namespace arasha {

// Values that stand nowhere else in the world, others in every run: what of them is found anywhere was sent
// by the test.
class Plants {
 public:
  Plants();

  std::string Text();
  std::string Word();
  // Valid ones.
  const std::string& iin() const { return iin_; }
  const std::string& phone() const { return phone_; }

  // What of it is in a text, in whatever case, and what stands around it; empty if nothing.
  std::string FoundIn(const std::string& text) const;

 private:
  std::string tag_;
  std::string iin_;
  std::string phone_;
  int count_ = 0;
};

// Makes the text with this number in a request a plant, be it set or not; none if there are not so many.
// Returns how many there are. Numbers count from 0, in the order of fields; of a list the first member
// counts, of details some.
int PlantText(int number, google::protobuf::Message& request, Plants& plants);

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_SECRECY_PLANTS_H_
