#ifndef ARASHA_TESTS_REPORTS_SAMPLE_DOCUMENT_H_
#define ARASHA_TESTS_REPORTS_SAMPLE_DOCUMENT_H_

#include "services/reports/document/document.h"

namespace arasha::reports {

// A report with one of everything: each chart, tables longer than a page and streamed, every kind of value.
Document SampleDocument(Language language);

}  // namespace arasha::reports

#endif  // ARASHA_TESTS_REPORTS_SAMPLE_DOCUMENT_H_
