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
import java.util.ArrayList;
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
          "--port %d: port %d, of replica 2: Address already in use"
              .formatted(port, other.getLocalPort()),
          refusal(port, management));
    }
    try (ServerSocket other = listenAt(management)) {
      assertEquals(
          "--management-port %d: port %d, of replica 1: Address already in use"
              .formatted(management, other.getLocalPort()),
          refusal(port, management));
    }
  }

  @Test
  void portsOfReplicasDoNotRunIntoEachOther() {
    int port = freePair();
    assertEquals(
        "--port %d: port %d, of replica 2: Address already in use".formatted(port, port + 1),
        refusal(port, port + 1));
  }

  @Test
  void thereIsNoPortAfterTheLast() {
    assertEquals("--port 65535: there is no port 65536 for replica 2", refusal(65_535, freePair()));
  }

  @Test
  void theSandboxSaysSoInOneLineAndStartsNothing(@TempDir Path folder) throws Exception {
    Path jar = Files.createFile(folder.resolve("replica.jar"));
    int port = freePair();
    int management = freePair();
    try (ServerSocket other = listenAt(port + 1)) {
      assertStopsAt(
          "--port %d: port %d, of replica 2: Address already in use"
              .formatted(port, other.getLocalPort()),
          folder,
          List.of("--replicas=2", "--replica-jar=" + jar),
          port,
          management);
    }
  }

  @Test
  void soItDoesWhereAnteroomRunsInItsProcess(@TempDir Path folder) throws Exception {
    int port = freePair();
    int management = freePair();
    try (ServerSocket other = listenAt(management)) {
      assertStopsAt(
          "--management-port %d: Address already in use".formatted(other.getLocalPort()),
          folder,
          List.of(),
          port,
          management);
    }
  }

  @Test
  void noTwoPartsOfTheSandboxGetOnePort(@TempDir Path folder) throws Exception {
    int port = freePair();
    assertStopsAt(
        "--upstream-port %d: another part of the sandbox has that port".formatted(port),
        folder,
        List.of("--upstream-port=" + port),
        port,
        freePair());
  }

  private static void assertStopsAt(
      String problem, Path folder, List<String> options, int port, int management)
      throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Path output = folder.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + temporary,
                SandboxMain.class.getName(),
                "--port=" + port,
                "--management-port=" + management));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process sandbox = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(sandbox.waitFor(3, TimeUnit.MINUTES));
    } finally {
      sandbox.destroyForcibly();
    }
    assertEquals(WRONG_OPTION, sandbox.exitValue());
    assertEquals(List.of("sandbox: " + problem), Files.readAllLines(output));
    try (Stream<Path> made = Files.list(temporary)) {
      assertEquals(List.of(), made.toList(), "the data of PostgreSQL and Redis");
    }
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
