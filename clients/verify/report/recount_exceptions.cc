#include "absl/strings/strip.h"
#include "clients/verify/report/report_recount.h"

namespace arasha::clients {
namespace {

std::string Person(absl::string_view principal) {
  return std::string(absl::StripPrefix(principal, "staff/"));
}

class Exceptions {
 public:
  Exceptions(const ReportScope& scope, FigureTables& tables)
      : scope_(scope),
        glass_(tables["break_glass"]),
        words_(tables["break_glass_words"]),
        grants_(tables["grants"]),
        approvals_(tables["approvals"]) {
    for (FigureTable* table : {&glass_, &words_, &grants_, &approvals_}) table->lists = true;
  }

  void Take(const GrantRow& grant);
  void Take(const ApprovalRow& approval);
  void Finish(FigureTable& headlines) const;

 private:
  std::string TextOf(absl::Time time) const { return absl::FormatTime(absl::RFC3339_sec, time, scope_.zone); }

  const ReportScope& scope_;
  FigureTable& glass_;
  FigureTable& words_;  // the words themselves are sealed in an export
  FigureTable& grants_;
  FigureTable& approvals_;
  Counts totals_;
};

// When something was granted or proposed, and by whom, never changes; what came of it does.
void Exceptions::Take(const GrantRow& grant) {
  if (!scope_.Holds(grant.granted)) return;
  FigureTable& table = grant.break_glass ? glass_ : grants_;
  table.counts.Add(grant.uid, "", grant.settled);
  table.texts[grant.uid] = {{"granted", TextOf(grant.granted)}, {"principal", Person(grant.principal)}};
  if (!grant.break_glass) {
    table.texts[grant.uid]["granted_by"] = Person(grant.granted_by);
    return;
  }
  words_.counts.Add(grant.uid, "", grant.settled);
  words_.texts[grant.uid] = {{"granted", TextOf(grant.granted)}, {"principal", Person(grant.principal)}};
  totals_.Add("", "taken", grant.settled);
  if (!grant.settled || !grant.reviewed) totals_.Add("", "unreviewed", grant.settled);
  Figure& review_time = table.computed[grant.uid]["review_time"];
  if (!grant.settled) return;  // and so unknown
  table.texts[grant.uid]["reviewed_by"] = Person(grant.reviewed_by);
  // Printed in whole seconds.
  review_time = grant.reviewed ? Figure::Exact(absl::ToDoubleSeconds(*grant.reviewed - grant.granted), 1)
                               : Figure::Nothing();
}

void Exceptions::Take(const ApprovalRow& approval) {
  if (!scope_.Holds(approval.proposed)) return;
  approvals_.counts.Add(approval.uid, "", approval.settled);
  totals_.Add("", "proposals", approval.settled);
  std::map<std::string, std::string>& texts = approvals_.texts[approval.uid];
  texts = {{"proposed", TextOf(approval.proposed)}, {"proposed_by", Person(approval.proposed_by)}};
  if (!approval.settled || approval.approved) totals_.Add("", "approved", approval.settled);
  if (!approval.settled) return;
  texts["decided_by"] = Person(approval.decided_by);
  texts["decided"] = approval.decided ? TextOf(*approval.decided) : "";
}

void Exceptions::Finish(FigureTable& headlines) const {
  for (const char* total : {"taken", "unreviewed", "proposals", "approved"}) {
    headlines.computed[std::string("exceptions.") + total]["value"] = Figure::Of(totals_.At("", total));
  }
}

}  // namespace

FigureTables RecountExceptions(const Register& rows, const ReportScope& scope) {
  FigureTables tables;
  Exceptions exceptions(scope, tables);
  for (const GrantRow& grant : rows.grants) exceptions.Take(grant);
  for (const ApprovalRow& approval : rows.approvals) exceptions.Take(approval);
  exceptions.Finish(tables[kHeadlines]);
  return tables;
}

}  // namespace arasha::clients
