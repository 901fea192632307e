package io.anteroom.bench;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.EmbeddedServers;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** An Anteroom that was started, and has given its first response of 200. */
final class MeasuredProcess implements AutoCloseable {

  private static final int PORT = 18080;
  private static final int MANAGEMENT = 19000;
  private static final long PAUSE_NANOS = 500_000; // a busy loop would take a core from the start
  private static final byte[] REQUEST =
      """
      GET /tasks?page_size=1 HTTP/1.1
      Host: localhost
      Authorization: Bearer %s
      Connection: close

      """
          .formatted(TestEnvironment.ALICE)
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final Process process;
  private final double startMillis;
  private final double startCpuMillis;

  private MeasuredProcess(Process process, double startMillis, double startCpuMillis) {
    this.process = process;
    this.startMillis = startMillis;
    this.startCpuMillis = startCpuMillis;
  }

  static MeasuredProcess start(MeasuredCommand command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command.program()).redirectErrorStream(true);
    Path log = Files.createTempFile("anteroom-bench-", ".log");
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().putAll(command.variables());
    long start = System.nanoTime();
    Process process = builder.start();
    while (!answers()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(command.text() + " ended:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    double millis = (System.nanoTime() - start) / 1e6;
    double cpuMillis = ProcessCpu.millis(process.toHandle());
    Files.delete(log);
    return new MeasuredProcess(process, millis, cpuMillis);
  }

  /** From the start of the process to the first 200 of a request with a key. */
  double startMillis() {
    return startMillis;
  }

  /** The CPU that it used for this, user and system. */
  double startCpuMillis() {
    return startCpuMillis;
  }

  /** A number of /proc/PID/status; sizes are in KiB. */
  double status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
      socket.getOutputStream().write(REQUEST);
      InputStream response = socket.getInputStream();
      return new String(response.readAllBytes(), StandardCharsets.US_ASCII)
          .startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  static Map<String, String> environment(EmbeddedServers servers, SandboxUpstream upstream) {
    Map<String, String> variables = new HashMap<>();
    variables.put("QUARKUS_HTTP_PORT", Integer.toString(PORT));
    variables.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(MANAGEMENT));
    variables.put("DATABASE_URL", servers.databaseUrl());
    variables.put("DATABASE_USER", servers.databaseUser());
    variables.put("REDIS_URL", servers.redisUrl());
    variables.put("MIXPEEK_BASE_URL", upstream.baseUrl());
    variables.put("MIXPEEK_API_KEY", "sandbox-enterprise-key");
    variables.put("MIXPEEK_PLAN", "enterprise");
    variables.put("ANTEROOM_API_KEYS", "alice:" + TestEnvironment.ALICE);
    variables.put("ANTEROOM_SPOOL", servers.folder().resolve("spool").toString());
    return variables;
  }
}
