// Writes the sample report in every form and language into a folder, to be looked at:
//   report_sample DIR && pdftoppm -r 60 -png DIR/kk.pdf DIR/kk
#include <iostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/reports/render/render.h"
#include "tests/reports/sample_document.h"

int main(int argc, char** argv) {
  using namespace arasha::reports;
  using arasha::CodeOf;
  using arasha::Language;
  if (argc != 2) {
    std::cerr << "usage: report_sample DIR\n";
    return 2;
  }
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Document document = SampleDocument(language);
    const std::string path = absl::StrCat(argv[1], "/", CodeOf(language));
    for (const absl::Status& status :
         {RenderPdf(document, path + ".pdf"), RenderHtml(document, path + ".html"),
          RenderXlsx(document, path + ".xlsx"), RenderJson(document, path + ".json"),
          RenderCsv(document, *TablesOf(document)[1], path + ".csv")}) {
      if (!status.ok()) std::cerr << status << '\n';
    }
  }
}
