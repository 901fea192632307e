package io.anteroom.sandbox.replica;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Replicas of Anteroom on ports that follow each other. One that ends, as after {@code kill -9} or
 * before it listens, is started again on its port after a moment. Thread-safe.
 */
public final class Replicas {

  private static final long STOP_SECONDS = 40;

  /** One that ends as soon as it starts must not keep the machine busy. */
  private static final long PAUSE_SECONDS = 1;

  private final Path jar;
  private final Path folder;
  private final Map<String, String> environment;
  private final ReplicaPorts ports;
  private final Consumer<String> printer;

  /** Its lock is that of {@link #stopping} too: a start and the stop see each other. */
  private final Map<Integer, ReplicaProcess> running = new HashMap<>();

  private boolean stopping;

  /**
   * Starts none yet.
   *
   * @param jar what they run
   * @param folder gets their process ids
   * @param environment of each of them; its ports are added
   * @param printer gets what they print, line by line
   */
  public Replicas(
      Path jar,
      Path folder,
      Map<String, String> environment,
      ReplicaPorts ports,
      Consumer<String> printer) {
    this.jar = jar;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.ports = ports;
    this.printer = printer;
  }

  /** Starts so many, and returns when all of them listen; false where one ends before. */
  public boolean start(int count) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-replicas"));
    List<CompletableFuture<Boolean>> starts =
        IntStream.rangeClosed(1, count).mapToObj(this::startOne).toList();
    return starts.stream().allMatch(CompletableFuture::join);
  }

  /** Comes with true once it listens; false where it ended before, or none may start any more. */
  private CompletableFuture<Boolean> startOne(int number) {
    return launch(number)
        .map(replica -> watch(number, replica))
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }

  /** One that starts after the stop has looked would be left behind: none does. */
  private Optional<ReplicaProcess> launch(int number) {
    Map<String, String> own = new HashMap<>(environment);
    own.put("QUARKUS_HTTP_PORT", Integer.toString(ports.port(number)));
    own.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.managementPort(number)));
    Path pidFile = folder.resolve("replica-%d.pid".formatted(number));
    synchronized (running) {
      if (stopping) {
        return Optional.empty();
      }
      ReplicaProcess replica = ReplicaProcess.start(number, jar, own, pidFile, printer);
      running.put(number, replica);
      return Optional.of(replica);
    }
  }

  /** From its very start: it may end before it listens. */
  private CompletableFuture<Boolean> watch(int number, ReplicaProcess replica) {
    replica.ended().thenAccept(code -> startLater(number, "ended with " + code));
    return replica
        .ready()
        .whenComplete(
            (listens, failure) -> {
              if (Boolean.TRUE.equals(listens)) {
                printer.accept(
                    "replica %d listens on http://localhost:%d, process %d"
                        .formatted(number, ports.port(number), replica.pid()));
              }
            });
  }

  private void startLater(int number, String why) {
    CompletableFuture.delayedExecutor(PAUSE_SECONDS, TimeUnit.SECONDS)
        .execute(() -> startAgain(number, why));
  }

  private void startAgain(int number, String why) {
    synchronized (running) {
      if (stopping) {
        return;
      }
    }
    printer.accept("replica %d %s, and is started again".formatted(number, why));
    try {
      startOne(number);
    } catch (UncheckedIOException e) {
      startLater(number, "did not start: " + e.getMessage());
    }
  }

  private void stop() {
    List<ReplicaProcess> last;
    synchronized (running) {
      stopping = true;
      last = List.copyOf(running.values());
    }
    last.forEach(ReplicaProcess::stop);
    try {
      CompletableFuture.allOf(
              last.stream().map(ReplicaProcess::ended).toArray(CompletableFuture<?>[]::new))
          .get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      printer.accept("a replica did not stop: " + e);
    }
  }
}
