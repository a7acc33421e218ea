#include "storage/erasures/list_rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/keys/kept_fields.h"
#include "storage/postgres/case_number.h"

namespace arasha::storage {

using nlohmann::json;

namespace {

std::string PlaceOfList(absl::string_view uid) { return absl::StrCat("erasure_list/", uid); }

}  // namespace

json ListToRow(const v1::ErasureList& list, int version, const ServerKeys& keys) {
  const std::string uid(UidOf(list.name()));
  json row = ClearColumns(list);
  row["uid"] = uid;
  row["sealed"] = SealPersonal(keys.register_key, PlaceOfList(uid), list);
  row["reason_count"] =
      std::count_if(list.items().begin(), list.items().end(),
                    [](const v1::ErasureItem& item) { return !item.keep_reason().empty(); });
  row["version"] = version;
  return row;
}

ErasureListRow ReadList(const json& row, const ServerKeys& keys) {
  ErasureListRow read;
  ReadClearColumns(row, "", read.message);
  const std::string uid = row.at("uid").get<std::string>();
  UnsealPersonal({keys.register_key}, PlaceOfList(uid), row.at("sealed"), read.message);
  read.message.set_name(absl::StrCat("erasureLists/", uid));
  read.version = row.at("version").get<int>();
  return read;
}

}  // namespace arasha::storage
