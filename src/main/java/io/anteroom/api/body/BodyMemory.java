package io.anteroom.api.body;

import io.anteroom.api.ApiSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/**
 * The memory that bodies and large responses may take on this replica. Small ones have a budget of
 * their own, so that large ones never crowd them out. Thread-safe.
 */
@Startup(1)
@Singleton
public class BodyMemory {

  /** A body of this many bytes or less is small. */
  public static final int SMALL = 64 * 1024;

  /**
   * While a body is parsed, written and sent to the database it takes about three times its size,
   * and five times at worst.
   */
  private static final int PART_OF_HEAP = 16;

  private final ByteBudget small;
  private final ByteBudget large;

  /**
   * @throws ConfigurationException in one line that names the key, when a value cannot be used
   */
  public BodyMemory(ApiSettings settings, MeterRegistry metrics) {
    check(settings.maxBodies() >= 0, "max-bodies: must not be negative");
    check(settings.maxBodiesPerClient() >= 0, "max-bodies-per-client: must not be negative");
    long byHeap = Math.max(settings.maxJson(), Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    long most = settings.maxBodies() > 0 ? settings.maxBodies() : byHeap;
    long perClient = settings.maxBodiesPerClient() > 0 ? settings.maxBodiesPerClient() : most / 2;
    this.large = new ByteBudget(most, perClient);
    this.small = new ByteBudget(most, perClient);
    metrics.gauge("anteroom.http.bodies", this, m -> m.large.used() + m.small.used());
  }

  /**
   * Takes memory for a client.
   *
   * @param client the client; all operators together count as one
   * @param bytes at least 0
   * @throws MemoryFullException when there is not enough left
   */
  public ReservedBytes take(String client, long bytes) {
    ReservedBytes held = new ReservedBytes(this::budget, client);
    held.growTo(bytes);
    return held;
  }

  private ByteBudget budget(long bytes) {
    return bytes <= SMALL ? small : large;
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.http." + sentence);
    }
  }
}
