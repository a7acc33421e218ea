#ifndef ARASHA_CLIENTS_CONNECTION_INTERRUPT_H_
#define ARASHA_CLIENTS_CONNECTION_INTERRUPT_H_

#include <signal.h>

#include <string>

namespace arasha::clients {

// For as long as it lives, whoever stops the program by Ctrl-C is told this on standard error first. The
// program then ends as SIGINT ends it. One at a time.
class OnInterrupt {
 public:
  // Nothing is told, and nothing changed, if the text is empty.
  explicit OnInterrupt(std::string text);
  ~OnInterrupt();
  OnInterrupt(const OnInterrupt&) = delete;
  OnInterrupt& operator=(const OnInterrupt&) = delete;

 private:
  const std::string text_;
  bool armed_ = false;
  struct sigaction before_ = {};
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_INTERRUPT_H_
