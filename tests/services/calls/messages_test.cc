// What could go wrong: a request that cannot be read is answered as if there were no such method, without a
// word; one caller fills the server's memory or a case with what is repeated, long or unknown; a text that
// looks like nothing, or like another, is stored as a name.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/reports.pb.h"
#include "tests/services/requests/raw_call.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using support::Line;
using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::Cases::Stub;

std::string LengthDelimited(int number, absl::string_view bytes) {
  std::string field = {static_cast<char>(number << 3 | 2), static_cast<char>(bytes.size())};
  return absl::StrCat(field, bytes);
}

struct Planted {
  std::string path;
  std::string bytes;
};

// A message whose first text, in the order of fields and within messages, is these bytes; nullopt if it has
// no text.
std::optional<Planted> WithText(const Descriptor& type, absl::string_view text, int depth = 0) {
  if (depth > 3) return std::nullopt;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.number() > 15 || field.is_map()) continue;
    const std::string name = absl::StrCat(field.name(), field.is_repeated() ? "[0]" : "");
    if (field.type() == FieldDescriptor::TYPE_STRING)
      return Planted{name, LengthDelimited(field.number(), text)};
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (auto found = WithText(*field.message_type(), text, depth + 1)) {
      return Planted{absl::StrCat(name, ".", found->path), LengthDelimited(field.number(), found->bytes)};
    }
  }
  return std::nullopt;
}

class Messages : public support::SharedServerTest {
 protected:
  static void ForEveryMethod(
      const std::function<void(const MethodDescriptor&, const std::string& path)>& look) {
    for (const char* name : {"Access", "Admin", "Audit", "Cases", "Reminders", "Reports", "Warnings"}) {
      const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          absl::StrCat("arasha.v1.", name));
      ASSERT_NE(service, nullptr) << name;
      for (int i = 0; i < service->method_count(); ++i) {
        const MethodDescriptor& method = *service->method(i);
        SCOPED_TRACE(method.full_name());
        look(method, absl::StrCat("/", service->full_name(), "/", method.name()));
      }
    }
  }
  support::Refusal Send(const std::string& path, const std::string& bytes) {
    return support::Read(RawCall(server().As("officer"), path, bytes).status);
  }
};

TEST_F(Messages, ThatCannotBeReadNameTheField) {
  int named = 0;
  ForEveryMethod([&](const MethodDescriptor& method, const std::string& path) {
    if (Send(path, "").code == grpc::StatusCode::UNIMPLEMENTED) return;
    const auto expect = [&](const std::string& bytes, const std::string& field) {
      const support::Refusal refusal = Send(path, bytes);
      EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
      EXPECT_EQ(refusal.reason, "MESSAGE_UNREADABLE");
      EXPECT_EQ(refusal.metadata.count("field") > 0 ? refusal.metadata.at("field") : "", field);
      EXPECT_THAT(refusal.message, HasSubstr(field.empty() ? "no message" : field));
    };
    expect("\xff", "");
    expect(std::string("\xfa\x7f\x20"
                       "ab"),
           "");
    const auto bad = WithText(*method.input_type(), "\xd0\xd1 windows-1251");
    if (!bad) return;
    ++named;
    expect(bad->bytes, bad->path);
    const auto whole = WithText(*method.input_type(), "a text");
    expect(whole->bytes.substr(0, whole->bytes.size() - 2), whole->path);
  });
  EXPECT_GT(named, 30);
}

TEST_F(Messages, ThatCannotBeReadSayNothingOfDetails) {
  v1::CreateCaseRequest request = support::OpenDetention();
  (*request.mutable_case_()->mutable_details()->mutable_fields())["charge"].set_string_value("PLACEHOLDER");
  std::string bytes = request.SerializeAsString();
  bytes.replace(bytes.find("PLACEHOLDER"), 2, "\xff\xfe");
  const support::Refusal refusal = Send("/arasha.v1.Cases/CreateCase", bytes);
  EXPECT_EQ(refusal.reason, "MESSAGE_UNREADABLE");
  EXPECT_EQ(refusal.metadata.at("field"), "case.details");
  EXPECT_THAT(refusal.message, Not(HasSubstr("HOLDER")));
}

// What happened: a mask that named one field many thousand times stood on the timeline, thirty times over.
TEST_F(Messages, WithLongListsAreRefused) {
  const std::string name = Open().name();
  v1::UpdateCaseRequest update = support::UpdateSummary(name);
  update.mutable_case_()->set_priority(v1::PRIORITY_URGENT);
  for (int i = 0; i < 150; ++i) update.mutable_update_mask()->add_paths(i % 2 == 0 ? "summary" : "priority");
  Do(&Stub::UpdateCase, update);
  const auto entries = Do(&Stub::ListEntries, support::ListEntries(name));
  EXPECT_EQ(entries.entries(entries.entries_size() - 1).text(),
            "summary: A citizen is held at the border. → corrected\npriority: NORMAL → URGENT");
  for (int i = 0; i < 30000; ++i) update.mutable_update_mask()->add_paths("priority");
  update.set_request_id(support::RequestId());
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, update)), "INVALID_ARGUMENT/INVALID_FIELD(update_mask.paths)");

  v1::CreateCaseRequest create = support::OpenDetention();
  for (int i = 0; i < 20000; ++i) create.mutable_case_()->add_parties();
  EXPECT_EQ(Line(Try(&Stub::CreateCase, create)), "INVALID_ARGUMENT/INVALID_FIELD(case.parties)");
  create = support::OpenDetention();
  for (int i = 0; i < 20000; ++i) {
    (*create.mutable_case_()->mutable_details()->mutable_fields())[absl::StrCat("k", i)].set_bool_value(true);
  }
  EXPECT_EQ(Line(Try(&Stub::CreateCase, create)), "INVALID_ARGUMENT/INVALID_FIELD(case.details)");
  create = support::OpenDetention();
  create.mutable_case_()->mutable_parties(0)->set_note(std::string(900000, 'n'));
  EXPECT_EQ(Line(Try(&Stub::CreateCase, create)), "INVALID_ARGUMENT/INVALID_FIELD(case.parties[0].note)");
}

// More would not reach a client: gRPC takes 8 KiB beside an answer.
TEST_F(Messages, AreToldWhatIsWrongAsFarAsItFits) {
  v1::CreateCaseRequest create = support::OpenDetention();
  for (int i = 0; i < 150; ++i) {
    (*create.mutable_case_()->mutable_details()->mutable_fields())[absl::StrCat("unknown_", i)]
        .set_bool_value(true);
  }
  const support::Refusal many = support::Read(Try(&Stub::CreateCase, create));
  EXPECT_EQ(many.reason, "INVALID_FIELD");
  EXPECT_GT(many.fields.size(), 10U);
  EXPECT_THAT(many.message, HasSubstr("(and 149 more)"));
  v1::UpdateCaseRequest update = support::UpdateSummary(Open().name());
  std::string path;
  for (int i = 0; i < 20000; ++i) path += "ы";
  update.mutable_update_mask()->add_paths(path);
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, update)), "INVALID_ARGUMENT/INVALID_FIELD(update_mask)");
  v1::GetCaseRequest get;
  get.set_name(absl::StrCat("missions/IST/cases/", path));
  EXPECT_EQ(Line(Try(&Stub::GetCase, get)), "INVALID_ARGUMENT/INVALID_FIELD(name)");
  const std::string name = Open().name();
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, std::string(100, 'e')))),
            "FAILED_PRECONDITION/TRANSITION_NOT_ALLOWED");
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, std::string(50000, 'e')))),
            "INVALID_ARGUMENT/INVALID_FIELD(event)");
}

TEST_F(Messages, LeaveOutWhatNobodyKnows) {
  v1::AddPartyRequest add = support::AddLawyer(Open().name());
  add.mutable_party()
      ->GetReflection()
      ->MutableUnknownFields(add.mutable_party())
      ->AddLengthDelimited(3000, std::string(500000, 'x'));
  const std::string party = Do(&Stub::AddParty, add).name();
  const v1::Case found = Do(&Stub::GetCase, support::Get(party.substr(0, party.find("/parties/"))));
  EXPECT_LT(found.ByteSizeLong(), 5000U);
}

TEST_F(Messages, AreKeptAsPeopleReadThem) {
  const std::string name = Open().name();
  v1::AddPartyRequest add = support::AddLawyer(name);
  add.mutable_party()->set_display_name("\u200e \u00a0Ай\u200bгү\u00adл\t \nОма\u2066рова\u2069\ufeff\u00a0");
  add.mutable_party()->set_note(" first\r\nsecond\u2028third \n");
  const v1::Party party = Do(&Stub::AddParty, add);
  EXPECT_EQ(party.display_name(), "Айгүл Омарова");
  EXPECT_EQ(party.note(), "first\nsecond\nthird");
  v1::ListCasesRequest search = support::ListCases("missions/IST");
  search.set_search("Ай\u200bгүл");
  EXPECT_EQ(Do(&Stub::ListCases, search).cases_size(), 1);

  const auto refused = [&](const std::string& text) {
    add = support::AddLawyer(name);
    add.mutable_party()->set_display_name(text);
    return Line(Try(&Stub::AddParty, add));
  };
  for (const char* nothing :
       {"\u200b", "\u00a0", "\u3164", "\u0301", "\ufeff", "\U000e0041", "\u202e", "\t\n"}) {
    EXPECT_EQ(refused(nothing), "INVALID_ARGUMENT/INVALID_FIELD(party.display_name)");
  }
  for (const char* other : {"A\u001b[31mB", "A\u0007", "A\u0085B\u0090", "A\ue000", "A\uffff"}) {
    EXPECT_EQ(refused(other), "INVALID_ARGUMENT/INVALID_FIELD(party.display_name)") << other;
  }
  EXPECT_EQ(Line(Try(&Stub::AddEntry, support::AddNote(name, "\u200b"))),
            "INVALID_ARGUMENT/INVALID_FIELD(entry.text)");
  v1::CreateCaseRequest create = support::OpenDetention();
  auto& details = *create.mutable_case_()->mutable_details()->mutable_fields();
  details["place_of_detention"].set_string_value("\u2060\u00a0");
  EXPECT_EQ(Line(Try(&Stub::CreateCase, create)),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.place_of_detention)");
}

}  // namespace
}  // namespace arasha
