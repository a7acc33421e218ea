#include "clients/connection/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <utility>

namespace arasha::clients {
namespace {

// What the handler tells; a handler may use nothing that locks.
std::atomic<const std::string*> told = nullptr;
static_assert(std::atomic<const std::string*>::is_always_lock_free);

void Tell(int signal) {
  if (const std::string* text = told.load()) {
    // It ends in any case.
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text->data(), text->size());
  }
  // SA_RESETHAND: this one ends the program, as soon as the handler returns.
  raise(signal);
}

}  // namespace

OnInterrupt::OnInterrupt(std::string text) : text_(std::move(text)) {
  if (text_.empty()) return;
  // Who runs it in the background may have it ignore the signal.
  sigaction(SIGINT, nullptr, &before_);
  if (before_.sa_handler != SIG_DFL) return;
  told = &text_;
  struct sigaction action = {};
  action.sa_handler = Tell;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  armed_ = true;
}

OnInterrupt::~OnInterrupt() {
  if (!armed_) return;
  sigaction(SIGINT, &before_, nullptr);
  told = nullptr;
}

}  // namespace arasha::clients
