#include "services/rules/violations.h"

#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/rules/text.h"
#include "services/rules/texts/texts.h"

namespace arasha::rules {
namespace {

constexpr ProblemId kProblems[] = {
    {Problem::kRequired, "required"},
    {Problem::kTooLong, "too_long"},
    {Problem::kTooShort, "too_short"},
    {Problem::kTooMany, "too_many"},
    {Problem::kTooManyBytes, "too_many_bytes"},
    {Problem::kTooManyWords, "too_many_words"},
    {Problem::kNegative, "negative"},
    {Problem::kForbiddenCharacter, "forbidden_character"},
    {Problem::kLostCharacter, "lost_character"},
    {Problem::kNoLetter, "no_letter"},
    {Problem::kMalformedName, "malformed_name"},
    {Problem::kNotARequestId, "not_a_request_id"},
    {Problem::kNotOneOf, "not_one_of"},
    {Problem::kNotText, "not_text"},
    {Problem::kNotTrueOrFalse, "not_true_or_false"},
    {Problem::kNotAWholeNumber, "not_a_whole_number"},
    {Problem::kNotADate, "not_a_date"},
    {Problem::kNotATime, "not_a_time"},
    {Problem::kNotAnAmount, "not_an_amount"},
    {Problem::kNotACountry, "not_a_country"},
    {Problem::kNotAnId, "not_an_id"},
    {Problem::kUnknownKind, "unknown_kind"},
    {Problem::kUnknownField, "unknown_field"},
    {Problem::kUnknownPath, "unknown_path"},
    {Problem::kCannotBeCleared, "cannot_be_cleared"},
    {Problem::kNeededByEvent, "needed_by_event"},
    {Problem::kReasonNeeded, "reason_needed"},
    {Problem::kNotPast, "not_past"},
    {Problem::kNotYet, "not_yet"},
    {Problem::kTooEarly, "too_early"},
    {Problem::kTooLongBefore, "too_long_before"},
    {Problem::kBeforeBirth, "before_birth"},
    {Problem::kNotTheSubjectsBirth, "not_the_subjects_birth"},
    {Problem::kBeforeField, "before_field"},
    {Problem::kAfterField, "after_field"},
    {Problem::kAfterEntry, "after_entry"},
    {Problem::kBeforeReceipt, "before_receipt"},
    {Problem::kAfterReceipt, "after_receipt"},
    {Problem::kBeforeKnown, "before_known"},
    {Problem::kBeforeState, "before_state"},
    {Problem::kAfterState, "after_state"},
    {Problem::kAfterMet, "after_met"},
    {Problem::kUnknownCurrency, "unknown_currency"},
    {Problem::kTooManyDecimals, "too_many_decimals"},
    {Problem::kNotChoices, "not_choices"},
    {Problem::kChoiceTwice, "choice_twice"},
    {Problem::kNotADuration, "not_a_duration"},
    {Problem::kPartyBeforeOpening, "party_before_opening"},
    {Problem::kNotAPartyInRole, "not_a_party_in_role"},
    {Problem::kNotACase, "not_a_case"},
    {Problem::kCaseItself, "case_itself"},
    {Problem::kNotAnImoNumber, "not_an_imo_number"},
    {Problem::kNotAContainer, "not_a_container"},
    {Problem::kNotANumberPlate, "not_a_number_plate"},
    {Problem::kNotAVin, "not_a_vin"},
    {Problem::kNotAPassport, "not_a_passport"},
    {Problem::kNotAnIban, "not_an_iban"},
    {Problem::kIdentifierCheckDigit, "identifier_check_digit"},
    {Problem::kOverCap, "over_cap"},
    {Problem::kCapInOtherCurrency, "cap_in_other_currency"},
    {Problem::kCapNeedsCount, "cap_needs_count"},
    {Problem::kNotFuture, "not_future"},
    {Problem::kTooFarAhead, "too_far_ahead"},
    {Problem::kHappensAtApproval, "happens_at_approval"},
    {Problem::kNotTwelveDigits, "not_twelve_digits"},
    {Problem::kCheckDigit, "check_digit"},
    {Problem::kNeverIssued, "never_issued"},
    {Problem::kIinCentury, "iin_century"},
    {Problem::kIinBirthDate, "iin_birth_date"},
    {Problem::kBinMonth, "bin_month"},
    {Problem::kBinKind, "bin_kind"},
    {Problem::kBinPart, "bin_part"},
    {Problem::kIinOfOrganisation, "iin_of_organisation"},
    {Problem::kBinOfPerson, "bin_of_person"},
    {Problem::kBirthDateOfOrganisation, "birth_date_of_organisation"},
    {Problem::kBirthDateDiffersFromIin, "birth_date_differs_from_iin"},
    {Problem::kNotAPassportNumber, "not_a_passport_number"},
    {Problem::kNotAPhone, "not_a_phone"},
    {Problem::kNotAnEmail, "not_an_email"},
    {Problem::kNotInPerson, "not_in_person"},
    {Problem::kOnlyForNoteVerbale, "only_for_note_verbale"},
    {Problem::kOnlyForCompartmented, "only_for_compartmented"},
    {Problem::kNobodyCleared, "nobody_cleared"},
    {Problem::kUnknownCompartment, "unknown_compartment"},
    {Problem::kNotOnCase, "not_on_case"},
    {Problem::kNotOnList, "not_on_list"},
    {Problem::kOnlyStruckOut, "only_struck_out"},
    {Problem::kNotTheLastChange, "not_the_last_change"},
    {Problem::kOnlyForCheck, "only_for_check"},
    {Problem::kUnknownCheckItem, "unknown_check_item"},
    {Problem::kCheckItemOfOtherCases, "check_item_of_other_cases"},
    {Problem::kAlreadyTicked, "already_ticked"},
    {Problem::kNotAnOfficer, "not_an_officer"},
    {Problem::kDoesNotSeeCase, "does_not_see_case"},
    {Problem::kNotAGrantee, "not_a_grantee"},
    {Problem::kNotSomebodyElse, "not_somebody_else"},
    {Problem::kNotBrokenGlass, "not_broken_glass"},
    {Problem::kPartnersHoldPartner, "partners_hold_partner"},
    {Problem::kNotAMission, "not_a_mission"},
    {Problem::kNotAFingerprint, "not_a_fingerprint"},
    {Problem::kNotBelowSize, "not_below_size"},
    {Problem::kAboveNewerSize, "above_newer_size"},
    {Problem::kNotAMultiple, "not_a_multiple"},
    {Problem::kNotOfReportKind, "not_of_report_kind"},
    {Problem::kPeriodBackwards, "period_backwards"},
    {Problem::kFilterExpected, "filter_expected"},
    {Problem::kFilterValueExpected, "filter_value_expected"},
    {Problem::kFilterTooLong, "filter_too_long"},
    {Problem::kUnknownType, "unknown_type"},
    {Problem::kUnknownState, "unknown_state"},
    {Problem::kUnknownPerson, "unknown_person"},
    {Problem::kPartyNeeded, "party_needed"},
    {Problem::kEntryNeeded, "entry_needed"},
    {Problem::kEventNeeded, "event_needed"},
    {Problem::kDeadlineOpen, "deadline_open"},
    {Problem::kValueNeeded, "value_needed"},
    {Problem::kUnknownDeadline, "unknown_deadline"},
    {Problem::kNotExtendable, "not_extendable"},
    {Problem::kExtendedBefore, "extended_before"},
    {Problem::kNotLaterThanDue, "not_later_than_due"},
    {Problem::kBeyondExtension, "beyond_extension"},
    {Problem::kNotWaivable, "not_waivable"},
    {Problem::kUnknownVersion, "unknown_version"},
    {Problem::kSameVersion, "same_version"},
    {Problem::kStateNotInVersion, "state_not_in_version"},
    {Problem::kProposalInTheWay, "proposal_in_the_way"},
    {Problem::kUnknownPartyRole, "unknown_party_role"},
    {Problem::kOtherPartyRole, "other_party_role"},
    {Problem::kTooManyInRole, "too_many_in_role"},
    {Problem::kPartyToOpen, "party_to_open"},
    {Problem::kNoRowGroups, "no_row_groups"},
    {Problem::kTooManyRows, "too_many_rows"},
    {Problem::kGroupNotInVersion, "group_not_in_version"},
    {Problem::kFieldNotInVersion, "field_not_in_version"},
    {Problem::kNothingToDrop, "nothing_to_drop"},
    {Problem::kNoFollowOn, "no_follow_on"},
    {Problem::kNotYetFollowed, "not_yet_followed"},
    {Problem::kOfOtherMission, "of_other_mission"},
    {Problem::kForAdministrators, "for_administrators"},
    {Problem::kForStaff, "for_staff"},
    {Problem::kNotOneself, "not_oneself"},
    {Problem::kOwnRelation, "own_relation"},
    {Problem::kNoCasesToList, "no_cases_to_list"},
    {Problem::kNoCasesToDecide, "no_cases_to_decide"},
    {Problem::kHeadLowersSensitivity, "head_lowers_sensitivity"},
    {Problem::kEventMadeBy, "event_made_by"},
    {Problem::kDecidedBy, "decided_by"},
    {Problem::kDecidedByHeadquarters, "decided_by_headquarters"},
    {Problem::kWouldLoseSight, "would_lose_sight"},
    {Problem::kReadsOnlyAtMission, "reads_only_at_mission"},
    {Problem::kReadsOnly, "reads_only"},
    {Problem::kMayNotReadLog, "may_not_read_log"},
    {Problem::kMayNotBreakGlass, "may_not_break_glass"},
    {Problem::kMayNotOrderReport, "may_not_order_report"},
    {Problem::kMissionNeeded, "mission_needed"},
    {Problem::kGlassWasYours, "glass_was_yours"},
    {Problem::kListWasYours, "list_was_yours"},
    {Problem::kNotToldOfWarning, "not_told_of_warning"},
    {Problem::kExplainedToHeads, "explained_to_heads"},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kProblems); ++i) {
    if (static_cast<size_t>(kProblems[i].problem) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "a problem is looked up by its place");

}  // namespace

absl::Span<const ProblemId> Problems() { return kProblems; }

std::string IdOf(Problem problem) { return std::string(kProblems[static_cast<size_t>(problem)].id); }

std::string Describe(const FieldViolation& violation) {
  static const Texts* const kEnglish = new Texts(Language::kEn);
  return kEnglish->Text(absl::StrCat("problem.", IdOf(violation.problem)), violation.parameters);
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

void CheckName(absl::string_view field, absl::string_view text, size_t most, Violations& violations) {
  text = absl::StripAsciiWhitespace(text);
  CheckLength(field, text, 1, most, violations);
  if (!text.empty() && !HoldsLetterOrDigit(text)) {
    violations.push_back({std::string(field), Problem::kNoLetter});
  }
}

}  // namespace arasha::rules
