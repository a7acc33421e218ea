// What could go wrong: a decision is taken back that something hangs on; an extension that was made before is
// lost with the one after it; a waived deadline does not run again, or runs in a closed case.

#include "services/rules/deadlines/taken_back.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "proto/timestamps.h"
#include "services/rules/deadlines/extensions.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

const absl::Time kGot = At("2026-11-02T12:00:00+03:00");
const absl::Time kDecided = At("2026-11-03T12:00:00+03:00");
const absl::Time kLater = At("2026-11-04T12:00:00+03:00");
const google::protobuf::Struct kNoFields;

DeadlineFacts FactsOf(const CaseType& type) {
  return {type, "TR", Istanbul(), kNoFields, true, kGot, "open"};
}

// `answer` of GoodType(), which runs.
DeadlineCourse Answer(const CaseType& type) {
  return {.started = StartDeadlines(FactsOf(type), {Opened(kGot)}).front()};
}

v1::Entry DecisionOn(v1::EntryKind kind, absl::Time at, absl::Time due_before) {
  v1::Entry entry;
  entry.set_kind(kind);
  *entry.mutable_happened_time() = ToTimestamp(at);
  entry.mutable_deadline_change()->set_rule("answer");
  *entry.mutable_deadline_change()->mutable_due_time_before() = ToTimestamp(due_before);
  return entry;
}

TEST(TakeBackDecision, LeavesWhatWasDecidedBefore) {
  const CaseType type = Made(GoodType());
  std::vector<DeadlineCourse> courses = {Answer(type)};
  DeadlineCourse& course = courses.front();
  const absl::Time ruled = course.started.due;
  const absl::Time first = ruled + absl::Hours(24);
  Extend(course, first, kDecided);
  Extend(course, first + absl::Hours(24), kLater);
  const v1::Entry second = DecisionOn(v1::ENTRY_KIND_EXTENSION, kLater, first);
  const v1::Entry before = DecisionOn(v1::ENTRY_KIND_EXTENSION, kDecided, ruled);
  SettleLeeway(FactsOf(type), {}, courses);
  EXPECT_FALSE(CanTakeBack(before, courses, kLater)) << "the other came after it";
  ASSERT_TRUE(CanTakeBack(second, courses, kLater));
  TakeBackDecision(second, FactsOf(type), {Opened(kGot), OfExtension("answer", kDecided)}, std::nullopt,
                   course);
  SettleLeeway(FactsOf(type), {}, courses);
  EXPECT_EQ(DueOf(course), first);
  EXPECT_EQ(course.leeway.extensions, 1);
  ASSERT_TRUE(CanTakeBack(before, courses, kLater));
  TakeBackDecision(before, FactsOf(type), {Opened(kGot)}, std::nullopt, course);
  SettleLeeway(FactsOf(type), {}, courses);
  EXPECT_EQ(DueOf(course), ruled);
  EXPECT_EQ(course.leeway.extensions, 0);
  EXPECT_FALSE(course.leeway.extended.has_value());
}

TEST(CanTakeBack, NotWhatSomethingLaterHangsOn) {
  const CaseType type = Made(GoodType());
  DeadlineCourse course = Answer(type);
  const absl::Time ruled = course.started.due;
  Extend(course, ruled + absl::Hours(240), kDecided);
  course.leeway.due = ruled + absl::Hours(240);
  const v1::Entry extension = DecisionOn(v1::ENTRY_KIND_EXTENSION, kDecided, ruled);
  EXPECT_TRUE(CanTakeBack(extension, {course}, kLater));
  EXPECT_FALSE(CanTakeBack(extension, {course}, ruled + absl::Hours(1))) << "it would be past due at once";
  EXPECT_FALSE(CanTakeBack(extension, {}, kLater)) << "of a deadline that is none any more";
  DeadlineCourse met = course;
  met.met = kLater;
  EXPECT_FALSE(CanTakeBack(extension, {met}, kLater));
  DeadlineCourse told = Answer(type);
  told.started.rule = "told";
  told.started.start = kDecided;
  EXPECT_TRUE(CanTakeBack(extension, {course, told}, kLater));
  told.met = kLater;
  EXPECT_FALSE(CanTakeBack(extension, {course, told}, kLater)) << "somebody was told of it";
}

TEST(TakeBackDecision, WhatWasWaivedRunsAgain) {
  const CaseType type = Made(GoodType());
  DeadlineCourse course = Answer(type);
  Waive(course, kDecided);
  const v1::Entry waiver = DecisionOn(v1::ENTRY_KIND_WAIVER, kDecided, course.started.due);
  DeadlineCourse next = course;
  next.run = 2;
  next.leeway = {};
  next.stopped.reset();
  EXPECT_TRUE(CanTakeBack(waiver, {course, next}, kLater));
  next.met = kLater;
  EXPECT_FALSE(CanTakeBack(waiver, {course, next}, kLater));
  DeadlineCourse closed = course;
  TakeBackDecision(waiver, FactsOf(type), {Opened(kGot)}, std::nullopt, course);
  EXPECT_EQ(StateOf(course, kLater), v1::DEADLINE_STATE_RUNNING);
  TakeBackDecision(waiver, FactsOf(type), {Opened(kGot)}, kLater, closed);
  EXPECT_EQ(StateOf(closed, kLater), v1::DEADLINE_STATE_LAPSED);
}

}  // namespace
}  // namespace arasha::rules
