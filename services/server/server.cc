#include "services/server/server.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <malloc.h>
#include <prometheus/exposer.h>

#include <csignal>
#include <iostream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "services/access/access_service.h"
#include "services/admin/admin_service.h"
#include "services/audit/audit_service.h"
#include "services/calls/call_rate.h"
#include "services/calls/dispatcher.h"
#include "services/cases/cases_service.h"
#include "services/directory/directory_feed.h"
#include "services/erasures/erasures_service.h"
#include "services/jobs/job_runner.h"
#include "services/jobs/server_jobs.h"
#include "services/process/key_options.h"
#include "services/process/operator_log.h"
#include "services/reminders/reminders_service.h"
#include "services/reports/report_worker.h"
#include "services/reports/reports_service.h"
#include "services/sequencing/audit_log.h"
#include "services/server/limits.h"
#include "services/server/listener.h"
#include "services/server/schema_check.h"
#include "services/server/tls.h"
#include "services/warnings/warnings_service.h"
#include "storage/crypto/secret_key.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/migrations.h"

namespace arasha::server {
namespace {

// gRPC's library of reflection puts itself into every server as soon as it is loaded, and channelz into every
// one after the first.
class WithoutReflection : public grpc::ServerBuilderOption {
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) {
      return plugin->name() == "proto_server_reflection" || plugin->name() == "channelz_service";
    });
  }
};

// Also of whoever has left, whose deeds reports still tell. Empty while nobody can tell.
std::string DisplayNameOf(const DirectoryFeed& feed, const std::string& principal) {
  const std::shared_ptr<const Directory> directory = feed.Current();
  if (!directory) return "";
  const auto found = directory->registered().find(principal);
  return found == directory->registered().end() ? "" : found->second;
}

// What is given back is overwritten, and what is taken is not what another call left there: a fault that lets
// memory out then lets out nobody's data. glibc passes over pieces of up to 1 KiB that a thread keeps for its
// next ones, seven of a size.
void OverwriteFreedMemory() {
  constexpr int kFill = 0x5a;
  mallopt(M_PERTURB, kFill);
}

// Every service of the API.
std::vector<std::unique_ptr<grpc::Service>> ServicesOn(Dispatcher& dispatcher) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<cases::CasesService>(dispatcher));
  services.push_back(std::make_unique<reminders::RemindersService>(dispatcher));
  services.push_back(std::make_unique<warnings::WarningsService>(dispatcher));
  services.push_back(std::make_unique<audit::AuditService>(dispatcher));
  services.push_back(std::make_unique<admin::AdminService>(dispatcher));
  services.push_back(std::make_unique<access::AccessService>(dispatcher));
  services.push_back(std::make_unique<reports::ReportsService>(dispatcher));
  services.push_back(std::make_unique<erasures::ErasuresService>(dispatcher));
  return services;
}

void TellOfReport(const std::string& uid, const absl::Status& status,
                  reports::ReportWorker::Outcome outcome) {
  using Outcome = reports::ReportWorker::Outcome;
  const char* text = outcome == Outcome::kMade         ? "made"
                     : outcome == Outcome::kTriedAgain ? "tried again later"
                     : outcome == Outcome::kFailed     ? "failed; mend what is in the way and order it again"
                                                       : "not wanted any more";
  Log(status.ok() ? LogLevel::kInfo : LogLevel::kWarning, "report",
      {{"report", uid}, {"outcome", text}, {"why", status.ok() ? "" : DetailOf(status)}});
}

}  // namespace

// In the order of construction; destroyed in reverse, so that whoever uses something goes first.
struct Server::Parts {
  Parts(const Options& o, std::unique_ptr<storage::KeyProvider> provider)
      : options(o),
        instance(absl::BytesToHexString(storage::RandomBytes(4))),
        key_provider(std::move(provider)),
        vault(*key_provider),
        case_keys(vault),
        sealing{vault, case_keys},
        log(options, instance, metrics),
        certificates(options, metrics),
        feed(options.server_database, vault),
        identities(options.trust_domain),
        workers(options.server_database, options.workers, options.max_queue,
                [this](absl::string_view leaf) { log.Take(leaf); }),
        rate(options.calls_per_minute),
        dispatcher(instance, feed, identities, sealing, rate, workers, log, metrics,
                   options.streams_per_caller),
        services(ServicesOn(dispatcher)) {}

  const Options options;
  const std::string instance;
  const std::unique_ptr<storage::KeyProvider> key_provider;
  storage::Vault vault;
  storage::CaseKeys case_keys;
  storage::Sealing sealing;
  Metrics metrics;
  AuditLog log;
  CertificateFiles certificates;
  DirectoryFeed feed;
  IdentityCache identities;
  Workers workers;
  CallRate rate;
  Dispatcher dispatcher;
  std::vector<std::unique_ptr<grpc::Service>> services;
  std::unique_ptr<jobs::JobRunner> server_jobs;
  std::unique_ptr<jobs::JobRunner> reporter_jobs;
  std::unique_ptr<reports::ReportWorker> report_worker;
  std::unique_ptr<Listener> listener;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<prometheus::Exposer> exposer;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  parts_->feed.Stop();  // Its callback speaks to the server.
  if (parts_->listener) parts_->listener->Stop();
  if (parts_->server) parts_->server->Shutdown(std::chrono::system_clock::now());
}

const std::string& Server::address() const { return parts_->listener->address(); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options, const MakeService& besides) {
  {
    storage::Connection probe(options.server_database);
    if (absl::Status s = storage::CheckSchema(probe); !s.ok()) return s;
    if (absl::Status s = CompareSchema(probe); !s.ok()) return s;
  }
  auto key_provider = OpenKeyProvider(options);
  if (!key_provider.ok()) return key_provider.status();
  auto parts = std::make_unique<Parts>(options, *std::move(key_provider));
  if (absl::Status s = parts->certificates.Start(); !s.ok()) return s;

  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::channelz::experimental::InitChannelzService();
  }
  {
    storage::Connection probe(options.server_database);
    if (absl::Status s = CompareContextKey(probe, parts->vault); !s.ok()) return s;
  }
  if (absl::Status s = parts->log.Start(); !s.ok()) return s;
  // The directory first: the verifier judges handshakes by it.
  if (absl::Status s = parts->feed.Refresh(); !s.ok()) return s;

  auto listener = Listener::Open(options.listen);
  if (!listener.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot listen on ", options.listen, ": ", listener.status().message()));
  }
  parts->listener = *std::move(listener);

  grpc::ServerBuilder builder;
  auto acceptor = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
      MakeServerCredentials(parts->certificates, parts->feed, parts->identities, parts->metrics));
  if (!options.reflection) builder.SetOption(std::make_unique<WithoutReflection>());
  ApplyLimits(builder, options);
  if (besides) parts->services.push_back(besides(parts->dispatcher));
  for (const auto& service : parts->services) builder.RegisterService(service.get());
  parts->server = builder.BuildAndStart();
  if (!parts->server) return absl::InternalError("gRPC does not start");
  if (!options.metrics_listen.empty()) {
    try {
      parts->exposer = std::make_unique<prometheus::Exposer>(options.metrics_listen);
    } catch (const std::exception&) {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot listen for metrics on ", options.metrics_listen));
    }
    parts->exposer->RegisterCollectable(parts->metrics.registry());
  }
  if (!options.reporter_database.empty()) {
    // A server without the log's key makes reports that nobody signed.
    reports::SignText sign;
    if (!options.sequencer_database.empty()) {
      sign = [log = &parts->log](absl::string_view origin, absl::string_view text) {
        return log->SignText(origin, text);
      };
    }
    parts->report_worker = std::make_unique<reports::ReportWorker>(
        options.reporter_database, parts->instance, parts->feed.Current()->server_keys(),
        [feed = &parts->feed](const std::string& principal) { return DisplayNameOf(*feed, principal); },
        std::move(sign), &TellOfReport);
    parts->reporter_jobs = std::make_unique<jobs::JobRunner>(options.reporter_database, parts->instance,
                                                             jobs::ReporterJobs(), parts->metrics);
  }
  parts->server_jobs = std::make_unique<jobs::JobRunner>(
      options.server_database, parts->instance,
      jobs::ServerJobs(parts->feed, parts->instance, parts->sealing, parts->metrics), parts->metrics);
  parts->metrics.SetDirectoryFresh(true);
  Parts* p = parts.get();
  parts->feed.Follow([p](bool fresh) {
    p->metrics.SetDirectoryFresh(fresh);
    p->server->GetHealthCheckService()->SetServingStatus(fresh);
  });
  parts->listener->Serve(std::move(acceptor));
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

void Server::Drain() {
  parts_->server->GetHealthCheckService()->Shutdown();
  parts_->dispatcher.Drain();
  parts_->listener->Stop();
  parts_->server->Shutdown(std::chrono::system_clock::now() +
                           absl::ToChronoMilliseconds(parts_->options.drain));
}

int Serve(const std::string& config_path) {
  auto options = LoadOptions(config_path);
  if (!options.ok()) {
    std::cerr << "arashad: " << options.status().message() << '\n';
    return 2;
  }
  if (!OpenLog(options->log_level)) {
    std::cerr << "arashad: " << config_path << ": log.level must be debug, info, warning or error\n";
    return 2;
  }
  // Blocked before any thread exists, so that only sigwait() below sees them.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGTERM);
  sigaddset(&stop_signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);

  RestrictTls();
  OverwriteFreedMemory();
  // Debian's abseil looks for deadlocks at every lock, a check meant for tests, which keep it.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  auto server = Server::Start(*options);
  if (!server.ok()) {
    Log(LogLevel::kError, "not_started", {{"why", DetailOf(server.status())}});
    std::cerr << "arashad: " << server.status().message() << '\n';
    return 1;
  }
  if (!storage::SecretMemoryIsLocked()) {
    Log(LogLevel::kWarning, "memory_not_locked", {{"why", "keys may be swapped; raise RLIMIT_MEMLOCK"}});
  }
  Log(LogLevel::kInfo, "serving", {{"address", (*server)->address()}});
  int signal = 0;
  sigwait(&stop_signals, &signal);
  Log(LogLevel::kInfo, "draining", {});
  (*server)->Drain();
  Log(LogLevel::kInfo, "stopped", {});
  return 0;
}

}  // namespace arasha::server
