package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.anteroom.sandbox.SandboxMain;
import io.anteroom.scenario.TourPage.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Runs each command of {@code docs/tour.md} in bash, in their order, and compares what it prints.
 * The sandbox is that of this build, with replicas of the packaged service; with {@code
 * -Dtour.packaged} it is the packaged sandbox, as on the page.
 */
class TourIT {

  private static final String PACKAGED = "java -jar target/sandbox/quarkus-app/quarkus-run.jar";
  private static final Path LOG = Path.of("target/tour/sandbox.log");
  private static final Duration START = Duration.ofMinutes(4);

  private final int port = freePair();
  private final int management = freePair();
  private final int upstream = freePair();

  @Test
  void everyCommandPrintsWhatThePageSays() throws Exception {
    Curl.assumeThere();
    assumeFalse(AnteroomProcess.isNative(), "the sandbox's replicas are JVMs");
    List<Step> steps = TourPage.steps(this::onFreePorts);
    Files.deleteIfExists(LOG);
    try (TourShell first = new TourShell();
        TourShell second = new TourShell()) {
      String build = steps.get(0).command();
      assertTrue(Files.readString(Path.of(".ci/run")).contains(build), "who tries: " + build);
      first.begin(start(steps.get(1).command()));
      try {
        awaitStart(steps.get(1));
        for (Step step : steps.subList(2, steps.size())) {
          String output = second.run(step.command());
          assertTrue(step.matches(output), step + "\nprinted\n" + output);
        }
      } finally {
        first.interrupt();
      }
    }
  }

  private void awaitStart(Step start) {
    String last = start.prints().lines().reduce((one, next) -> next).orElseThrow().split("…")[0];
    Awaitility.await()
        .alias("the sandbox starts")
        .atMost(START)
        .until(() -> Files.exists(LOG) && Files.readString(LOG).contains(last));
    assertTrue(start.matches(log()), start.prints() + log());
  }

  private String start(String command) {
    assertTrue(command.contains(PACKAGED), command);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String options = " --port %d --management-port %d".formatted(port, management);
    String upstreams = " --upstream-port %d --callback-port %d".formatted(upstream, upstream + 1);
    if (System.getProperty("tour.packaged") != null) {
      return command.replace(PACKAGED, PACKAGED + options + upstreams);
    }
    String replicas = " --replica-jar " + AnteroomProcess.artifact();
    String quickStart = " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m ";
    String fromClasses = java + quickStart + SandboxMain.class.getName();
    return "export CLASSPATH='%s'\n".formatted(System.getProperty("java.class.path"))
        + command.replace(PACKAGED, fromClasses + options + upstreams + replicas);
  }

  private String onFreePorts(String page) {
    return page.replace("18081", Integer.toString(upstream))
        .replace("18082", Integer.toString(upstream + 1))
        .replace(":8080", ":" + port);
  }

  private static String log() {
    try {
      return Files.readString(LOG);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * A free port whose next one is free too, below those that the system gives to connections and to
   * servers that ask for any.
   */
  private static int freePair() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      if (isFree(port) && isFree(port + 1)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
