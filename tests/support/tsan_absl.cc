// For ThreadSanitizer only. Debian's Abseil is not compiled for it, so that it sees none of the order that
// absl::Mutex and absl::Notification make, and takes every use of what they guard for a race. These stand
// before the library's own functions, for our calls and gRPC's, call those, and say what they ordered.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace absl {
ABSL_NAMESPACE_BEGIN
namespace {

#define ARASHA_TEXT_OF(name) #name
#define ARASHA_EXPAND(name) ARASHA_TEXT_OF(name)

// The library's member function, by the end of its mangled name; `qualifier` is "K" for a const one.
template <typename Result, typename... Arguments>
auto Real(const std::string& end, const std::string& qualifier = "") {
  const std::string space = ARASHA_EXPAND(ABSL_OPTION_INLINE_NAMESPACE_NAME);
  const std::string name = "_ZN" + qualifier + "4absl" + std::to_string(space.size()) + space + end;
  void* const found = dlsym(RTLD_NEXT, name.c_str());
  if (found == nullptr) {
    std::fprintf(stderr, "Abseil has no %s\n", name.c_str());
    std::abort();
  }
  return reinterpret_cast<Result (*)(Arguments...)>(found);
}

}  // namespace

void Mutex::Lock() {
  static const auto real = Real<void, Mutex*>("5Mutex4LockEv");
  real(this);
  __tsan_acquire(this);
}

bool Mutex::TryLock() {
  static const auto real = Real<bool, Mutex*>("5Mutex7TryLockEv");
  const bool locked = real(this);
  if (locked) __tsan_acquire(this);
  return locked;
}

void Mutex::Unlock() {
  static const auto real = Real<void, Mutex*>("5Mutex6UnlockEv");
  __tsan_release(this);
  real(this);
}

void Mutex::ReaderLock() {
  static const auto real = Real<void, Mutex*>("5Mutex10ReaderLockEv");
  real(this);
  __tsan_acquire(this);
}

void Mutex::ReaderUnlock() {
  static const auto real = Real<void, Mutex*>("5Mutex12ReaderUnlockEv");
  __tsan_release(this);
  real(this);
}

namespace {

// A condition, and the mutex that is held whenever it is evaluated: by whoever unlocks the mutex, within the
// library.
struct Guarded {
  Mutex* mutex;
  const Condition* condition;

  static bool Eval(Guarded* self) {
    __tsan_acquire(self->mutex);
    const bool met = self->condition->Eval();
    __tsan_release(self->mutex);
    return met;
  }
};

}  // namespace

void Mutex::Await(const Condition& condition) {
  static const auto real = Real<void, Mutex*, const Condition&>("5Mutex5AwaitERKNS0_9ConditionE");
  Guarded guarded{this, &condition};
  __tsan_release(this);
  real(this, Condition(&Guarded::Eval, &guarded));
  __tsan_acquire(this);
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  static const auto real = Real<bool, Mutex*, const Condition&, Duration>(
      "5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
  Guarded guarded{this, &condition};
  __tsan_release(this);
  const bool met = real(this, Condition(&Guarded::Eval, &guarded), timeout);
  __tsan_acquire(this);
  return met;
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  static const auto real =
      Real<bool, Mutex*, const Condition&, Time>("5Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE");
  Guarded guarded{this, &condition};
  __tsan_release(this);
  const bool met = real(this, Condition(&Guarded::Eval, &guarded), deadline);
  __tsan_acquire(this);
  return met;
}

void Notification::Notify() {
  static const auto real = Real<void, Notification*>("12Notification6NotifyEv");
  __tsan_release(this);
  __tsan_release(&notified_yet_);  // which HasBeenNotified() reads in our code
  real(this);
}

void Notification::WaitForNotification() const {
  static const auto real = Real<void, const Notification*>("12Notification19WaitForNotificationEv", "K");
  real(this);
  __tsan_acquire(const_cast<Notification*>(this));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  static const auto real = Real<bool, const Notification*, Duration>(
      "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE", "K");
  const bool notified = real(this, timeout);
  __tsan_acquire(const_cast<Notification*>(this));
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl
