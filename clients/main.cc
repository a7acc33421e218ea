#include <cstdlib>
#include <string>
#include <vector>

#include "clients/client.h"

int main(int argc, char** argv) {
  // gRPC writes its own view of failed connections to standard error; ours says more. Who wants it sets
  // the variable.
  setenv("GRPC_VERBOSITY", "NONE", 0);
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(arasha::clients::RunClient(arguments, arasha::clients::SystemEnvironment()));
}
