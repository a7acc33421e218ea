// What could go wrong: another list, case or day than was typed is sent; the certificate of a list that was
// not carried out is printed, or leaves out what was erased, by whose signatures, or which leaf proves it.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "arasha/v1/cases.pb.h"
#include "arasha/v1/erasures.pb.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::string kList = "erasureLists/019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b";
const std::string kId2 = std::string(" request_id: \"") + kId + "\"";

v1::ErasureList ListOf(const std::string& state) {
  v1::ErasureList list;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "name: \"" + kList + "\" mission: \"missions/IST\" state: " + state + R"pb(
        drawn_by: "staff/b.head"
        draw_time { seconds: 1795518300 }
        signed_by: "staff/b.head"
        sign_time { seconds: 1795518400 }
        approved_by: "staff/s.akhmetov"
        approve_time { seconds: 1795518500 }
        case_count: 2
        kept_count: 1
        erased_count: 1
        time_zone: "Europe/Istanbul"
        items {
          case: "missions/IST/cases/IST-2016-000007"
          case_type: "rights.detention"
          type_version: 2
          close_time { seconds: 1480000000 }
          due_time { seconds: 1795518000 }
          rule { years: 10 source: "Order 7" }
          erase_time { seconds: 1795518600 }
          leaf_id: 4711
        }
        items {
          case: "missions/IST/cases/IST-2016-000008"
          case_type: "rights.detention"
          type_version: 2
          close_time { seconds: 1480000000 }
          due_time { seconds: 1795518000 }
          rule { years: 3 age: 18 }
          keep_until { seconds: 1895518600 }
          keep_reason: "A claim is pending"
          kept_by: "staff/b.head"
          left: ERASURE_LEFT_KEPT
        })pb",
      &list));
  return list;
}

TEST(ErasureCommands, SendWhatWasTyped) {
  ExpectRequest<v1::DrawErasureListRequest>("DrawErasureList", {"erasure", "draw", "--mission", "IST"},
                                            "parent: \"missions/IST\" max_cases: 500" + kId2);
  ExpectRequest<v1::ListErasureListsRequest>("ListErasureLists", {"erasure", "list", "--mission", "IST"},
                                             "parent: \"missions/IST\" page_size: 20");
  ExpectRequest<v1::SignErasureListRequest>("SignErasureList", {"erasure", "sign", kList},
                                            "name: \"" + kList + "\"" + kId2);
  ExpectRequest<v1::ApproveErasureListRequest>("ApproveErasureList",
                                               {"erasure", "approve", kList.substr(kList.find('/') + 1)},
                                               "name: \"" + kList + "\"" + kId2);
  ExpectRequest<v1::KeepCaseRequest>(
      "KeepCase",
      {"erasure", "keep", kList, "IST-2016-000007", "--until", "2036-12-31T18:00:00+03:00", "--reason",
       "A claim is pending"},
      "name: \"" + kList +
          R"(" case: "missions/IST/cases/IST-2016-000007" keep_until { seconds: 2114348400 }
              reason: "A claim is pending")" +
          kId2);
  ExpectRequest<v1::HoldCaseRequest>(
      "HoldCase", {"case", "hold", "IST-2026-000123", "--reason", "The court asked"},
      R"(name: "missions/IST/cases/IST-2026-000123" reason: "The court asked")" + kId2);
  ExpectRequest<v1::ReleaseHoldRequest>(
      "ReleaseHold", {"case", "release", "IST-2026-000123", "--reason", "The court is done"},
      R"(name: "missions/IST/cases/IST-2026-000123" reason: "The court is done")" + kId2);
}

TEST(ErasureCommands, CertifyWhatWasCarriedOut) {
  FakeServer server;
  server.Answer("GetErasureList", ListOf("ERASURE_LIST_STATE_DONE"));
  const Ran ran = Arasha(server).Run({"erasure", "certificate", kList});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("Certificate of erasure"), HasSubstr("IST-2016-000007"), HasSubstr("leaf 4711"),
                    HasSubstr("10 years after closing"), HasSubstr("Order 7")));
  EXPECT_THAT(ran.out, AllOf(HasSubstr("s.akhmetov"), HasSubstr("A claim is pending"),
                             HasSubstr("3 years after the youngest subject is 18")));
}

TEST(ErasureCommands, CallEventsAndFieldsByTheirLabels) {
  v1::ListCaseTypesResponse types;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(case_types {
             id: "rights.detention"
             transitions {
               id: "release"
               label { kk: "Босату" ru: "Освобождение" en: "Release" }
             }
             fields {
               id: "sentence_end"
               label { kk: "Аяқталуы" ru: "Конец срока" en: "End of sentence" }
             }
           })pb",
      &types));
  FakeServer server;
  server.Answer("ListCaseTypes", types);
  v1::ErasureList list = ListOf("ERASURE_LIST_STATE_DONE");
  list.mutable_items(0)->mutable_rule()->set_transition("release");
  list.mutable_items(1)->mutable_rule()->set_field("sentence_end");
  server.Answer("GetErasureList", list);
  for (const char* command : {"show", "certificate"}) {
    const Ran ran = Arasha(server).Run({"erasure", command, kList});
    EXPECT_THAT(ran.out, AllOf(HasSubstr("“Release”"), HasSubstr("“End of sentence”"))) << command;
  }
}

TEST(ErasureCommands, ShowTheListBeforeItIsSigned) {
  FakeServer server;
  server.Answer("GetErasureList", ListOf("ERASURE_LIST_STATE_DRAWN"));
  Arasha arasha(server);
  arasha.terminal = true;
  arasha.in = "no\n";
  const Ran refused = arasha.Run({"erasure", "sign", kList});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("IST-2016-000007"), HasSubstr("1 case is then erased for good")));
  EXPECT_THAT(server.calls(), Not(Contains("SignErasureList")));
  arasha.in = "yes\n";
  EXPECT_EQ(arasha.Run({"erasure", "approve", kList}).exit_code, 0);
  EXPECT_THAT(server.calls(), Contains("ApproveErasureList"));
}

TEST(ErasureCommands, ListTheIdsThatTheyTake) {
  v1::ListErasureListsResponse lists;
  *lists.add_erasure_lists() = ListOf("ERASURE_LIST_STATE_DRAWN");
  FakeServer server;
  server.Answer("ListErasureLists", lists);
  const Ran ran = Arasha(server).Run({"erasure", "list", "--mission", "IST"});
  EXPECT_THAT(ran.out, AllOf(HasSubstr("9e0f1a2b"), Not(HasSubstr("019a1b2c"))));
  EXPECT_EQ(Arasha(server).Run({"erasure", "show", "9e0f1a2b", "--mission", "IST"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::GetErasureListRequest>("GetErasureList").name(), kList);
}

TEST(ErasureCommands, CertifyNothingElse) {
  FakeServer server;
  server.Answer("GetErasureList", ListOf("ERASURE_LIST_STATE_APPROVED"));
  const Ran ran = Arasha(server).Run({"erasure", "certificate", kList});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(ran.out, "");
}

}  // namespace
}  // namespace arasha::clients
