#include "services/rules/catalogue/source/compile_case_type.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/rules/catalogue/source/source_file.h"
#include "services/rules/text_proto.h"

namespace arasha::rules {
namespace {

using catalogue::v1::Source;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Elements = std::vector<CaseTypeElement>;

std::vector<const FieldDescriptor*> FieldsOf(const Message& message) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  return set;
}

// The ids of a list's elements; nullptr if they have none, or if it is not a list.
const FieldDescriptor* IdField(const FieldDescriptor& field) {
  if (!field.is_repeated() || field.message_type() == nullptr) return nullptr;
  return field.message_type()->FindFieldByName("id");
}

std::string IdOf(const v1::CaseType& type, const FieldDescriptor* list, int index) {
  const FieldDescriptor* id = IdField(*list);
  if (id == nullptr) return "";
  const Message& element = type.GetReflection()->GetRepeatedMessage(type, list, index);
  return element.GetReflection()->GetString(element, id);
}

// What a file comes to together with its parts.
struct Expansion {
  Elements before;  // before the own elements of whoever includes it: its own are among them
  Elements after;
  int version = 0;
};

void Append(Elements& to, Elements from) { std::move(from.begin(), from.end(), std::back_inserter(to)); }

CaseTypeElement* FindElement(Elements& among, const FieldDescriptor* of, absl::string_view id) {
  const auto found = std::find_if(among.begin(), among.end(), [&](const CaseTypeElement& element) {
    return element.of == of && element.id == id;
  });
  return found == among.end() ? nullptr : &*found;
}

v1::CaseType Only(const v1::CaseType& type, const FieldDescriptor* field, int index) {
  v1::CaseType alone = type;
  const Reflection* reflection = alone.GetReflection();
  for (const FieldDescriptor* other : FieldsOf(type)) {
    if (other != field) reflection->ClearField(&alone, other);
  }
  if (field->is_repeated()) {
    reflection->SwapElements(&alone, field, 0, index);
    while (reflection->FieldSize(alone, field) > 1) reflection->RemoveLast(&alone, field);
  }
  return alone;
}

// Gathers the faults of all files, so that their author mends them in one go.
class Compilation {
 public:
  explicit Compilation(const std::map<std::string, std::string>& texts) {
    for (const auto& [path, text] : texts) {
      SourceFile& file = files_[path];
      file.path = path;
      if (absl::Status read = ParseTextProto(text, file.source, &file.locations); !read.ok()) {
        Fault(path, read.message());
      }
    }
  }

  absl::StatusOr<std::vector<CompiledCaseType>> Run() {
    std::vector<CompiledCaseType> types;
    if (faults_.empty()) {
      for (const auto& [path, file] : files_) {
        Form(file);
        if (!file.is_part()) types.push_back(Compile(file));
      }
      for (const auto& [path, file] : files_) {
        if (file.is_part() && used_.count(path) == 0) {
          Fault(path, "no type uses this part: include it in one, or delete it");
        }
      }
    }
    if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
    return types;
  }

 private:
  void Fault(absl::string_view place, absl::string_view what) {
    faults_.insert(absl::StrCat(place, ": ", what));
  }

  // What changes nothing of the type at hand. It is no fault: the type is what its author meant.
  void Idle(absl::string_view place, absl::string_view what) {
    idle_.push_back(absl::StrCat(place, ": ", what));
  }

  // What can be said of a file alone.
  void Form(const SourceFile& file) {
    const Source& source = file.source;
    if (file.is_part() ? !source.own().id().empty() : source.own().id() != file.TypeId()) {
      Fault(file.path, absl::StrCat("holds the type ", source.own().id(),
                                    ": the file of a type is family/type.textproto, and a part has no id"));
    }
    if (source.choices().empty()) return;
    Source rest = source;
    rest.clear_choices();
    if (!file.is_part() || !FieldsOf(rest).empty()) {
      Fault(file.Place(Source::kChoicesFieldNumber, 0),
            "choices stand in a part that holds nothing else: make a part of them, and name it in "
            "choices_from");
    }
  }

  CompiledCaseType Compile(const SourceFile& file) {
    included_.clear();
    idle_.clear();
    Expansion expansion = Expand(file);
    CompiledCaseType compiled;
    compiled.idle = idle_;
    compiled.elements = std::move(expansion.before);
    Append(compiled.elements, std::move(expansion.after));
    std::stable_sort(
        compiled.elements.begin(), compiled.elements.end(),
        [](const CaseTypeElement& a, const CaseTypeElement& b) { return a.of->number() < b.of->number(); });
    compiled.elements = GatherEntryFields(std::move(compiled.elements));
    std::map<std::pair<const FieldDescriptor*, std::string>, const CaseTypeElement*> known;
    for (CaseTypeElement& element : compiled.elements) {
      if (element.of->number() == v1::CaseType::kVersionFieldNumber) Raise(element, expansion.version);
      // What has no id may be there more than once.
      if (!element.of->is_repeated() || !element.id.empty()) {
        const auto [first, added] = known.emplace(std::make_pair(element.of, element.id), &element);
        if (!added) GivenTwice(*first->second, element);
      }
      compiled.type.MergeFrom(element.alone);
    }
    return compiled;
  }

  // What parts add to the fields of one kind of entry is one list.
  static Elements GatherEntryFields(Elements elements) {
    Elements gathered;
    std::map<std::string, size_t> first;  // of each kind, its place among those that were gathered
    for (CaseTypeElement& element : elements) {
      if (element.of->number() == v1::CaseType::kEntryFieldsFieldNumber) {
        const v1::EntryFields& fields = element.alone.entry_fields(0);
        const auto [same, added] = first.emplace(fields.kind(), gathered.size());
        if (!added) {
          CaseTypeElement& whole = gathered[same->second];
          whole.alone.mutable_entry_fields(0)->mutable_fields()->MergeFrom(fields.fields());
          absl::StrAppend(&whole.origin, ", fields added at ", element.origin);
          continue;
        }
      }
      gathered.push_back(std::move(element));
    }
    return gathered;
  }

  void GivenTwice(const CaseTypeElement& first, const CaseTypeElement& second) {
    if (first.of->is_repeated()) {
      Fault(second.origin,
            absl::StrCat(first.of->name(), " ", first.id, " is given already at ", first.origin,
                         ": change that one in override, or name this one otherwise"));
    } else {
      Fault(second.origin, absl::StrCat(first.of->name(), " is given already at ", first.origin,
                                        ": say in the type itself what holds"));
    }
  }

  static void Raise(CaseTypeElement& version, int to) {
    const int by = to - version.alone.version();
    if (by != 0) absl::StrAppend(&version.origin, ", raised by ", by, ", the versions of its parts");
    version.alone.set_version(to);
  }

  Expansion Expand(const SourceFile& file) {
    Expansion all;
    all.version = file.source.own().version();
    for (int i = 0; i < file.source.begin_with_size(); ++i) {
      Expansion part = Include(file.source.begin_with(i), file.Place(Source::kBeginWithFieldNumber, i));
      Append(all.before, std::move(part.before));
      Append(all.after, std::move(part.after));
      all.version += part.version;
    }
    for (int i = 0; i < file.source.end_with_size(); ++i) {
      Expansion part = Include(file.source.end_with(i), file.Place(Source::kEndWithFieldNumber, i));
      Append(all.after, std::move(part.before));
      Append(all.after, std::move(part.after));
      all.version += part.version;
    }
    Override(file, all);
    Elements own = Own(file);
    for (const CaseTypeElement& element : own) {
      if (element.of->is_repeated()) continue;  // of a single value, the nearest holds
      for (Elements* list : {&all.before, &all.after}) {
        for (const CaseTypeElement& other : *list) {
          if (other.of != element.of || other.alone.SerializeAsString() != element.alone.SerializeAsString())
            continue;
          Idle(element.origin, absl::StrCat(element.of->name(), " is so by ", other.origin, ": take it out"));
        }
        list->erase(std::remove_if(list->begin(), list->end(),
                                   [&](const CaseTypeElement& other) { return other.of == element.of; }),
                    list->end());
      }
    }
    Append(all.before, std::move(own));
    return all;
  }

  // nullptr, and a fault, if there is none.
  const SourceFile* Part(const std::string& name, const std::string& place) {
    const std::string path = PartPath(name);
    const auto found = files_.find(path);
    if (found == files_.end()) {
      Fault(place, absl::StrCat("there is no part ", name, ": it would be ", path));
      return nullptr;
    }
    used_.insert(path);
    return &found->second;
  }

  Expansion Include(const std::string& name, const std::string& place) {
    const SourceFile* part = Part(name, place);
    if (part == nullptr) return {};
    if (std::find(trail_.begin(), trail_.end(), name) != trail_.end()) {
      Fault(place, absl::StrCat("the part ", name, " includes itself, by ", absl::StrJoin(trail_, ", "),
                                ": take one of them out"));
      return {};
    }
    if (const auto [first, added] = included_.emplace(name, place); !added) {
      Fault(place, absl::StrCat("the part ", name, " is included already at ", first->second,
                                ": take one of them out"));
      return {};
    }
    if (!part->source.choices().empty()) {
      Fault(place, absl::StrCat("the part ", name, " holds choices: name it in choices_from"));
    }
    trail_.push_back(name);
    Expansion expansion = Expand(*part);
    trail_.pop_back();
    if (expansion.before.empty() && expansion.after.empty()) {
      Idle(place, absl::StrCat("the part ", name, " adds nothing: fill it, or take it out"));
    }
    return expansion;
  }

  void Override(const SourceFile& file, Expansion& all) {
    const v1::CaseType& changes = file.source.override();
    for (const FieldDescriptor* list : FieldsOf(changes)) {
      if (IdField(*list) == nullptr) {
        Fault(
            file.PlaceWithin(Source::kOverrideFieldNumber, list, list->is_repeated() ? 0 : -1),
            absl::StrCat("override changes what has an id, and ", list->name(), " has none: set it in own"));
        continue;
      }
      for (int i = 0; i < changes.GetReflection()->FieldSize(changes, list); ++i) {
        const std::string place = file.PlaceWithin(Source::kOverrideFieldNumber, list, i);
        const std::string id = IdOf(changes, list, i);
        CaseTypeElement* element = FindElement(all.before, list, id);
        if (element == nullptr) element = FindElement(all.after, list, id);
        if (element == nullptr) {
          Fault(place, absl::StrCat("override of ", list->name(), " ", id,
                                    ": no part has it; to add it, write it under own"));
          continue;
        }
        const Message& change = changes.GetReflection()->GetRepeatedMessage(changes, list, i);
        Message* changed = element->alone.GetReflection()->MutableRepeatedMessage(&element->alone, list, 0);
        for (const FieldDescriptor* field : FieldsOf(change)) {
          const bool same = google::protobuf::util::MessageDifferencer().CompareWithFields(*changed, change,
                                                                                           {field}, {field});
          if (same && field != IdField(*list)) {
            Idle(place, absl::StrCat("override of ", list->name(), " ", id, ": ", field->name(),
                                     " is so without it: take it out"));
          }
          changed->GetReflection()->ClearField(changed, field);
        }
        changed->MergeFrom(change);
        absl::StrAppend(&element->origin, ", changed at ", place);
      }
    }
  }

  Elements Own(const SourceFile& file) {
    const v1::CaseType& own = file.source.own();
    Elements elements;
    for (const FieldDescriptor* field : FieldsOf(own)) {
      // That of a part is added to those of types.
      if (file.is_part() && field->number() == v1::CaseType::kVersionFieldNumber) continue;
      const int count = field->is_repeated() ? own.GetReflection()->FieldSize(own, field) : 1;
      for (int i = 0; i < count; ++i) {
        const int index = field->is_repeated() ? i : -1;
        elements.push_back({Only(own, field, i), field, IdOf(own, field, i),
                            file.PlaceWithin(Source::kOwnFieldNumber, field, index)});
      }
    }
    for (int i = 0; i < file.source.choices_from_size(); ++i) {
      TakeChoices(file.source.choices_from(i), file.Place(Source::kChoicesFromFieldNumber, i), elements);
    }
    return elements;
  }

  void TakeChoices(const catalogue::v1::ChoicesFrom& wanted, const std::string& place, Elements& own) {
    const SourceFile* part = Part(wanted.part(), place);
    if (part == nullptr) return;
    if (part->source.choices().empty()) {
      Fault(place,
            absl::StrCat("the part ", wanted.part(), " holds no choices: name it in begin_with or end_with"));
    }
    CaseTypeElement* element = FindElement(
        own, v1::CaseType::descriptor()->FindFieldByNumber(v1::CaseType::kFieldsFieldNumber), wanted.field());
    if (element == nullptr) {
      return Fault(place, absl::StrCat("this file has no field ", wanted.field(), " of its own"));
    }
    v1::FieldRule& field = *element->alone.mutable_fields(0);
    google::protobuf::RepeatedPtrField<v1::Choice> choices = part->source.choices();
    choices.MergeFrom(field.choices());
    field.mutable_choices()->Swap(&choices);
    absl::StrAppend(&element->origin, ", choices of ", part->path);
  }

  std::map<std::string, SourceFile> files_;      // by path
  std::set<std::string> used_;                   // paths of parts
  std::map<std::string, std::string> included_;  // parts of the type at hand, and where they are included
  std::vector<std::string> idle_;                // of the type at hand
  std::vector<std::string> trail_;               // parts between the type at hand and the file at hand
  std::set<std::string> faults_;                 // a part's are found once for each type that uses it
};

}  // namespace

absl::StatusOr<std::vector<CompiledCaseType>> CompileCaseTypes(
    const std::map<std::string, std::string>& files) {
  return Compilation(files).Run();
}

std::string PrintWithOrigins(const CompiledCaseType& compiled) {
  std::string text;
  for (const CaseTypeElement& element : compiled.elements) {
    absl::StrAppend(&text, "# ", element.origin, "\n", PrintTextProto(element.alone));
  }
  return text;
}

}  // namespace arasha::rules
