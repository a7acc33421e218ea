#ifndef ARASHA_TESTS_CLIENTS_COMMANDS_SHOWN_CASE_H_
#define ARASHA_TESTS_CLIENTS_COMMANDS_SHOWN_CASE_H_

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "tests/clients/fake_server.h"

// What a server answers where tests look at how it is shown.
namespace arasha::clients {

// A detention with something of every kind.
inline v1::Case ShownCase() {
  v1::Case matter;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(name: "missions/IST/cases/IST-2026-000123"
           type: "rights.detention"
           type_version: 1
           state: "registered"
           priority: PRIORITY_URGENT
           assignee: "staff/a.omarova"
           subject: "Нұрлан Жұмабаев"
           summary: "Detained,\n\"at\" the airport"
           received_time { seconds: 1795511100 }
           next_due_time { seconds: 1795518300 }
           details {
             fields {
               key: "place"
               value { string_value: "Silivri" }
             }
             fields {
               key: "grounds"
               value { string_value: "custody" }
             }
           }
           parties {
             name: "missions/IST/cases/IST-2026-000123/parties/p-1"
             role: PARTY_ROLE_SUBJECT
             display_name: "Нұрлан Жұмабаев"
           }
           deadlines {
             rule: "first_contact"
             source: "Service standard"
             due_time { seconds: 1795518300 }
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "x"
             due_time { seconds: 1795500000 }
             state: DEADLINE_STATE_MISSED
           }
           deadlines {
             rule: "y"
             due_time { seconds: 1795500000 }
             state: DEADLINE_STATE_MET
           })pb",
      &matter));
  return matter;
}

// Its type, of which some labels are missing.
inline v1::CaseType ShownType() {
  v1::CaseType type;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(id: "rights.detention"
           label { en: "Detention" kk: "Ұстау" }
           states {
             id: "registered"
             label { en: "Registered" kk: "Тіркелді" }
           }
           fields {
             id: "grounds"
             label { en: "Grounds" kk: "Негіздеме" }
             choices {
               id: "custody"
               label { en: "Custody" kk: "Қамау" }
             }
           }
           deadlines {
             id: "first_contact"
             label { en: "First contact" kk: "Алғашқы байланыс" }
           })pb",
      &type));
  return type;
}

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_COMMANDS_SHOWN_CASE_H_
