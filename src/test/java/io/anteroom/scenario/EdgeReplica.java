package io.anteroom.scenario;

import io.anteroom.callback.TestCertificate;
import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A replica with a plain port and one for HTTPS, with shortened timeouts and a small heap. */
final class EdgeReplica implements AutoCloseable {

  static final int MAX_CONNECTIONS = 60;

  /** How long the upstream takes for a text. */
  private static final Duration PROCESSING = Duration.ofSeconds(6);

  private static final String HEAP = "-Xmx128m";

  private final Path folder;
  private final TestCertificate certificate;
  private final ScenarioServers servers = new ScenarioServers(upstream(), "enterprise");
  private final AnteroomProcess replica;

  /**
   * Starts it.
   *
   * @param folder an empty one, for its certificates
   */
  EdgeReplica(Path folder) throws Exception {
    this.folder = folder;
    this.certificate = newCertificate("first");
    this.replica = AnteroomProcess.start("edge", environment(), HEAP);
  }

  AnteroomProcess replica() {
    return replica;
  }

  /** The one that it started with. */
  TestCertificate firstCertificate() {
    return certificate;
  }

  /** Puts another certificate into the place of the one that is served. */
  TestCertificate newCertificate(String name) throws Exception {
    TestCertificate made =
        TestCertificate.of("localhost", Files.createDirectory(folder.resolve(name)));
    made.writePem(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    return made;
  }

  private Map<String, String> environment() {
    return servers.environment(
        "QUARKUS_HTTP_SSL_PORT", "0",
        "QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "https",
        "QUARKUS_TLS_HTTPS_KEY_STORE_PEM_A_CERT", folder.resolve("tls.crt").toString(),
        "QUARKUS_TLS_HTTPS_KEY_STORE_PEM_A_KEY", folder.resolve("tls.key").toString(),
        "QUARKUS_TLS_HTTPS_RELOAD_PERIOD", "1s",
        "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true",
        "QUARKUS_HTTP_PROXY_ENABLE_FORWARDED_HOST", "true",
        "ANTEROOM_HTTP_GUARD_HEAD_TIMEOUT", "3s",
        "ANTEROOM_HTTP_GUARD_KEEP_ALIVE", "1500ms",
        "ANTEROOM_HTTP_GUARD_BODY_GRACE", "1s",
        "ANTEROOM_HTTP_MAX_HEADERS", "20",
        "ANTEROOM_HTTP_GUARD_MAX_CONNECTIONS", Integer.toString(MAX_CONNECTIONS));
  }

  private static SandboxSettings upstream() {
    StageTime processing = StageTime.between(PROCESSING.toMillis(), PROCESSING.toMillis());
    StageTimes times = new StageTimes(StageTime.NONE, StageTime.NONE, StageTime.NONE, processing);
    return SandboxSettings.defaults().withStages(Map.of(Modality.TEXT, times));
  }

  @Override
  public void close() {
    replica.close();
    servers.close();
  }
}
