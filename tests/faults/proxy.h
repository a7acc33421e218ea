#ifndef ARASHA_TESTS_FAULTS_PROXY_H_
#define ARASHA_TESTS_FAULTS_PROXY_H_

#include <atomic>
#include <random>
#include <thread>

namespace arasha::faults {

// A TCP proxy on loopback before a port of the same machine. Passes bytes as they are (TLS included), and
// breaks connections where it hurts most: between a request and its answer.
class Proxy {
 public:
  Proxy(int target_port, unsigned seed);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  int port() const { return port_; }
  // How many in a thousand requests are passed on and cut off from their answer: half when the answer came
  // back (so the request was done), half at once (so it may be under way still).
  void Cut(int per_mille) { per_mille_ = per_mille; }
  int cuts() const { return cuts_; }

 private:
  void Serve();

  const int target_port_;
  int port_ = 0;
  int listener_ = -1;
  std::mt19937 random_;
  std::atomic<int> per_mille_ = 0;
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace arasha::faults

#endif  // ARASHA_TESTS_FAULTS_PROXY_H_
