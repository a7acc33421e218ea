#ifndef ARASHA_TESTS_SUPPORT_SHIPPED_CALENDARS_H_
#define ARASHA_TESTS_SUPPORT_SHIPPED_CALENDARS_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "services/rules/catalogue/state_calendar.h"

namespace arasha::support {

// What is in deploy/calendars, in no order.
inline std::vector<std::shared_ptr<const rules::StateCalendar>> ShippedCalendars() {
  std::vector<std::shared_ptr<const rules::StateCalendar>> calendars;
  for (const auto& entry : std::filesystem::directory_iterator(ARASHA_SOURCE_DIR "/deploy/calendars")) {
    if (entry.path().extension() != ".textproto") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    auto read = rules::StateCalendar::Parse(
        std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()));
    EXPECT_TRUE(read.ok()) << entry.path() << ": " << read.status();
    if (read.ok()) calendars.push_back(std::make_shared<const rules::StateCalendar>(*std::move(read)));
  }
  return calendars;
}

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_SHIPPED_CALENDARS_H_
