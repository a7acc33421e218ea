// What an officer writes in an editor becomes a legal record, or is lost: explanations must not be sent, an
// empty text must send nothing, a failed call must not cost the text, and nothing of it may stay behind
// otherwise.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;

class EditorTest : public testing::Test {
 protected:
  EditorTest() : arasha_(server_) {
    std::filesystem::create_directories(folder_);
    arasha_.terminal = true;
    arasha_.variables["XDG_RUNTIME_DIR"] = folder_;
  }
  ~EditorTest() override { std::filesystem::remove_all(folder_); }

  // Sets an editor that does this to its file, `$1`.
  void EditBy(const std::string& script) {
    std::ofstream(folder_ + "/editor") << "#!/bin/sh\n" << script << "\n";
    chmod((folder_ + "/editor").c_str(), 0700);
    arasha_.variables["EDITOR"] = folder_ + "/editor";
  }
  size_t Left() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) count += entry.is_directory();
    return count;
  }

  const std::string folder_ = absl::StrCat(testing::TempDir(), "/editor.", getpid());
  FakeServer server_;
  Arasha arasha_;
};

TEST_F(EditorTest, WritesWhatIsLeftOut) {
  EditBy(
      "stat -c %a \"$1\" >&2; printf 'Айғақ\\n\\nекінші\\n' | cat - \"$1\" > \"$1.new\"; mv \"$1.new\" "
      "\"$1\"");
  for (const char* command : {"note", "contact", "visit", "note-verbale", "decision"}) {
    std::vector<std::string> arguments = {"case", command, "IST-2026-000123"};
    if (std::string(command) == "note-verbale") arguments.emplace_back("--sent");
    ASSERT_EQ(arasha_.Run(arguments).exit_code, 0) << command;
    EXPECT_EQ(server_.Last<v1::AddEntryRequest>("AddEntry").entry().text(), "Айғақ\n\nекінші") << command;
  }
  EXPECT_EQ(Left(), 0U) << "personal data stays on the disk";
}

TEST_F(EditorTest, ExplainsItselfInTheReadersLanguage) {
  EditBy("cp \"$1\" \"" + folder_ + "/seen\"");
  for (const auto& [language, word] : {std::pair{"kk", "Мәтін"}, {"ru", "текст"}, {"en", "Write the text"}}) {
    arasha_.Run({"case", "note", "IST-2026-000123", "--lang", language});
    std::ostringstream seen;
    seen << std::ifstream(folder_ + "/seen").rdbuf();
    EXPECT_THAT(seen.str(), HasSubstr(word));
    EXPECT_THAT(seen.str(), HasSubstr("# IST-2026-000123"));
  }
}

TEST_F(EditorTest, NothingWrittenSendsNothing) {
  EditBy("true");
  EXPECT_EQ(arasha_.Run({"case", "note", "IST-2026-000123"}).exit_code, 2);
  EditBy("echo text > \"$1\"; exit 1");
  const Ran failed = arasha_.Run({"case", "note", "IST-2026-000123"});
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_THAT(failed.err, HasSubstr("EDITOR"));
  EXPECT_THAT(server_.calls(), testing::IsEmpty());
}

TEST_F(EditorTest, KeepsWhatCouldNotBeSent) {
  EditBy("echo unsent > \"$1\"");
  server_.Refuse("AddEntry", RichStatus(5, "no", "NOT_FOUND"));
  const Ran ran = arasha_.Run({"case", "note", "IST-2026-000123"});
  EXPECT_NE(ran.exit_code, 0);
  const size_t begin = ran.err.find(folder_);
  ASSERT_NE(begin, std::string::npos) << ran.err;
  std::ifstream kept(ran.err.substr(begin, ran.err.find(';', begin) - begin));
  std::string line;
  std::getline(kept, line);
  EXPECT_EQ(line, "unsent");
}

TEST_F(EditorTest, OpensOnlyWhereSomebodySits) {
  EditBy("echo text > \"$1\"");
  arasha_.Run({"case", "visit", "IST-2026-000123", "--no-input"});
  EXPECT_EQ(server_.Last<v1::AddEntryRequest>("AddEntry").entry().text(), "");
  arasha_.Run({"case", "visit", "IST-2026-000123", "--text", ""});
  EXPECT_EQ(server_.Last<v1::AddEntryRequest>("AddEntry").entry().text(), "");
  arasha_.terminal = false;
  arasha_.in = "not asked for";
  arasha_.Run({"case", "visit", "IST-2026-000123"});
  EXPECT_EQ(server_.Last<v1::AddEntryRequest>("AddEntry").entry().text(), "");
}

TEST_F(EditorTest, StandardInputAtATerminalSaysHowToEnd) {
  arasha_.in = "typed\n";
  EXPECT_THAT(arasha_.Run({"case", "note", "IST-2026-000123", "--text", "-"}).err, HasSubstr("Ctrl-D"));
  EXPECT_EQ(server_.Last<v1::AddEntryRequest>("AddEntry").entry().text(), "typed");
}

}  // namespace
}  // namespace arasha::clients
