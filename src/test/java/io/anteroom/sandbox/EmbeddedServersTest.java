package io.anteroom.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the servers of the sandbox end. */
class EmbeddedServersTest {

  private static final String STAYED = "PostgreSQL stayed ";

  /** Anteroom gives its lease up in a shutdown hook, for which it needs PostgreSQL. */
  @Test
  void postgresEndsAfterTheHooksOfItsProcess(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            Ending.class.getName());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(3, TimeUnit.MINUTES));
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    String last = lines.get(lines.size() - 1);
    assertTrue(last.startsWith(STAYED), lines.toString());
    long postmaster = Long.parseLong(last.substring(STAYED.length()));
    await("the end of PostgreSQL")
        .atMost(Duration.ofMinutes(1))
        .until(() -> ProcessHandle.of(postmaster).isEmpty());
  }

  /** A process that ends while its servers run, and says what becomes of PostgreSQL. */
  static final class Ending {

    private static final long LONG_ENOUGH_SECONDS = 5;

    private Ending() {}

    public static void main(String[] args) throws IOException {
      EmbeddedServers servers = EmbeddedServers.start();
      ProcessHandle postmaster = postmaster(servers.folder());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(postmaster)));
      System.exit(0);
    }

    private static ProcessHandle postmaster(Path folder) throws IOException {
      String pid = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static void tell(ProcessHandle postmaster) {
      try {
        postmaster.onExit().get(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
        System.out.println("PostgreSQL ended first");
      } catch (TimeoutException e) {
        System.out.println(STAYED + postmaster.pid());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
