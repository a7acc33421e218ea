// What could go wrong: a personal field stands in clear in a column, a column has another name than its
// field, or something that was written is not read back.
#include "storage/keys/kept_fields.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/approval.pb.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/erasures.pb.h"
#include "arasha/v1/field.pb.h"
#include "arasha/v1/party.pb.h"
#include "arasha/v1/reminders.pb.h"
#include "arasha/v1/reports.pb.h"
#include "arasha/v1/warnings.pb.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;
using nlohmann::json;

constexpr char kCase[] = "missions/IST/cases/IST-2026-000001";
constexpr char kUid[] = "0193c2a0-0000-7000-8000-000000000001";

// Every field that is kept set to something of its own.
void Fill(Message& message, bool personal) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    const v1::FieldStorage& stored = field->options().GetExtension(v1::stored);
    if (stored.kept() == v1::KEPT_UNSPECIFIED || (stored.kept() == v1::KEPT_SEALED) != personal) continue;
    const std::string text = stored.kept() == v1::KEPT_UID
                                 ? absl::StrCat(kCase, "/", stored.collection(), "/", kUid)
                                 : absl::StrCat("of ", field->name());
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        if (field->is_repeated()) {
          reflection.AddString(&message, field, text);
        } else {
          reflection.SetString(&message, field, text);
        }
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.SetEnumValue(&message, field, 2);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection.SetInt32(&message, field, 7);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.SetInt64(&message, field, int64_t{7} << 32);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(&message, field, true);
        break;
      default: {
        if (field->is_repeated()) {
          dynamic_cast<v1::ErasureItem&>(*reflection.AddMessage(&message, field)).set_case_("of item");
          break;
        }
        Message* part = reflection.MutableMessage(&message, field);
        if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(part)) {
          *time = ToTimestamp(absl::FromUnixSeconds(1'790'000'000 + i));
        } else if (auto* details = dynamic_cast<google::protobuf::Struct*>(part)) {
          (*details->mutable_fields())["of"].set_string_value("details");
        } else if (auto* correction = dynamic_cast<v1::Correction*>(part)) {
          correction->set_reason("of correction");
        } else if (auto* change = dynamic_cast<v1::DeadlineChange*>(part)) {
          change->set_rule("of change");
        } else if (auto* hold = dynamic_cast<v1::Hold*>(part)) {
          hold->set_reason("of hold");
        } else {
          FAIL() << "say how to fill " << field->full_name();
        }
      }
    }
  }
}

template <typename Kept>
class KeptFields : public support::DatabaseTest {};
using Messages =
    ::testing::Types<v1::Case, v1::Party, v1::Entry, v1::Approval, v1::AccessGrant, v1::Reminder, v1::Row,
                     v1::Warning, v1::Report, v1::ReportOrder, v1::ReportSchedule, v1::ErasureList>;
TYPED_TEST_SUITE(KeptFields, Messages);

std::string TableOf(const Message& message) {
  const std::string& name = message.GetDescriptor()->name();
  if (name == "Case") return "case_file";
  if (name == "AccessGrant") return "access_grant";
  if (name == "ErasureList") return "erasure_list";
  if (name == "Row") return "group_row";
  if (name == "ReportOrder") return "report";
  if (name == "ReportSchedule") return "report_schedule";
  return absl::AsciiStrToLower(name);
}

TYPED_TEST(KeptFields, AreColumnsOfTheirTable) {
  TypeParam message;
  Fill(message, /*personal=*/false);
  const json columns = ClearColumns(message);
  for (const auto& [column, value] : columns.items()) {
    EXPECT_EQ(
        this->database().Value(absl::StrCat("SELECT count(*) FROM pg_attribute WHERE attrelid = '",
                                            TableOf(message), "'::regclass AND attname = '", column, "'")),
        "1")
        << column;
  }
}

TYPED_TEST(KeptFields, AreReadBackAsTheyWereWritten) {
  TypeParam clear;
  Fill(clear, /*personal=*/false);
  TypeParam read;
  ReadClearColumns(ClearColumns(clear), kCase, read);
  EXPECT_TRUE(MessageDifferencer::Equals(read, clear)) << read.DebugString();

  const auto key = this->keys().sealing().vault.NewKey();
  ASSERT_TRUE(key.ok()) << key.status();
  TypeParam both = clear;
  Fill(both, /*personal=*/true);
  const json sealed = SealPersonal(*key, "here", both);
  UnsealPersonal({*key}, "here", sealed, read);
  EXPECT_TRUE(MessageDifferencer::Equals(read, both)) << read.DebugString();
  EXPECT_EQ(ClearColumns(both), ClearColumns(clear)) << "nothing personal stands in clear";
  EXPECT_TRUE(SealPersonal(*key, "here", clear).is_null()) << "and nothing else is sealed";

  if (sealed.is_null()) return;  // There is nothing personal in it.
  DamagedRows damaged;
  EXPECT_FALSE(UnsealPersonalOrNote({*key}, "elsewhere", sealed, read, damaged));
  EXPECT_EQ(damaged.size(), 1);
}

TEST(KeptColumns, OfNoCaseBearNoCasesName) {
  v1::Report report;
  ReadClearColumns({{"start_time", nullptr},
                    {"end_time", nullptr},
                    {"state", "cancelled"},
                    {"progress", 40},
                    {"requested_by", "staff/g.tulegenova"},
                    {"create_time", nullptr},
                    {"finish_time", nullptr},
                    {"checkpoint_size", 0},
                    {"schedule", kUid}},
                   "", report);
  EXPECT_EQ(report.schedule(), absl::StrCat("reportSchedules/", kUid));
  EXPECT_EQ(report.state(), v1::REPORT_STATE_CANCELLED);
  EXPECT_EQ(ClearColumns(report)["state"], "cancelled");
}

TEST(KeptColumns, OfALaterVersionSayNothing) {
  v1::ReportOrder order;
  ReadClearColumns({{"kind", "of_a_later_version"}, {"mission", nullptr}, {"language", "kk"}}, "", order);
  EXPECT_EQ(order.kind(), v1::REPORT_KIND_UNSPECIFIED);
  EXPECT_EQ(order.language(), "kk");
}

}  // namespace
}  // namespace arasha::storage
