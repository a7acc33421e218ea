#ifndef ARASHA_TESTS_TAMPER_TAMPER_FIXTURE_H_
#define ARASHA_TESTS_TAMPER_TAMPER_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "tests/e2e/cli.h"
#include "tests/faults/server_process.h"

// The database's superuser against the log, with the real programs: what is done to it is done on a copy of a
// real history, and an auditor who kept a checkpoint exports the log and verifies it offline.
namespace arasha::tamper {

inline constexpr int kTampered = 10;
inline constexpr int kCannotTell = 11;

// What the verifier said, to people or as JSON, and how it ended.
struct Verified {
  int exit_code;
  std::string text;
};

// A real history, and copies of its database to be attacked.
class TamperTest : public e2e::CliTest {
 protected:
  static void SetUpTestSuite() {
    owned_ = std::make_unique<e2e::System>();
    system = owned_.get();
    const std::string name = Begin();
    Idle();
    system->AsSuperuser("postgres", "CREATE DATABASE backup TEMPLATE arasha OWNER arasha_owner");
    ASSERT_EQ(system->Dev("up").exit_code, 0);
    GoOn(name);
    kept_ = system->scratch() + "/kept.note";
    ASSERT_EQ(Arasha("auditor", {"audit", "checkpoint", "--save", kept_}).exit_code, 0);
    absl::SleepFor(absl::Seconds(1));
    Idle();
    leaves_ = std::atoi(system->AsSuperuser("arasha", "SELECT max(size) FROM audit_checkpoint").c_str());
    // Leaves of one case; the second is such that a head was signed just before it.
    first_ = Place(
        "SELECT min(tree_index) FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE action = "
        "'AddEntry'");
    second_ = Place(
        "SELECT max(tree_index) FROM audit_leaf JOIN audit_sequence USING (leaf_id) "
        "JOIN audit_checkpoint ON size = tree_index WHERE action = 'AddEntry'");
    ASSERT_LT(first_, second_);
    ASSERT_LT(second_, leaves_ - 1);
    ASSERT_LT(leaves_, 256) << "the attacks on the tree know of one tile only";
  }
  static void TearDownTestSuite() {
    system = nullptr;
    owned_.reset();
  }

  // A case, step by step, so that each step gets a head of its own.
  static void Step(const std::string& role, const std::vector<std::string>& arguments) {
    const e2e::Finished done = Arasha(role, arguments);
    ASSERT_EQ(done.exit_code, 0) << done.err;
    absl::SleepFor(absl::Milliseconds(400));
  }
  static std::string Begin() {
    const std::string name = OpenCase({"--subject", "Жұмабаев Әсет"});
    Step("officer", {"case", "do", "register", name});
    return name;
  }
  static void GoOn(const std::string& name) {
    Step("officer", {"case", "contact", name, "--failed", "--channel", "phone", "--text", "No answer"});
    Step("officer", {"case", "show", name});
    Step("officer", {"case", "visit", name, "--text", "In good health"});
    Step("officer", {"case", "note", name, "--text", "Told the mother"});
    Step("officer", {"case", "timeline", name});
    Step("officer", {"case", "show", name});
  }
  // PostgreSQL alone, so that the database can be copied.
  static void Idle() {
    ASSERT_EQ(system->Dev("down", {"--keep"}).exit_code, 0);
    ASSERT_EQ(system->Dev("up", {"--database-only"}).exit_code, 0);
  }
  static int Place(const std::string& sql) { return std::atoi(system->AsSuperuser("arasha", sql).c_str()); }

  // A copy of the database, or of the backup, with what stands outside of it.
  void Copy(const std::string& of = "arasha") {
    static int number = 0;
    database_ = absl::StrCat("copy", ++number);
    folder_ = absl::StrCat(system->scratch(), "/", database_);
    system->AsSuperuser("postgres",
                        absl::StrCat("CREATE DATABASE ", database_, " TEMPLATE ", of, " OWNER arasha_owner"));
    for (const char* name : {"/journal", "/witness"}) {
      std::filesystem::create_directories(folder_);
      std::filesystem::copy(system->dir() + name, folder_ + name, std::filesystem::copy_options::recursive);
    }
  }
  // Options of a server on the copy.
  faults::ServerOptions Options() const {
    faults::ServerOptions options;
    options.edits = {{"dbname=arasha", "dbname=" + database_},
                     {system->dir() + "/(journal|witness)", folder_ + "/$1"}};
    return options;
  }
  void Attack(const std::string& sql) const {
    if (sql.empty()) return;
    system->AsSuperuser(database_, absl::StrCat("BEGIN;\nSET LOCAL session_replication_role = replica;\n",
                                                Filled(sql), "COMMIT;\n"));
  }
  static std::string Filled(const std::string& text) {
    return absl::StrReplaceAll(text, {{"{A}", absl::StrCat(first_)},
                                      {"{A+1}", absl::StrCat(first_ + 1)},
                                      {"{B}", absl::StrCat(second_)},
                                      {"{N-1}", absl::StrCat(leaves_ - 1)},
                                      {"{N-2}", absl::StrCat(leaves_ - 2)}});
  }

  e2e::Finished Auditor(const faults::ServerProcess& server, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "audit");
    e2e::Extra extra;
    extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
    return Arasha("auditor", arguments, extra);
  }
  // Exports the whole log.
  std::string Export(const faults::ServerProcess& server, std::vector<std::string> options = {}) {
    std::string file = absl::StrCat(folder_, "/log", ++exports_, ".zst");
    options.insert(options.begin(), {"export", file});
    const e2e::Finished exported = Auditor(server, options);
    EXPECT_TRUE(exported.exit_code == 0 || exported.exit_code == kTampered) << exported.err << server.Log();
    return file;
  }
  // Verifies a file with the key that the operators published, and the checkpoint kept in `since`, if any.
  Verified Verify(const faults::ServerProcess& server, const std::string& file, const std::string& since,
                  const std::vector<std::string>& options = {}) {
    std::vector<std::string> verify = {"verify", file, "--key", system->Variable("ARASHA_LOG_KEY")};
    if (!since.empty()) verify.insert(verify.end(), {"--since", since});
    verify.insert(verify.end(), options.begin(), options.end());
    const e2e::Finished said = Auditor(server, verify);
    return {said.exit_code, said.out};
  }
  // The same of the log and the rows as they now are.
  Verified ExportAndVerify(const faults::ServerProcess& server,
                           const std::vector<std::string>& options = {}) {
    return Verify(server, Export(server, {"--rows"}), kept_, options);
  }
  int64_t Size(const faults::ServerProcess& server) {
    return std::stoll(nlohmann::json::parse(Auditor(server, {"checkpoint", "--output", "json"}).out)["size"]
                          .get<std::string>());
  }

  static inline std::unique_ptr<e2e::System> owned_;
  static inline std::string kept_;
  static inline int first_ = 0;
  static inline int second_ = 0;
  static inline int leaves_ = 0;
  std::string database_;
  std::string folder_;
  int exports_ = 0;
};

}  // namespace arasha::tamper

#endif  // ARASHA_TESTS_TAMPER_TAMPER_FIXTURE_H_
