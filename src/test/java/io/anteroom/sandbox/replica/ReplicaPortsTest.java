package io.anteroom.sandbox.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.sandbox.SandboxMain;
import io.anteroom.sandbox.options.WrongOptionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether each replica gets its port is known before anything starts. */
class ReplicaPortsTest {

  private static final int WRONG_OPTION = 2;

  @Test
  void portsThatAreFreeAreThereForTheReplicas() throws IOException {
    int port = freePair();
    new ReplicaPorts(port, freePair()).demandFree(2);
    listenAt(port).close();
  }

  @Test
  void aTakenPortOfTheSecondReplicaIsNamed() throws IOException {
    int port = freePair();
    int management = freePair();
    try (ServerSocket other = listenAt(port + 1)) {
      assertEquals(
          "--port %d: port %d, of replica 2, is taken".formatted(port, other.getLocalPort()),
          refusal(port, management));
    }
    try (ServerSocket other = listenAt(management)) {
      assertEquals(
          "--management-port %d: port %d, of replica 1, is taken"
              .formatted(management, other.getLocalPort()),
          refusal(port, management));
    }
  }

  @Test
  void portsOfReplicasDoNotRunIntoEachOther() {
    int port = freePair();
    assertEquals(
        "--port %d: port %d, of replica 2, is taken".formatted(port, port + 1),
        refusal(port, port + 1));
  }

  @Test
  void thereIsNoPortAfterTheLast() {
    assertEquals("--port 65535: there is no port 65536 for replica 2", refusal(65_535, freePair()));
  }

  @Test
  void theSandboxSaysSoInOneLineAndStartsNothing(@TempDir Path folder) throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Path output = folder.resolve("output");
    Path jar = Files.createFile(folder.resolve("replica.jar"));
    int port = freePair();
    try (ServerSocket other = listenAt(port + 1)) {
      Process sandbox = sandbox(port, jar, temporary, output);
      assertTrue(sandbox.waitFor(3, TimeUnit.MINUTES));
      assertEquals(WRONG_OPTION, sandbox.exitValue());
      assertEquals(
          List.of(
              "sandbox: --port %d: port %d, of replica 2, is taken"
                  .formatted(port, other.getLocalPort())),
          Files.readAllLines(output));
    }
    try (Stream<Path> made = Files.list(temporary)) {
      assertEquals(List.of(), made.toList(), "the data of PostgreSQL and Redis");
    }
  }

  private static Process sandbox(int port, Path jar, Path temporary, Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Djava.io.tmpdir=" + temporary,
            SandboxMain.class.getName(),
            "--replicas=2",
            "--port=" + port,
            "--management-port=" + freePair(),
            "--replica-jar=" + jar);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private static String refusal(int port, int management) {
    ReplicaPorts ports = new ReplicaPorts(port, management);
    return assertThrows(WrongOptionException.class, () -> ports.demandFree(2)).getMessage();
  }

  /** Below those that the system gives to whoever asks for any. */
  private static int freePair() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket one = listenAt(port);
          ServerSocket next = listenAt(port + 1)) {
        return one.getLocalPort();
      } catch (IOException e) {
        // another pair
      }
    }
  }

  private static ServerSocket listenAt(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
  }
}
