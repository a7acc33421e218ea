#include "services/rules/violations.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

constexpr ProblemText kProblems[] = {
    {Problem::kRequired, "required", "is required"},
    {Problem::kTooLong, "too_long", "must have at most {most} characters, and has {given}"},
    {Problem::kTooShort, "too_short", "must have at least {least} characters, and has {given}"},
    {Problem::kTooMany, "too_many", "must be at most {most}"},
    {Problem::kTooManyBytes, "too_many_bytes", "must have at most {most} bytes"},
    {Problem::kTooManyWords, "too_many_words", "must have at most {most} words"},
    {Problem::kNegative, "negative", "must not be negative"},
    {Problem::kForbiddenCharacter, "forbidden_character", "must not hold the character {character}"},
    {Problem::kLostCharacter, "lost_character",
     "holds U+FFFD, the sign for what was lost in a wrong encoding; write the text anew"},
    {Problem::kMalformedName, "malformed_name", "must have the form {form}"},
    {Problem::kNotARequestId, "not_a_request_id",
     "must be a UUID in lower case, made anew for every write and kept for its repeats"},
    {Problem::kNotOneOf, "not_one_of", "must be one of: {values}"},
    {Problem::kNotTrueOrFalse, "not_true_or_false", "must be true or false"},
    {Problem::kNotAWholeNumber, "not_a_whole_number", "must be a whole number"},
    {Problem::kNotADate, "not_a_date", "must be a date, as 2026-11-24"},
    {Problem::kNotATime, "not_a_time", "must be a time with its offset, as 2026-11-24T09:30:00+03:00"},
    {Problem::kNotAnAmount, "not_an_amount", "must be an amount and a currency, as 125000.00 USD"},
    {Problem::kNotACountry, "not_a_country", "must be an ISO 3166-1 alpha-2 country code, as KZ"},
    {Problem::kNotAnId, "not_an_id", "must be letters, digits and underscores, as trafficking"},
    {Problem::kUnknownKind, "unknown_kind", "has a kind that this server does not know"},
    {Problem::kUnknownField, "unknown_field", "is not a field of this case type"},
    {Problem::kUnknownPath, "unknown_path", "{path} is none of {values}"},
    {Problem::kCannotBeCleared, "cannot_be_cleared", "cannot be cleared"},
    {Problem::kNeededByEvent, "needed_by_event", "must be set before this event"},
    {Problem::kReasonNeeded, "reason_needed", "is required: this event needs a reason or an outcome"},
    {Problem::kNotPast, "not_past", "must lie between 1900 and now"},
    {Problem::kNotYet, "not_yet", "must not lie in the future"},
    {Problem::kTooEarly, "too_early", "must not lie before {time}"},
    {Problem::kTooLongBefore, "too_long_before", "lies too long before the case was received, {time}"},
    {Problem::kBeforeBirth, "before_birth", "must not lie before the birth of whom the case is about"},
    {Problem::kBeforeField, "before_field", "must not lie before {other}"},
    {Problem::kAfterField, "after_field", "must not lie after {other}"},
    {Problem::kBeforeReceipt, "before_receipt", "must not lie before the case was received, {time}"},
    {Problem::kAfterReceipt, "after_receipt", "must not lie after the case was received, {time}"},
    {Problem::kBeforeKnown, "before_known",
     "must not lie before {other}, {time}: the mission had not learned of it yet; if it had, correct {other} "
     "first"},
    {Problem::kBeforeState, "before_state", "must not lie before the change of state that led here, {time}"},
    {Problem::kAfterState, "after_state", "must not lie after the first change of state, {time}"},
    {Problem::kUnknownCurrency, "unknown_currency", "must be in a currency of ISO 4217, as USD"},
    {Problem::kTooManyDecimals, "too_many_decimals",
     "must have at most {most} decimals, as its currency has"},
    {Problem::kNotFuture, "not_future", "must lie in the future"},
    {Problem::kTooFarAhead, "too_far_ahead", "must lie in the future, at most a year ahead"},
    {Problem::kHappensAtApproval, "happens_at_approval",
     "must not be given: it happens when a second person approves"},
    {Problem::kNotTwelveDigits, "not_twelve_digits", "must have 12 digits and nothing else"},
    {Problem::kCheckDigit, "check_digit",
     "the check digit (the 12th) does not fit: one digit may be mistyped"},
    {Problem::kNeverIssued, "never_issued", "no such number is ever issued: its check digit would be 10"},
    {Problem::kIinCentury, "iin_century", "the 7th digit (century and sex) must be 0 to 6"},
    {Problem::kIinBirthDate, "iin_birth_date", "the first six digits (YYMMDD) must be a date of birth"},
    {Problem::kBinMonth, "bin_month", "the first four digits (YYMM) must be the month of registration"},
    {Problem::kBinKind, "bin_kind",
     "the 5th digit must be 4 (resident), 5 (non-resident) or 6 (joint entrepreneurs)"},
    {Problem::kBinPart, "bin_part", "the 6th digit (head office, branch …) must be 0 to 3"},
    {Problem::kIinOfOrganisation, "iin_of_organisation", "an organisation has a BIN, not an IIN"},
    {Problem::kBinOfPerson, "bin_of_person", "only an organisation has a BIN; set kind to ORGANISATION"},
    {Problem::kBirthDateOfOrganisation, "birth_date_of_organisation", "an organisation has none"},
    {Problem::kBirthDateDiffersFromIin, "birth_date_differs_from_iin",
     "does not agree with the date of birth in the IIN"},
    {Problem::kNotAPassportNumber, "not_a_passport_number",
     "must be {least} to {most} Latin letters and digits"},
    {Problem::kNotAPhone, "not_a_phone",
     "must be a telephone number with its country's code, as +905551234567, or as it is dialled in the host "
     "state or "
     "in Kazakhstan"},
    {Problem::kNotAnEmail, "not_an_email", "must be an address, as name@example.org"},
    {Problem::kNotInPerson, "not_in_person", "only a VISIT, or a CONTACT by MEETING, is in person"},
    {Problem::kOnlyForNoteVerbale, "only_for_note_verbale",
     "is required for a note verbale (SENT or RECEIVED), and only for it"},
    {Problem::kOnlyForCompartmented, "only_for_compartmented", "is only for a COMPARTMENTED case"},
    {Problem::kNobodyCleared, "nobody_cleared",
     "is one that nobody is cleared for, so that nobody could work the case"},
    {Problem::kUnknownCompartment, "unknown_compartment",
     "nobody is cleared for {given} yet; a new compartment comes with the directory that operators apply"},
    {Problem::kNotOnCase, "not_on_case", "is not on this case"},
    {Problem::kOnlyStruckOut, "only_struck_out",
     "a change of state can be taken back, but nothing put in its place"},
    {Problem::kNotTheLastChange, "not_the_last_change",
     "the state changed again after it: take back the last change first"},
    {Problem::kNotAnOfficer, "not_an_officer",
     "must be an active officer of missions/{mission}, as staff/a.omarova, or empty to take the case from "
     "its "
     "assignee"},
    {Problem::kNotAGrantee, "not_a_grantee",
     "must be an active officer, head, supervisor or partner, as staff/a.omarova or partners/iom/registry"},
    {Problem::kNotSomebodyElse, "not_somebody_else", "must be somebody else"},
    {Problem::kNotBrokenGlass, "not_broken_glass",
     "is a grant that was given; only emergency access is reviewed"},
    {Problem::kPartnersHoldPartner, "partners_hold_partner",
     "partners can hold partner alone, staff any other role"},
    {Problem::kNotAMission, "not_a_mission", "must be a mission that there is, as missions/IST"},
    {Problem::kNotAFingerprint, "not_a_fingerprint",
     "must be the SHA-256 of the certificate's DER form, 32 bytes"},
    {Problem::kNotBelowSize, "not_below_size", "must be less than the size of the checkpoint, {size}"},
    {Problem::kAboveNewerSize, "above_newer_size", "must not be more than the newer size, {size}"},
    {Problem::kNotAMultiple, "not_a_multiple", "must be a multiple of {of}"},
    {Problem::kNotOfReportKind, "not_of_report_kind", "does not limit a report of this kind; leave it out"},
    {Problem::kPeriodBackwards, "period_backwards",
     "the last day must not lie before the first, nor more than ten years after it"},
    {Problem::kFilterExpected, "filter_expected", "at character {at}: expected {expected}"},
    {Problem::kFilterValueExpected, "filter_value_expected",
     "at character {at}: expected a value, a word or a text in double quotes"},
    {Problem::kFilterTooLong, "filter_too_long", "must have at most {most} comparisons"},
    {Problem::kUnknownType, "unknown_type", "there is no case type {given}; there are: {values}"},
    {Problem::kUnknownState, "unknown_state", "no case type has the state {given}; there are: {values}"},
    {Problem::kUnknownPerson, "unknown_person",
     "nobody active has the name {given}, and nothing is recorded of it"},
    {Problem::kForAdministrators, "for_administrators", "This is for administrators."},
    {Problem::kNotOneself, "not_oneself", "Nobody administers themselves; let another administrator do it."},
    {Problem::kOwnRelation, "own_relation",
     "Who was declared related to a party does not take that back; let a colleague do it."},
    {Problem::kNoCasesToList, "no_cases_to_list",
     "None of your roles or grants opens cases; officers, heads of mission and supervisors read them."},
    {Problem::kNoCasesToDecide, "no_cases_to_decide", "None of your roles lets you change cases."},
    {Problem::kHeadLowersSensitivity, "head_lowers_sensitivity",
     "Only a head of mission may make a case less sensitive."},
    {Problem::kEventMadeBy, "event_made_by", "This may be done by: {roles}."},
    {Problem::kDecidedBy, "decided_by", "This is decided by: {roles}."},
    {Problem::kWouldLoseSight, "would_lose_sight",
     "After this you could not see the case yourself; let somebody do it who can."},
    {Problem::kReadsOnlyAtMission, "reads_only_at_mission",
     "Your roles at {mission} let you read its cases, but not do this."},
    {Problem::kReadsOnly, "reads_only", "Your access lets you read this case, but not do this."},
    {Problem::kMayNotReadLog, "may_not_read_log", "None of your roles lets you read the audit log."},
    {Problem::kMayNotBreakGlass, "may_not_break_glass", "None of your roles lets you take emergency access."},
    {Problem::kMayNotOrderReport, "may_not_order_report",
     "None of your roles lets you have this kind of report made."},
    {Problem::kMissionNeeded, "mission_needed", "Your roles hold at some missions only; name one."},
    {Problem::kGlassWasYours, "glass_was_yours",
     "You took this emergency access yourself; someone else must review it."},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kProblems); ++i) {
    if (static_cast<size_t>(kProblems[i].problem) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "a problem is looked up by its place");

const ProblemText& TextOf(Problem problem) { return kProblems[static_cast<size_t>(problem)]; }

}  // namespace

absl::Span<const ProblemText> Problems() { return kProblems; }

std::string IdOf(Problem problem) { return std::string(TextOf(problem).id); }

std::string Describe(const FieldViolation& violation) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const auto& [name, value] : violation.parameters) {
    values.emplace_back(absl::StrCat("{", name, "}"), value);
  }
  return absl::StrReplaceAll(TextOf(violation.problem).text, values);
}

void CheckLength(absl::string_view field, absl::string_view text, size_t least, size_t most,
                 Violations& violations) {
  const size_t given = CountCharacters(text);
  if (given == 0 && least > 0) {
    violations.push_back({std::string(field), Problem::kRequired});
  } else if (given < least) {
    violations.push_back({std::string(field),
                          Problem::kTooShort,
                          {{"least", absl::StrCat(least)}, {"given", absl::StrCat(given)}}});
  } else if (given > most) {
    violations.push_back({std::string(field),
                          Problem::kTooLong,
                          {{"most", absl::StrCat(most)}, {"given", absl::StrCat(given)}}});
  }
}

}  // namespace arasha::rules
