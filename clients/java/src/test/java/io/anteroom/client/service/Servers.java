package io.anteroom.client.service;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * PostgreSQL, Redis and the stand-in for Mixpeek as one process, which the build of the service
 * made.
 */
public final class Servers implements AutoCloseable {

  public static final String KEY = "alice-key-0123456789abcdef0123456789";
  public static final String CALLBACK_SECRET =
      "whsec_YWxpY2UncyBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcw==";

  private static final Path SANDBOX = Path.of(System.getProperty("sandbox.folder", "none"));

  /** A text takes three seconds, long enough to kill whoever waits for it. */
  private static final String SETTINGS =
      "{\"stages\":{\"text\":{\"processing\":{\"min_ms\":3000,\"max_ms\":3000}}}}";

  private final Process process;
  private final Map<String, String> environment;

  private Servers(Process process, Map<String, String> environment) {
    this.process = process;
    this.environment = environment;
  }

  /** Starts them, or skips the test if the service was not built. */
  public static Servers start() {
    boolean built = Files.isDirectory(SANDBOX) && Files.exists(Replica.JAR);
    if (!Boolean.getBoolean("service.required")) {
      Assumptions.assumeTrue(
          built,
          "The service is not built. In its folder: ./mvnw package -DskipTests, and again with"
              + " -Dsandbox");
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Replica.JAVA,
              "-cp",
              String.join(File.pathSeparator, SANDBOX + "/app/*", SANDBOX + "/lib/main/*"),
              "io.anteroom.sandbox.ServersProcess",
              SETTINGS);
      Process process = builder.redirectError(Replica.log("servers")).start();
      return new Servers(process, environment(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> environment(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Map<String, String> environment = new HashMap<>();
    for (String line = lines.readLine(); !"".equals(line); line = lines.readLine()) {
      if (line == null) {
        throw new IllegalStateException("the servers did not start, see target/logs");
      }
      if (line.matches("[A-Z_]+=.*")) {
        environment.put(line.split("=", 2)[0], line.split("=", 2)[1]);
      }
    }
    environment.put("ANTEROOM_API_KEYS", "alice:" + KEY);
    environment.put("ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET", CALLBACK_SECRET);
    environment.put("ANTEROOM_CALLBACKS_ALLOW_HTTP", "true");
    environment.put("ANTEROOM_CALLBACKS_ALLOW_LOOPBACK", "true");
    // What a dead replica leaves behind is taken over sooner.
    environment.put("ANTEROOM_CLUSTER_LEASE", "3s");
    environment.put("ANTEROOM_QUOTA_USE_BY", "1s");
    environment.put("ANTEROOM_IN_DOUBT_GRACE", "3s");
    environment.put("ANTEROOM_IN_DOUBT_UPLOAD_GRACE", "3s");
    environment.put("ANTEROOM_IN_DOUBT_CHECK_INTERVAL", "500ms");
    return environment;
  }

  /** What a replica needs to know. */
  public Map<String, String> environment() {
    return environment;
  }

  /** How many tasks the stand-in has seen. */
  int upstreamTasks() {
    String counters = Replica.read(environment.get("MIXPEEK_BASE_URL") + "/_sandbox/counters");
    return Integer.parseInt(counters.replaceAll("(?s).*\"distinct_task_ids\": ?(\\d+).*", "$1"));
  }

  /** They end with their standard input. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).exceptionally(late -> end()).join();
  }

  private Process end() {
    return process.destroyForcibly();
  }
}
