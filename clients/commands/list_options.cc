#include "clients/commands/list_options.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/text/local_error.h"

namespace arasha::clients {

void OnSelectList(CLI::App& command, Run& selected, const std::vector<std::string>& columns, Run run) {
  auto chosen = std::make_shared<std::string>();
  AddOption(command, "--columns", *chosen,
            "Fields to show, in this order, parted by commas; for tables and CSV")
      .Choice(columns)
      .Joined();
  OnSelect(
      command, selected,
      [chosen, run = std::move(run)](Session& session) -> absl::Status {
        if (chosen->empty()) return run(session);
        if (session.output() == Output::kJson) return UsageError("usage.columns_json");
        session.ShowFields(absl::StrSplit(*chosen, ','));
        return run(session);
      },
      Answers::kRows);
}

void AddLimit(CLI::App& command, int& limit, int most, const std::string& description) {
  AddOption(command, "--limit", limit, description)
      .Range(1, most)
      .TypeName("N")
      .ShowDefault()
      .Sets("page_size");
}

void NoteMoreRows(const Session& session, const google::protobuf::Message& answer) {
  session.Note(session.messages().Text("note.more_rows", {{"count", absl::StrCat(RowCount(answer))}}));
}

bool CutRows(google::protobuf::Message& answer, int limit) {
  const google::protobuf::FieldDescriptor* rows = RowsOf(*answer.GetDescriptor());
  bool cut = false;
  for (; RowCount(answer) > limit; cut = true) answer.GetReflection()->RemoveLast(&answer, rows);
  return cut;
}

}  // namespace arasha::clients
