#ifndef ARASHA_SERVICES_RULES_VIOLATIONS_H_
#define ARASHA_SERVICES_RULES_VIOLATIONS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace arasha::rules {

// What can be wrong with a field of a request, or with a whole call. Each has an id, whose meaning never
// changes (violations.cc), and a text in three languages, `problem.ID` of services/rules/texts.
enum class Problem {
  kRequired,
  kTooLong,
  kTooShort,
  kTooMany,
  kTooManyBytes,
  kTooManyWords,
  kNegative,
  kForbiddenCharacter,
  kLostCharacter,
  kNoLetter,
  kMalformedName,
  kNotARequestId,
  kNotOneOf,
  kNotText,
  kNotTrueOrFalse,
  kNotAWholeNumber,
  kNotADate,
  kNotATime,
  kNotAnAmount,
  kNotACountry,
  kNotAnId,
  kUnknownKind,
  kUnknownField,
  kUnknownPath,
  kCannotBeCleared,
  kNeededByEvent,
  kReasonNeeded,
  kNotPast,
  kNotYet,
  kTooEarly,
  kTooLongBefore,
  kBeforeBirth,
  kNotTheSubjectsBirth,
  kBeforeField,
  kAfterField,
  kAfterEntry,
  kBeforeReceipt,
  kAfterReceipt,
  kBeforeKnown,
  kBeforeState,
  kAfterState,
  kAfterMet,
  kUnknownCurrency,
  kTooManyDecimals,
  kNotChoices,
  kChoiceTwice,
  kNotADuration,
  kPartyBeforeOpening,
  kNotAPartyInRole,
  kNotACase,
  kCaseItself,
  kNotAnImoNumber,
  kNotAContainer,
  kNotANumberPlate,
  kNotAVin,
  kNotAPassport,
  kNotAnIban,
  kIdentifierCheckDigit,
  kOverCap,
  kCapInOtherCurrency,
  kCapNeedsCount,
  kNotFuture,
  kTooFarAhead,
  kHappensAtApproval,
  kNotTwelveDigits,
  kCheckDigit,
  kNeverIssued,
  kIinCentury,
  kIinBirthDate,
  kBinMonth,
  kBinKind,
  kBinPart,
  kIinOfOrganisation,
  kBinOfPerson,
  kBirthDateOfOrganisation,
  kBirthDateDiffersFromIin,
  kNotAPassportNumber,
  kNotAPhone,
  kNotAnEmail,
  kNotInPerson,
  kOnlyForNoteVerbale,
  kOnlyForCompartmented,
  kNobodyCleared,
  kUnknownCompartment,
  kNotOnCase,
  kNotOnList,
  kOnlyStruckOut,
  kNotTheLastChange,
  kOnlyForCheck,
  kUnknownCheckItem,
  kCheckItemOfOtherCases,
  kAlreadyTicked,
  kNotAnOfficer,
  kDoesNotSeeCase,
  kNotAGrantee,
  kNotSomebodyElse,
  kNotBrokenGlass,
  kPartnersHoldPartner,
  kNotAMission,
  kNotAFingerprint,
  kNotBelowSize,
  kAboveNewerSize,
  kNotAMultiple,
  kNotOfReportKind,
  kPeriodBackwards,
  kFilterExpected,
  kFilterValueExpected,
  kFilterTooLong,
  kUnknownType,
  kUnknownState,
  kUnknownPerson,
  // What a guard asks for, by the place where it is mended.
  kPartyNeeded,
  kEntryNeeded,
  kEventNeeded,
  kDeadlineOpen,
  kValueNeeded,
  kUnknownDeadline,
  kNotExtendable,
  kExtendedBefore,
  kNotLaterThanDue,
  kBeyondExtension,
  kNotWaivable,
  kUnknownVersion,
  kSameVersion,
  kStateNotInVersion,
  kProposalInTheWay,
  kUnknownPartyRole,
  kOtherPartyRole,
  kTooManyInRole,
  kPartyToOpen,
  kNoRowGroups,
  kTooManyRows,
  kGroupNotInVersion,
  kFieldNotInVersion,
  kNothingToDrop,
  kNoFollowOn,
  kNotYetFollowed,
  kOfOtherMission,
  // Why somebody may not do a thing: of a whole call, not of a field.
  kForAdministrators,
  kForStaff,
  kNotOneself,
  kOwnRelation,
  kNoCasesToList,
  kNoCasesToDecide,
  kHeadLowersSensitivity,
  kEventMadeBy,
  kDecidedBy,
  kDecidedByHeadquarters,
  kWouldLoseSight,
  kReadsOnlyAtMission,
  kReadsOnly,
  kMayNotReadLog,
  kMayNotBreakGlass,
  kMayNotOrderReport,
  kMissionNeeded,
  kGlassWasYours,
  kListWasYours,
  kNotToldOfWarning,
  kExplainedToHeads,
};

// One bad field of a request: which (a path in the request, `case.details.charge`) and what is wrong, with
// what was expected. Never repeats the value: it may be personal data.
struct FieldViolation {
  std::string field;
  Problem problem;
  // What the texts have in braces: `{{"most", "200"}}`.
  std::map<std::string, std::string> parameters = {};
};

using Violations = std::vector<FieldViolation>;

struct ProblemId {
  Problem problem;
  absl::string_view id;
};

// Every problem, in the order of the enum.
absl::Span<const ProblemId> Problems();

// `too_long`.
std::string IdOf(Problem problem);

// "must have at most 200 characters, and has 201": what a client shows that does not know the problem.
std::string Describe(const FieldViolation& violation);

// The longest reason and finding, in characters.
inline constexpr size_t kMaxReason = 2000;

// A text must have from `least` to `most` characters: kRequired if it is empty and must not be, else
// kTooShort or kTooLong, with both numbers.
void CheckLength(absl::string_view field, absl::string_view text, size_t least, size_t most,
                 Violations& violations);

// A name of somebody must have at most so many characters, and a letter or a digit among them: kNoLetter if
// it is of other signs alone.
void CheckName(absl::string_view field, absl::string_view text, size_t most, Violations& violations);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_VIOLATIONS_H_
