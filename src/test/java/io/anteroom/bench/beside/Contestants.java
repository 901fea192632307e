package io.anteroom.bench.beside;

import io.anteroom.bench.MeasuredCommand;
import io.anteroom.bench.beside.BenchStores.RedisFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The services that are measured. {@code bench/peers/prepare} has made what the peers need. */
final class Contestants {

  private static final Path PEERS = Path.of("target/peers");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Contestants() {}

  /**
   * Builds of Anteroom.
   *
   * @param commands as {@link MeasuredCommand#parse}; none: all builds of this checkout
   * @param variables of the environment, for all of them
   */
  static List<Contestant> anteroom(List<String> commands, Map<String, String> variables)
      throws IOException {
    List<Contestant> all = new ArrayList<>();
    try (Stream<String> builds =
        commands.isEmpty() ? MeasuredCommand.builds() : commands.stream()) {
      for (MeasuredCommand command : builds.map(MeasuredCommand::parse).toList()) {
        Map<String, String> both = new java.util.HashMap<>(command.variables());
        both.putAll(variables);
        String name = name(command) + (all.isEmpty() ? "" : " #" + (all.size() + 1));
        all.add(Contestant.anteroom(name, command.program(), both));
        System.out.printf("%s: %s%n", name, command.text());
      }
    }
    if (all.isEmpty()) {
      throw new IllegalStateException("no build of Anteroom: run ./mvnw package -DskipTests");
    }
    return all;
  }

  private static String name(MeasuredCommand command) {
    String text = command.text();
    boolean isJar = text.contains(".jar");
    boolean hasCache = text.contains("AOTCache");
    return "Anteroom " + (isJar ? hasCache ? "JVM with AOT" : "JVM" : "native");
  }

  /** All peers for which this machine has what they need. */
  static List<Contestant> peers() {
    List<Contestant> all = new ArrayList<>(bullMq());
    if (Files.isDirectory(PEERS.resolve("db-scheduler/lib"))) {
      all.add(
          java("db-scheduler", "peers.DbSchedulerService", PEERS.resolve("db-scheduler/lib/*")));
    }
    if (hasNode()) {
      all.add(node("pg-boss", RedisFile.NONE, "pg-boss"));
    }
    all.add(java("plain loop", "peers.PlainLoop", PEERS));
    return all;
  }

  /** BullMQ with both ways to keep a write, or none where there is no Node. */
  static List<Contestant> bullMq() {
    return hasNode()
        ? List.of(
            node("BullMQ, everysec", RedisFile.EVERYSEC, "bullmq"),
            node("BullMQ, always", RedisFile.ALWAYS, "bullmq"))
        : List.of();
  }

  private static boolean hasNode() {
    return Files.isDirectory(PEERS.resolve("node/node_modules"));
  }

  private static Contestant java(String name, String main, Path libraries) {
    String classPath = PEERS.resolve("classes") + File.pathSeparator + libraries;
    return Contestant.peer(
        name,
        RedisFile.NONE,
        List.of(JAVA, "-Dsun.net.httpserver.nodelay=true", "-cp", classPath, main));
  }

  private static Contestant node(String name, RedisFile redis, String folder) {
    String service = PEERS.resolve("node").resolve(folder).resolve("service.mjs").toString();
    return Contestant.peer(name, redis, List.of("node", service));
  }
}
