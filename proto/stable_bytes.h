#ifndef ARASHA_PROTO_STABLE_BYTES_H_
#define ARASHA_PROTO_STABLE_BYTES_H_

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

#include <string>

namespace arasha {

// The same bytes for the same message, whatever process serialises it: with the keys of maps in order, which
// SerializeAsString() leaves to chance.
inline std::string StableBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace arasha

#endif  // ARASHA_PROTO_STABLE_BYTES_H_
