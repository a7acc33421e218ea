#include "tests/bench/load/case_maker.h"

#include <google/protobuf/message_lite.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "services/rules/access/access.h"
#include "services/rules/identity/search_text.h"
#include "storage/cases/findables.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {
namespace {

constexpr std::array kGivenNames = {"Айгүл", "Ерлан",  "Гүлнар", "Нұрлан", "Сәуле",  "Бауыржан",
                                    "Әсел",  "Қайрат", "Жанар",  "Дәурен", "Мәдина", "Серік",
                                    "Ұлжан", "Тимур",  "Шолпан", "Ғани"};
constexpr std::array kFathers = {"Жақсыбек", "Сәрсенбай", "Әбдірахман", "Оспан",    "Қалиақпар", "Төлеген",
                                 "Нұрпейіс", "Есімқұл",   "Ыбырай",     "Сүлеймен", "Досжан",    "Мұқан",
                                 "Ахмет",    "Жүніс",     "Кәрім",      "Бекмырза", "Омар",      "Тілеу",
                                 "Исабек",   "Қожахмет",  "Сейіт",      "Байжан",   "Мәжит",     "Рахым"};
constexpr std::array kFamilyEndings = {"ов", "ова", "ұлы", "қызы", ""};
constexpr std::array kPlaces = {"Стамбул, Фатих ауданының полиция бөлімшесі", "Силиври түрмесі",
                                "Анталия, шетелдіктерді жіберу орталығы", "Бурса, № 2 тергеу изоляторы"};
constexpr std::array kCauses = {"көлік апатынан кейін", "болу мерзімінің бұзылуына байланысты",
                                "кафедегі жанжалдан соң", "кедендік тексеру кезінде",
                                "танымаған адамның арызы бойынша"};
constexpr char kCourse[] =
    "полиция қызметкерлерімен ұсталған. Туыстарының айтуынша, оған айып тағылмаған, аудармашы берілмеген. "
    "Консулдық қолжетімділік пен адвокат көмегі сұралады.";
constexpr std::array kOpenStates = {
    "received", "received", "registered", "in_progress", "waiting_host_authority", "received"};

std::string Sealed(const storage::DataKey& key, absl::string_view table, absl::string_view uid,
                   const google::protobuf::MessageLite& content) {
  return storage::Vault::Seal(key, absl::StrCat(table, "/", uid), content.SerializeAsString());
}

}  // namespace

std::vector<int32_t> TokenCache::Of(const std::string& mission, const std::vector<std::string>& texts) {
  std::vector<int32_t> all;
  for (const std::string& text : texts) {
    const auto [found, added] = tokens_.try_emplace(absl::StrCat(mission, " ", text));
    if (added) found->second = storage::SearchTokens(key_, mission, rules::IndexNgrams(text));
    all.insert(all.end(), found->second.begin(), found->second.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

CaseMaker::CaseMaker(ServerView& server, std::string assignee, int type_version, absl::Time first,
                     absl::Duration step)
    : server_(server),
      tokens_(*server.keys()->search.key),
      assignee_(std::move(assignee)),
      type_version_(type_version),
      first_(first),
      step_(step) {}

int CaseMaker::year() const {
  return static_cast<int>(absl::ToCivilYear(first_ + absl::Hours(24), absl::UTCTimeZone()).year());
}

CaseBatch CaseMaker::Make(int begin, int end, const std::vector<int>& before) {
  CaseBatch batch;
  for (int i = begin; i < end; ++i) {
    const int mission = i % kMissions;
    Add(batch, i, MissionCode(mission), before[static_cast<size_t>(mission)] + 1 + i / kMissions);
  }
  return batch;
}

CaseMaker::PersonName CaseMaker::PickName() {
  return {Pick(kGivenNames), absl::StrCat(Pick(kFathers), Pick(kFamilyEndings))};
}

std::string CaseMaker::Digits(size_t count) {
  std::string digits;
  while (digits.size() < count) digits += static_cast<char>('0' + random_() % 10);
  return digits;
}

// A UUID of version 7, as storage/postgres/encoding.h makes them, without the operating system's randomness.
std::string CaseMaker::Uid(absl::Time time) {
  const std::string millis = absl::StrFormat("%012x", absl::ToUnixMillis(time));
  return absl::StrFormat("%s-%s-7%03x-8%03x-%012x", millis.substr(0, 8), millis.substr(8), random_() & 0xfff,
                         random_() & 0xfff, random_() & 0xffffffffffff);
}

void CaseMaker::Add(CaseBatch& batch, int index, const std::string& mission, int serial) {
  const absl::Time created = first_ + step_ * index;
  const Place place{.mission = mission,
                    .uid = Uid(created),
                    .created = created,
                    .open = (index / kMissions) % 10 == 0,
                    .key = OrThrow(server_.vault().NewKey(Uid(created)))};
  batch.data_keys.Begin();
  batch.data_keys.Text(mission);
  batch.data_keys.Uuid(place.uid);
  batch.data_keys.Uuid(place.key.uid);
  batch.data_keys.Text(place.key.kek);
  batch.data_keys.Bytes(place.key.wrapped);

  const PersonName subject = PickName();
  AddCase(batch, place, serial, subject);
  v1::Party content;
  content.set_nationality("KZ");
  content.set_phone("+7701" + Digits(7));
  AddParty(batch, place, v1::PARTY_ROLE_APPLICANT, PickName(), content);
  content.set_phone("+90555" + Digits(7));
  content.set_passport_number("N" + Digits(8));
  AddParty(batch, place, v1::PARTY_ROLE_SUBJECT, subject, content);

  AddEntry(batch, place, absl::ZeroDuration(), v1::ENTRY_KIND_TRANSITION, "", {});
  AddEntry(batch, place, absl::Minutes(40), v1::ENTRY_KIND_NOTE,
           "Тергеушімен телефон арқылы сөйлесті: отбасына хабарланды, келесі байланыс ертеңге жоспарланған.",
           {});
  AddEntry(batch, place, absl::Hours(5), v1::ENTRY_KIND_VISIT,
           "Ұсталған адаммен кездесті, денсаулығына шағымы жоқ.", {"entry:VISIT"});

  AddDeadline(batch, place, absl::Hours(24), "first_contact", "Service standard: 24 hours from notification",
              {"entry:CONTACT", "entry:VISIT"}, true);
  AddDeadline(batch, place, absl::Hours(48), "access_request",
              "Vienna Convention on Consular Relations 1963, art. 36(1)(c)", {"entry:NOTE_VERBALE/SENT"},
              !place.open);
  AddDeadline(batch, place, absl::Hours(24 * 5), "visit",
              "Vienna Convention on Consular Relations 1963, art. 36(1)(c): right to visit",
              {"entry:VISIT", "entry:CONTACT/in_person"}, true);
}

void CaseMaker::AddCase(CaseBatch& batch, const Place& place, int serial, const PersonName& subject) {
  const std::vector<std::string> summary = {"Азамат", subject.given, subject.family, Pick(kCauses), kCourse};
  v1::Case content;
  content.set_summary(absl::StrJoin(summary, " "));
  auto& details = *content.mutable_details()->mutable_fields();
  details["notified_time"].set_string_value(
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", place.created, absl::UTCTimeZone()));
  details["place_of_detention"].set_string_value(Pick(kPlaces));
  details["custody_status"].set_string_value("police_custody");

  const std::string state = place.open ? Pick(kOpenStates) : "closed";
  const absl::Time moved =
      place.open ? place.created : std::min(place.created + absl::Hours(24 * 20), absl::Now());
  const rules::CaseFacts facts{.mission = place.mission,
                               .uid = place.uid,
                               .compartment = "",
                               .created_by = assignee_,
                               .assignee = state == "received" ? "" : assignee_};

  CopyRows& row = batch.cases;
  row.Begin();
  row.Text(place.mission);
  row.Uuid(place.uid);
  row.Int16(year());
  row.Int32(serial);
  row.Text("rights.detention");
  row.Int32(type_version_);
  row.Text(state);
  row.Bool(place.open);
  row.Int16(static_cast<int>(2 + random_() % 3));
  row.TextOrNull(facts.assignee);
  row.Text("TR");
  row.Int16(facts.sensitivity);
  row.Texts(rules::LabelsOf(facts));
  row.Bytes(Sealed(place.key, "case", place.uid, content));
  row.Time(place.created);
  row.Time(place.created);
  row.Text(facts.created_by);
  row.Time(moved);
  row.TimeOrNull(place.open ? std::nullopt : std::make_optional(moved));
  row.Int32(place.open ? 1 : 4);

  batch.index.Begin();
  batch.index.Text(place.mission);
  batch.index.Uuid(place.uid);
  batch.index.Uuid(place.uid);
  batch.index.Ints(tokens_.Of(place.mission, summary));
  batch.index.ByteStrings({});
}

void CaseMaker::AddParty(CaseBatch& batch, const Place& place, v1::PartyRole role, const PersonName& name,
                         v1::Party content) {
  content.set_display_name(absl::StrCat(name.given, " ", name.family));
  const std::string uid = Uid(place.created);
  CopyRows& row = batch.parties;
  row.Begin();
  row.Text(place.mission);
  row.Uuid(place.uid);
  row.Uuid(uid);
  row.Int16(role);
  row.Int16(v1::PARTY_KIND_PERSON);
  row.Bytes(Sealed(place.key, "party", uid, content));
  row.Time(place.created);

  const storage::SecretKey& key = *server_.keys()->blind_index.key;
  std::vector<std::string> identifiers;
  for (const auto& [kind, value] :
       {std::pair{"passport", content.passport_number()}, std::pair{"phone", content.phone()}}) {
    if (!value.empty()) {
      identifiers.push_back(storage::BlindIndex(key, kind, rules::NormaliseIdentifier(kind, value)));
    }
  }
  batch.index.Begin();
  batch.index.Text(place.mission);
  batch.index.Uuid(place.uid);
  batch.index.Uuid(uid);
  batch.index.Ints(tokens_.Of(place.mission, {name.given, name.family}));
  batch.index.ByteStrings(identifiers);
}

void CaseMaker::AddEntry(CaseBatch& batch, const Place& place, absl::Duration after, v1::EntryKind kind,
                         const std::string& text, const std::vector<std::string>& triggers) {
  const absl::Time at = place.created + after;
  const std::string uid = Uid(at);
  CopyRows& row = batch.entries;
  row.Begin();
  row.Text(place.mission);
  row.Uuid(place.uid);
  row.Uuid(uid);
  row.Int16(kind);
  v1::Entry content;
  content.set_text(text);
  row.BytesOrNull(text.empty() ? "" : Sealed(place.key, "entry", uid, content));
  row.Time(at);
  row.Time(at);
  row.Text(assignee_);
  const bool opens = kind == v1::ENTRY_KIND_TRANSITION;
  row.TextOrNull(opens ? "open" : "");
  row.TextOrNull(opens ? "received" : "");
  row.Texts(triggers);
}

void CaseMaker::AddDeadline(CaseBatch& batch, const Place& place, absl::Duration period,
                            absl::string_view rule, absl::string_view source,
                            const std::vector<std::string>& met_by, bool met) {
  CopyRows& row = batch.deadlines;
  row.Begin();
  row.Text(place.mission);
  row.Uuid(place.uid);
  row.Text(rule);
  row.Text(source);
  row.Time(place.created);  // started
  row.Time(place.created + period);
  row.Texts(met_by);
  row.Bool(true);
  row.TimeOrNull(met ? std::make_optional(place.created + absl::Hours(5)) : std::nullopt);
}

}  // namespace arasha::bench
