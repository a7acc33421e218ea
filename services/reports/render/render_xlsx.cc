#include <xlsxwriter.h>

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/typesetter.h"
#include "services/reports/render/render.h"

namespace arasha::reports {
namespace {

constexpr uint32_t kMaxRows = 1048575;  // of the format, without the header
constexpr size_t kMaxSheetName = 31;    // characters
constexpr double kLeastWidth = 9;
constexpr double kMostWidth = 60;

// As much of the title as fits into so many characters, to the end of a word.
std::string SheetName(const std::string& title, size_t most) {
  std::string name;
  size_t characters = 0;
  for (size_t i = 0; i < title.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(title[i]) & 0xc0U) != 0x80U;
    if (begins && ++characters > most) {
      const size_t word = title[i] == ' ' ? name.size() : name.rfind(' ');
      if (word != std::string::npos) name.resize(word);
      while (name.ends_with(',') || name.ends_with(' ')) name.pop_back();
      break;
    }
    name += absl::StrContains("[]:*?/\\'", title.substr(i, 1)) ? ' ' : title[i];
  }
  return name;
}

// A workbook in constant memory: rows of a sheet are written in order and leave memory at once.
class Workbook {
 public:
  explicit Workbook(const std::string& path) {
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(path.c_str(), &options);
    title_ = workbook_add_format(book_);
    format_set_bold(title_);
    format_set_font_size(title_, 16);
    format_set_font_color(title_, 0x123f5e);
    header_ = workbook_add_format(book_);
    format_set_bold(header_);
    format_set_bg_color(header_, 0x123f5e);
    format_set_font_color(header_, 0xffffff);
    format_set_text_wrap(header_);
    format_set_align(header_, LXW_ALIGN_VERTICAL_TOP);
    bold_ = workbook_add_format(book_);
    format_set_bold(bold_);
    wrapped_ = workbook_add_format(book_);
    format_set_text_wrap(wrapped_);
    format_set_align(wrapped_, LXW_ALIGN_VERTICAL_TOP);
    count_ = WithNumber("#,##0");
    decimal_ = WithNumber("#,##0.0");
    share_ = WithNumber("0.0%");
    time_ = WithNumber("yyyy-mm-dd hh:mm");
    duration_ = WithNumber("[h]:mm");
  }

  // A sheet whose name is not taken yet and holds nothing that the format forbids.
  lxw_worksheet* AddSheet(const std::string& title) {
    std::string unique = SheetName(title, kMaxSheetName);
    for (int i = 2; !names_.insert(unique).second; ++i) {
      unique = absl::StrCat(SheetName(title, kMaxSheetName - 3), " ", i);
    }
    return workbook_add_worksheet(book_, unique.c_str());
  }

  void Put(lxw_worksheet* sheet, uint32_t row, uint16_t column, const Value& value, const Texts& texts,
           absl::TimeZone zone) {
    if (const auto* count = std::get_if<int64_t>(&value)) {
      worksheet_write_number(sheet, row, column, static_cast<double>(*count), count_);
    } else if (const auto* decimal = std::get_if<Decimal>(&value)) {
      worksheet_write_number(sheet, row, column, decimal->number, decimal_);
    } else if (const auto* share = std::get_if<Share>(&value)) {
      worksheet_write_number(sheet, row, column, share->of_one, share_);
    } else if (const auto* duration = std::get_if<absl::Duration>(&value)) {
      worksheet_write_number(sheet, row, column, absl::ToDoubleHours(*duration) / 24, duration_);
    } else if (const auto* time = std::get_if<absl::Time>(&value)) {
      const absl::CivilSecond at = absl::ToCivilSecond(*time, zone);
      lxw_datetime date = {static_cast<int>(at.year()),     at.month(), at.day(), at.hour(), at.minute(),
                           static_cast<double>(at.second())};
      worksheet_write_datetime(sheet, row, column, &date, time_);
    } else if (!std::holds_alternative<std::monostate>(value)) {
      // Written as a string, which no spreadsheet takes for a formula.
      worksheet_write_string(sheet, row, column, ValueText(value, texts, zone).c_str(), wrapped_);
    }
  }

  void PutText(lxw_worksheet* sheet, uint32_t row, uint16_t column, const std::string& text,
               lxw_format* format) {
    // Commands stand in backquotes, for forms that have letters of one width.
    std::string plain;
    for (const Typesetter::Stretch& stretch : Typesetter::Stretches(text)) plain += stretch.text;
    worksheet_write_string(sheet, row, column, plain.c_str(), format);
  }

  absl::Status Close() {
    const lxw_error error = workbook_close(book_);
    return error == LXW_NO_ERROR ? absl::OkStatus() : absl::ResourceExhaustedError(lxw_strerror(error));
  }

  lxw_workbook* book() { return book_; }
  lxw_format* title() { return title_; }
  lxw_format* header() { return header_; }
  lxw_format* bold() { return bold_; }
  lxw_format* wrapped() { return wrapped_; }

 private:
  lxw_format* WithNumber(const char* number) {
    lxw_format* format = workbook_add_format(book_);
    format_set_num_format(format, number);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);  // beside texts of many lines
    return format;
  }

  lxw_workbook* book_;  // freed by Close()
  lxw_format* title_;
  lxw_format* header_;
  lxw_format* bold_;
  lxw_format* wrapped_;
  lxw_format* count_;
  lxw_format* decimal_;
  lxw_format* share_;
  lxw_format* time_;
  lxw_format* duration_;
  std::set<std::string> names_;
};

void WriteCover(Workbook& book, const Document& document, const Texts& texts) {
  lxw_worksheet* sheet = book.AddSheet(texts.Text("sheet.cover"));
  worksheet_set_column(sheet, 0, 0, 34, nullptr);
  worksheet_set_column(sheet, 1, 1, 80, nullptr);
  uint32_t row = 0;
  book.PutText(sheet, row++, 0, document.title, book.title());
  book.PutText(sheet, row++, 0, document.subtitle, nullptr);
  ++row;
  for (const Headline& headline : document.headlines) {
    book.PutText(sheet, row, 0, headline.label, book.bold());
    book.PutText(sheet, row++, 1, ValueText(headline.value, texts, document.zone), book.bold());
  }
  ++row;
  std::vector<Fact> facts = document.facts;
  for (Fact& fact : ProofOf(document, texts)) facts.push_back(std::move(fact));
  for (const Fact& fact : facts) {
    book.PutText(sheet, row, 0, fact.label, book.wrapped());
    book.PutText(sheet, row++, 1, fact.text, book.wrapped());
  }
}

void WriteMethod(Workbook& book, const Document& document, const Texts& texts) {
  lxw_worksheet* sheet = book.AddSheet(texts.Text("method.title"));
  worksheet_set_column(sheet, 0, 0, 34, nullptr);
  worksheet_set_column(sheet, 1, 1, 110, nullptr);
  uint32_t row = 0;
  for (const Fact& fact : document.method) {
    book.PutText(sheet, row, 0, fact.label, book.wrapped());
    book.PutText(sheet, row++, 1, fact.text, book.wrapped());
  }
  for (const Table* table : TablesOf(document)) {
    for (const std::string& note : NotesOf(*table, texts)) {
      if (note == texts.Text("table.empty") || table->stream) continue;  // Every row is here.
      book.PutText(sheet, row, 0, table->title, book.wrapped());
      book.PutText(sheet, row++, 1, note, book.wrapped());
    }
  }
}

// By the first rows, for constant memory has no second look.
void SetWidths(lxw_worksheet* sheet, const Table& table, const Texts& texts, absl::TimeZone zone) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    double width = std::min<double>(static_cast<double>(table.columns[i].title.size()) / 2, 24);
    for (const Row& row : table.rows) {
      if (i < row.size()) width = std::max(width, static_cast<double>(ValueText(row[i], texts, zone).size()));
    }
    const auto column = static_cast<uint16_t>(i);
    worksheet_set_column(sheet, column, column, std::clamp(width + 2, kLeastWidth, kMostWidth), nullptr);
  }
}

absl::Status WriteTable(Workbook& book, const Document& document, const Table& table, const Texts& texts) {
  // A title may be longer than the name of a sheet.
  const std::string name = absl::StrCat("sheet.", table.id);
  lxw_worksheet* sheet = book.AddSheet(texts.Has(name) ? texts.Text(name) : table.title);
  SetWidths(sheet, table, texts, document.zone);
  for (size_t i = 0; i < table.columns.size(); ++i) {
    book.PutText(sheet, 0, static_cast<uint16_t>(i), table.columns[i].title, book.header());
  }
  worksheet_freeze_panes(sheet, 1, 0);
  uint32_t line = 1;
  const auto put = [&](const Row& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      book.Put(sheet, line, static_cast<uint16_t>(i), row[i], texts, document.zone);
    }
    ++line;
  };
  const absl::Status status = ForEachRow(table, [&](const Row& row) {
    if (line <= kMaxRows) put(row);
    return absl::OkStatus();
  });
  if (status.ok() && table.total) put(*table.total);
  return status;
}

}  // namespace

absl::Status RenderXlsx(const Document& document, const std::string& path) {
  const Texts texts(document.language);
  Workbook book(path);
  std::string title = document.title;
  std::string author = texts.Text("author");
  lxw_doc_properties properties = {};
  properties.title = title.data();
  properties.author = author.data();
  properties.created = absl::ToTimeT(document.made_at);
  workbook_set_properties(book.book(), &properties);
  WriteCover(book, document, texts);
  absl::Status status;
  for (const Table* table : TablesOf(document)) {
    status = WriteTable(book, document, *table, texts);
    if (!status.ok()) break;
  }
  WriteMethod(book, document, texts);
  const absl::Status closed = book.Close();
  return status.ok() ? closed : status;
}

}  // namespace arasha::reports
