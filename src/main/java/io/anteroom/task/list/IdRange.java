package io.anteroom.task.list;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The ids that a list covers. An id is a UUID v7 (RFC 9562, 5.7), which begins with the
 * milliseconds of the moment at which a replica made it, by the replica's clock.
 *
 * @param from the first of them
 * @param to the first after them
 */
record IdRange(UUID from, UUID to) {

  /**
   * How far the id may be from the moment of the accept, which is the database's: the clocks, and
   * the time from one to the other. The moment itself is compared too.
   */
  private static final Duration SLACK = Duration.ofMinutes(1);

  static final UUID FIRST = new UUID(0, 0);
  static final UUID LAST = new UUID(-1, -1);

  /** 48 bits of milliseconds. */
  private static final long LAST_MILLI = (1L << 48) - 1;

  /**
   * Those that the filter's times leave.
   *
   * @param after only those before this id, or null
   */
  static IdRange of(TaskFilter filter, UUID after) {
    UUID from =
        filter.createdAfter() == null ? FIRST : at(filter.createdAfter().minus(SLACK), FIRST);
    UUID to = filter.createdBefore() == null ? LAST : at(filter.createdBefore().plus(SLACK), LAST);
    return new IdRange(from, after == null ? to : lesser(to, after));
  }

  /** The first id of a moment. */
  private static UUID at(Instant moment, UUID beyond) {
    long millis = moment.toEpochMilli();
    if (millis < 0) {
      return FIRST;
    }
    return millis > LAST_MILLI ? beyond : new UUID(millis << 16, 0);
  }

  /** By their bits, as PostgreSQL orders them; {@link UUID#compareTo} has them as signed. */
  private static UUID lesser(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    int order =
        high != 0
            ? high
            : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    return order <= 0 ? one : other;
  }
}
