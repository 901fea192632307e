package io.anteroom.api.body;

import io.anteroom.api.ApiSettings;
import io.anteroom.async.LargeBodyOffload;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/**
 * The memory that bodies and large responses may take on this replica. Small ones have a budget of
 * their own, so that large ones never crowd them out. Thread-safe.
 */
@Startup
@Singleton
public class BodyMemory {

  /** A body of this many bytes or less is small. */
  public static final int SMALL = LargeBodyOffload.SMALL;

  /**
   * While a body is parsed, written and sent to the database it takes about three times its size,
   * and five times at worst.
   */
  private static final int PART_OF_HEAP = 16;

  private final ByteBudget small;
  private final ByteBudget large;

  public BodyMemory(ApiSettings settings, MeterRegistry metrics) {
    long byHeap = Math.max(settings.maxJson(), Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    long max = settings.maxBodyMemory() > 0 ? settings.maxBodyMemory() : byHeap;
    long perClient =
        settings.maxBodyMemoryPerClient() > 0 ? settings.maxBodyMemoryPerClient() : max / 2;
    this.large = new ByteBudget(max, perClient);
    this.small = new ByteBudget(max, perClient);
    metrics.gauge("anteroom.http.body.bytes", this, m -> m.large.used() + m.small.used());
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
}
