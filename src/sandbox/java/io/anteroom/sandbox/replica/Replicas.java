package io.anteroom.sandbox.replica;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Replicas of Anteroom on ports that follow each other. One that ends, as after {@code kill -9}, is
 * started again on its port. Thread-safe.
 */
public final class Replicas {

  private static final long STOP_SECONDS = 40;

  private final Path jar;
  private final Path folder;
  private final Map<String, String> environment;
  private final int firstPort;
  private final int firstManagementPort;
  private final Consumer<String> printer;
  private final Map<Integer, ReplicaProcess> running = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /**
   * Starts none yet.
   *
   * @param jar what they run
   * @param folder gets their process ids
   * @param environment of each of them; ports are added
   * @param printer gets what they print, line by line
   */
  public Replicas(
      Path jar,
      Path folder,
      Map<String, String> environment,
      int firstPort,
      int firstManagementPort,
      Consumer<String> printer) {
    this.jar = jar;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.firstPort = firstPort;
    this.firstManagementPort = firstManagementPort;
    this.printer = printer;
  }

  /** Starts so many, and returns when all of them listen; false where one does not start. */
  public boolean start(int count) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-replicas"));
    List<CompletableFuture<Boolean>> starts =
        IntStream.rangeClosed(1, count).mapToObj(this::startOne).toList();
    return starts.stream().allMatch(CompletableFuture::join);
  }

  private CompletableFuture<Boolean> startOne(int number) {
    int port = firstPort + number - 1;
    Map<String, String> own = new HashMap<>(environment);
    own.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    own.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(firstManagementPort + number - 1));
    Path pidFile = folder.resolve("replica-%d.pid".formatted(number));
    ReplicaProcess replica = ReplicaProcess.start(number, jar, own, pidFile, printer);
    running.put(number, replica);
    return replica.ready().thenApply(listens -> listens && watch(number, port, replica));
  }

  private boolean watch(int number, int port, ReplicaProcess replica) {
    printer.accept(
        "replica %d listens on http://localhost:%d, process %d"
            .formatted(number, port, replica.pid()));
    replica.ended().thenAccept(code -> startAgain(number, code));
    return true;
  }

  private void startAgain(int number, int exitCode) {
    if (!stopping) {
      printer.accept("replica %d ended with %d, and is started again".formatted(number, exitCode));
      startOne(number);
    }
  }

  private void stop() {
    stopping = true;
    running.values().forEach(ReplicaProcess::stop);
    try {
      CompletableFuture.allOf(
              running.values().stream()
                  .map(ReplicaProcess::ended)
                  .toArray(CompletableFuture<?>[]::new))
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      printer.accept("a replica did not stop: " + e);
    }
  }
}
