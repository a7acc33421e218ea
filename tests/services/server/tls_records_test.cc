// What could go wrong: an answer that just fills TLS records goes out with memory of the server's behind it,
// in clear: gRPC 1.51 loses count where its last record fits into a buffer of 8 KiB (limits.cc), which breaks
// the connection of whoever gets it and shows them, and all who listen, what belongs to others.
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

// Largest TLS records that gRPC may be told to make, in which it keeps kRecordOverhead for TLS: the smallest,
// the one that we once asked for, those around its buffer, its default.
constexpr int kRecords[] = {1024, 2048, 4096, 8192, 8292, 16384};
constexpr int kRecordOverhead = 100;

class TlsRecords : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.calls_per_minute = 0;
    return options;
  }
};

class TlsRecordsOfStreams : public TlsRecords {
 protected:
  server::Options Options() override {
    server::Options options = TlsRecords::Options();
    options.reflection = true;
    return options;
  }
};

// A stream of questions, one answered after the other.
class ReflectionStream {
 public:
  explicit ReflectionStream(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
    stream_ = stub_.PrepareCall(&context_, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                                &queue_);
    stream_->StartCall(nullptr);
    Next();
  }
  ~ReflectionStream() {
    context_.TryCancel();
    grpc::Status status;
    stream_->Finish(&status, nullptr);
    queue_.Shutdown();
    while (Next()) {
    }
  }

  // Asks for a file that is not there, whose name the answer repeats. False if no answer comes.
  bool Ask(int length) {
    std::string name(static_cast<size_t>(length), 'x');
    // file_by_filename, field 3.
    std::string bytes = "\x1a";
    for (; length > 0x7f; length >>= 7) bytes += static_cast<char>((length & 0x7f) | 0x80);
    bytes += static_cast<char>(length);
    const grpc::Slice sent(bytes + name);
    stream_->Write(grpc::ByteBuffer(&sent, 1), nullptr);
    if (!Next()) return false;
    grpc::ByteBuffer answer;
    stream_->Read(&answer, nullptr);
    return Next() && answer.Length() > name.size();
  }

 private:
  bool Next() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
};

TEST_F(TlsRecordsOfStreams, ThatAreJustFilledCarryNothingElse) {
  // HTTP/2 and gRPC put 14 bytes before the answer, which has 30 or so beside the name; DATA frames that are
  // more than one have 9 each.
  std::uniform_int_distribution<int> beside(14 + 20, 14 + 70);
  std::uniform_int_distribution<int> filler(1, 9000);
  std::uniform_int_distribution<int> whole(1, 4);
  std::uniform_int_distribution<size_t> record(0, std::size(kRecords) - 1);
  std::minstd_rand random(1);  // NOLINT(cert-msc51-cpp): the same in every run
  ReflectionStream stream(server().As("officer"));
  constexpr int kMessages = 3000;
  for (int i = 0; i < kMessages; ++i) {
    // Answers of other lengths between leave the buffer in every state.
    int length = filler(random);
    if (i % 3 != 0) {
      const int plaintext = kRecords[record(random)] - kRecordOverhead;
      length = whole(random) * plaintext - beside(random);
    }
    ASSERT_TRUE(stream.Ask(length)) << "question " << i << ", a name of " << length;
  }
}

TEST_F(TlsRecords, ThatACallJustFillsCarryNothingElse) {
  const std::string name = Open().name();
  // An answer repeats the note that it added. Its headers and trailers, and what else is in it, are this
  // long.
  constexpr int kLeast = 140;
  constexpr int kMost = 230;
  for (const int whole : {1, 2}) {
    for (int beside = kLeast; beside < kMost; ++beside) {
      const auto length = static_cast<size_t>(whole * (4096 - kRecordOverhead) - beside);
      const v1::Entry entry =
          Do(&v1::Cases::Stub::AddEntry, support::AddNote(name, std::string(length, 'x')));
      ASSERT_EQ(entry.text().size(), length);
    }
  }
}

}  // namespace
}  // namespace arasha
