#ifndef ARASHA_TESTS_SUPPORT_HTTP_SERVER_H_
#define ARASHA_TESTS_SUPPORT_HTTP_SERVER_H_

#include <functional>
#include <string>
#include <thread>

namespace arasha::support {

// Answers HTTP requests on loopback, one after the other, until it goes.
class HttpServer {
 public:
  struct Answer {
    int code;
    std::string body;
  };
  using Handler = std::function<Answer(const std::string& path, const std::string& body)>;

  explicit HttpServer(Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  const std::string& url() const { return url_; }

 private:
  void Serve();

  const Handler handler_;
  int listener_ = -1;
  std::string url_;
  std::thread thread_;
};

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_HTTP_SERVER_H_
