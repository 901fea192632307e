package io.anteroom.quota;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When the next permits of a class can be had, if nobody else takes them.
 *
 * @param soonest until each of the next ones, in order; not more than the class has slots
 * @param hold how long a slot stays taken after the answer to its call
 */
record PermitForecast(List<Duration> soonest, Duration hold, int asked) {

  static PermitForecast from(RowSet<Row> rows, int asked) {
    List<Duration> soonest = new ArrayList<>();
    Duration hold = Duration.ZERO;
    for (Row row : rows) {
      soonest.add(Duration.ofMillis(row.getLong("ms")));
      hold = Duration.ofMillis(row.getLong("hold_ms"));
    }
    return new PermitForecast(soonest, hold, asked);
  }

  /**
   * Whether the turn of somebody behind so many others follows from this: else there may be more.
   */
  boolean tells(int ahead) {
    return ahead < soonest.size() || soonest.size() < asked;
  }

  /**
   * Until so many others have their permits and one more is there: each slot serves once, and again
   * a hold later.
   *
   * @param ahead how many come first, not negative
   */
  Duration after(int ahead) {
    if (soonest.isEmpty()) {
      return hold;
    }
    return soonest.get(ahead % soonest.size()).plus(hold.multipliedBy(ahead / soonest.size()));
  }
}
