#ifndef ARASHA_CLIENTS_COMMANDS_LIST_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_LIST_OPTIONS_H_

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/commands/options.h"
#include "clients/print/list_columns.h"
#include "clients/print/message_fields.h"

namespace arasha::clients {

// Selects what lists rows, and adds --columns, which chooses among these.
void OnSelectList(CLI::App& command, Run& selected, const std::vector<std::string>& columns, Run run);

// The same, of rows of the API.
template <typename Row>
void OnSelectList(CLI::App& command, Run& selected, Run run) {
  OnSelectList(command, selected, ColumnNames<Row>(), std::move(run));
}

// Adds --limit; the description says of what: "At most so many cases".
void AddLimit(CLI::App& command, int& limit, int most, const std::string& description);

// Leaves the first `limit` rows of an answer. Whether there were more.
bool CutRows(google::protobuf::Message& answer, int limit);

// Says that there are more rows than these.
void NoteMoreRows(const Session& session, const google::protobuf::Message& answer);

// The most rows that the server gives at once, and the most of those of the log.
inline constexpr int kLargestPage = 500;
inline constexpr int kLargestLogPage = 1000;

// How a list is read.
struct Paging {
  // Rows wanted, by itself all; more are cut off.
  int limit = std::numeric_limits<int>::max();
  // The most that the server gives at once; 0 for as many as it likes.
  int largest_page = 0;
  // Where a token goes with the size of the page, too.
  bool same_size = false;
};

template <typename Rows>
struct Listed {
  Rows rows;
  // There are others beyond these.
  bool more = false;
};

// Reads the pages of a list, one after the other. `add` puts the rows of a page to those before it.
template <typename Request, typename Add>
absl::StatusOr<Listed<Answer<Request>>> ReadPages(Api& api, Request request, const Paging& paging, Add add) {
  Listed<Answer<Request>> listed;
  Answer<Request>& rows = listed.rows;
  do {
    const int wanted = paging.same_size ? paging.limit : paging.limit - RowCount(rows);
    request.set_page_size(std::min(wanted, paging.largest_page));
    const absl::StatusOr<Answer<Request>> page = api.Call(request);
    if (!page.ok()) return page.status();
    add(*page, rows);
    rows.set_next_page_token(page->next_page_token());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && RowCount(rows) < paging.limit);
  listed.more = !rows.next_page_token().empty();
  if (CutRows(rows, paging.limit)) {
    listed.more = true;
    // The token goes on after what was cut off, and would leave it out.
    rows.clear_next_page_token();
  }
  return listed;
}

template <typename Request>
absl::StatusOr<Listed<Answer<Request>>> ReadPages(Api& api, Request request, const Paging& paging) {
  return ReadPages(api, std::move(request), paging,
                   [](const Answer<Request>& page, Answer<Request>& rows) { rows.MergeFrom(page); });
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_LIST_OPTIONS_H_
