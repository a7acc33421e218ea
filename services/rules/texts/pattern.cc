#include "services/rules/texts/pattern.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace arasha {

class TextPattern::Reader {
 public:
  Reader(absl::string_view text, Language language) : rest_(text), language_(language) {}

  absl::StatusOr<std::vector<Piece>> Read() {
    std::vector<Piece> pieces;
    if (absl::Status s = ReadPieces("", pieces); !s.ok()) return s;
    if (!rest_.empty()) return Wrong("a brace closes that none opened");
    return pieces;
  }

 private:
  absl::Status Wrong(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(what, " before “", rest_, "”"));
  }

  // Up to the brace that closes what is read, or the end. `counted`: whose number # is; empty outside of
  // forms, where # is a sign like others.
  absl::Status ReadPieces(const std::string& counted, std::vector<Piece>& pieces) {
    const absl::string_view signs = counted.empty() ? "{}" : "{}#";
    while (!rest_.empty() && rest_.front() != '}') {
      if (absl::ConsumePrefix(&rest_, "{")) {
        if (absl::Status s = ReadParameter(pieces); !s.ok()) return s;
      } else if (!counted.empty() && absl::ConsumePrefix(&rest_, "#")) {
        pieces.push_back({"", counted, {}});
      } else {
        const size_t end = std::min(rest_.find_first_of(signs), rest_.size());
        pieces.push_back({std::string(rest_.substr(0, end)), "", {}});
        rest_.remove_prefix(end);
      }
    }
    return absl::OkStatus();
  }

  // What follows an opened brace.
  absl::Status ReadParameter(std::vector<Piece>& pieces) {
    Piece piece = {"", ReadName(), {}};
    if (piece.parameter.empty()) return Wrong("a parameter has no name");
    if (!absl::ConsumePrefix(&rest_, "}")) {
      if (!absl::ConsumePrefix(&rest_, ", plural,"))
        return Wrong("a parameter is neither closed nor a plural");
      if (absl::Status s = ReadForms(piece); !s.ok()) return s;
    }
    pieces.push_back(std::move(piece));
    return absl::OkStatus();
  }

  absl::Status ReadForms(Piece& piece) {
    for (const absl::string_view name : PluralForms(language_)) {
      SkipBlanks();
      if (!absl::ConsumePrefix(&rest_, name)) return Wrong(absl::StrCat("the form “", name, "” is missing"));
      SkipBlanks();
      if (!absl::ConsumePrefix(&rest_, "{")) return Wrong("a form is not opened");
      Form form = {std::string(name), {}};
      if (absl::Status s = ReadPieces(piece.parameter, form.pieces); !s.ok()) return s;
      if (!absl::ConsumePrefix(&rest_, "}")) return Wrong("a form is not closed");
      piece.forms.push_back(std::move(form));
    }
    SkipBlanks();
    if (!absl::ConsumePrefix(&rest_, "}")) return Wrong("a plural is not closed, or has more forms");
    return absl::OkStatus();
  }

  std::string ReadName() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), [](char c) {
      return c == '_' || absl::ascii_islower(static_cast<unsigned char>(c));
    });
    const std::string name(rest_.begin(), end);
    rest_.remove_prefix(name.size());
    return name;
  }

  void SkipBlanks() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  absl::string_view rest_;
  Language language_;
};

absl::StatusOr<TextPattern> TextPattern::Parse(absl::string_view text, Language language) {
  absl::StatusOr<std::vector<Piece>> pieces = Reader(text, language).Read();
  if (!pieces.ok()) return pieces.status();
  TextPattern pattern(language);
  pattern.pieces_ = *std::move(pieces);
  return pattern;
}

std::string TextPattern::Format(const Parameters& parameters) const {
  std::string text;
  Append(pieces_, parameters, text);
  return text;
}

std::set<std::string> TextPattern::Names() const {
  std::set<std::string> names;
  AddNames(pieces_, names);
  return names;
}

void TextPattern::Append(const std::vector<Piece>& pieces, const Parameters& parameters,
                         std::string& out) const {
  for (const Piece& piece : pieces) {
    const auto value = parameters.find(piece.parameter);
    if (piece.parameter.empty()) {
      out += piece.text;
    } else if (value == parameters.end()) {
      absl::StrAppend(&out, "{", piece.parameter, "}");
    } else if (piece.forms.empty()) {
      out += value->second;
    } else {
      const std::string name = PluralFormOf(value->second, language_);
      const auto form = std::find_if(piece.forms.begin(), piece.forms.end() - 1,
                                     [&](const Form& one) { return one.name == name; });
      Append(form->pieces, parameters, out);  // `other`, the last, if it is none of the rest
    }
  }
}

void TextPattern::AddNames(const std::vector<Piece>& pieces, std::set<std::string>& names) {
  for (const Piece& piece : pieces) {
    if (!piece.parameter.empty()) names.insert(piece.parameter);
    for (const Form& form : piece.forms) AddNames(form.pieces, names);
  }
}

}  // namespace arasha
