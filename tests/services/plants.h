#ifndef ARASHA_TESTS_SERVICES_PLANTS_H_
#define ARASHA_TESTS_SERVICES_PLANTS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
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

// What requests may name.
struct KnownNames {
  std::string case_name;
  std::string party;
};

// A request of the method in which the text with this number is a plant, and all others are as good as may
// be: some such requests succeed, some fail in this way and some in that. -1 plants none. `texts` becomes
// their count.
std::unique_ptr<google::protobuf::Message> RequestWithPlant(const google::protobuf::MethodDescriptor& method,
                                                            const KnownNames& names, int planted,
                                                            Plants& plants, int& texts);

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_PLANTS_H_
