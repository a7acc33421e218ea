#include "tests/bench/system/requests.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/cases/rows.h"
#include "storage/postgres/encoding.h"
#include "tests/bench/system/operations.h"

namespace arasha::bench {
namespace {

void SetDetail(v1::Case& message, const char* field, const char* value) {
  (*message.mutable_details()->mutable_fields())[field].set_string_value(value);
}

void AddPerson(v1::Case& message, v1::PartyRole role, const std::string& name, const char* phone) {
  v1::Party& party = *message.add_parties();
  party.set_role(role);
  party.set_kind(v1::PARTY_KIND_PERSON);
  party.set_display_name(name);
  party.set_nationality("KZ");
  party.set_phone(phone);
}

v1::CreateCaseRequest Detention() {
  v1::CreateCaseRequest request;
  v1::Case& message = *request.mutable_case_();
  message.set_type("rights.detention");
  message.set_priority(v1::PRIORITY_HIGH);
  message.set_summary(
      "Азамат Стамбул қаласында полиция қызметкерлерімен ұсталған. Туыстарының айтуынша, оған айып "
      "тағылмаған, "
      "аудармашы берілмеген. Консулдық қолжетімділік пен адвокат көмегі сұралады.");
  const std::string yesterday =
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now() - absl::Hours(20), absl::UTCTimeZone());
  SetDetail(message, "notified_time", yesterday.c_str());
  SetDetail(message, "place_of_detention", "Стамбул, Фатих ауданының полиция бөлімшесі");
  SetDetail(message, "custody_status", "police_custody");
  AddPerson(message, v1::PARTY_ROLE_SUBJECT, absl::StrCat("Ерлан Сәбитұлы ", kFamilyName), "+905551234567");
  message.mutable_parties(0)->set_birth_date("1991-04-17");
  AddPerson(message, v1::PARTY_ROLE_APPLICANT, absl::StrCat("Гүлмира Әбдіқызы ", kFamilyName, "а"),
            "+77011234567");
  return request;
}

v1::AddEntryRequest Note() {
  v1::AddEntryRequest request;
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE);
  request.mutable_entry()->set_text(
      "Тергеушімен телефон арқылы сөйлесті: істің материалдары прокуратураға жіберілген, отбасына "
      "хабарланды. "
      "Келесі байланыс ертең таңертең жоспарланған.");
  return request;
}

}  // namespace

Requests::Requests(const Population& population)
    : population_(population), random_(std::random_device()()), create_(Detention()), add_entry_(Note()) {}

v1::CreateCaseRequest Requests::Create(const std::string& mission) const {
  v1::CreateCaseRequest request = create_;
  request.set_parent(absl::StrCat("missions/", mission));
  request.set_request_id(storage::NewUid(absl::Now()));
  // A person of one's own: hardly anybody has two open cases, and nobody thousands.
  const std::string& id = request.request_id();
  request.mutable_case_()->mutable_parties(0)->set_passport_number(
      absl::AsciiStrToUpper(absl::StrCat("N", id.substr(id.size() - 12))));
  return request;
}

v1::CreateCaseRequest Requests::Create() { return Create(AnyMission()); }

v1::GetCaseRequest Requests::Get() {
  v1::GetCaseRequest request;
  request.set_name(AnyCase());
  return request;
}

v1::ListCasesRequest Requests::List() {
  v1::ListCasesRequest request;
  request.set_parent(absl::StrCat("missions/", AnyMission()));
  request.set_filter("state = \"received\"");
  request.set_page_size(kPageSize);
  return request;
}

v1::ListCasesRequest Requests::Search(const std::string& mission) const {
  v1::ListCasesRequest request;
  request.set_parent(absl::StrCat("missions/", mission));
  request.set_search(kFamilyName);
  request.set_page_size(kPageSize);
  return request;
}

v1::ListCasesRequest Requests::Search() { return Search(AnyMission()); }

v1::AddEntryRequest Requests::AddEntry(const std::string& case_name) const {
  v1::AddEntryRequest request = add_entry_;
  request.set_parent(case_name);
  request.set_request_id(storage::NewUid(absl::Now()));
  return request;
}

v1::AddEntryRequest Requests::AddEntry() { return AddEntry(AnyCase()); }

std::string Requests::AnyMission() {
  return MissionCode(std::uniform_int_distribution<int>(0, kMissions - 1)(random_));
}

std::string Requests::AnyCase() {
  const int serial = std::uniform_int_distribution<int>(1, population_.serials)(random_);
  return storage::CaseName({.mission = AnyMission(), .year = population_.year, .serial = serial});
}

}  // namespace arasha::bench
