package io.anteroom.sandbox.replica;

import io.anteroom.sandbox.options.SandboxOption;
import io.anteroom.sandbox.options.WrongOptionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The ports of replicas, which follow each other.
 *
 * @param first where replica 1 takes calls
 * @param firstManagement where replica 1 tells its health
 */
public record ReplicaPorts(int first, int firstManagement) {

  private static final int LAST_PORT = 65_535;

  /** Where a replica takes calls; the first has the number 1. */
  int port(int number) {
    return first + number - 1;
  }

  /** Where it tells its health. */
  int managementPort(int number) {
    return firstManagement + number - 1;
  }

  /**
   * Looks whether so many replicas can have their ports. Another program may take one later.
   *
   * @throws WrongOptionException with the first port that cannot be had
   */
  public void demandFree(int count) {
    // All at once, since those of calls may run into those of management.
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int number = 1; number <= count; number++) {
        taken.add(take(SandboxOption.PORT, first, number, count));
        taken.add(take(SandboxOption.MANAGEMENT_PORT, firstManagement, number, count));
      }
    } finally {
      taken.forEach(ReplicaPorts::release);
    }
  }

  /** The ports of so many replicas, which nothing else may take. */
  public Set<Integer> all(int count) {
    return IntStream.rangeClosed(1, count)
        .flatMap(number -> IntStream.of(port(number), managementPort(number)))
        .boxed()
        .collect(Collectors.toSet());
  }

  private static ServerSocket take(SandboxOption option, int from, int number, int count) {
    int port = from + number - 1;
    if (port > LAST_PORT) {
      throw wrong(option, from, "there is no port %d for replica %d".formatted(port, number));
    }
    try {
      return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      // Taken, say, or one that only root may have.
      String which = count == 1 ? "" : "port %d, of replica %d: ".formatted(port, number);
      throw wrong(option, from, which + e.getMessage());
    }
  }

  private static WrongOptionException wrong(SandboxOption option, int from, String why) {
    return new WrongOptionException("%s %d: %s".formatted(option.flag(), from, why));
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
