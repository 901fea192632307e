package io.anteroom.api.engine;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.cluster.PassReport;
import io.anteroom.cluster.WorkCounts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What a tick did, as its caller sees it.
 *
 * @param seconds how long it took
 * @param nextDue null where nothing will be due
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record TickView(
    double seconds,
    long submitted,
    long polled,
    long checked,
    long ended,
    long delivered,
    long takenOver,
    boolean complete,
    boolean joined,
    boolean underWay,
    Instant nextDue) {

  private static final double MILLIS = 1000;

  static TickView of(PassReport report) {
    WorkCounts done = report.done();
    return new TickView(
        report.took().toMillis() / MILLIS,
        done.submitted(),
        done.polled(),
        done.checked(),
        done.ended(),
        done.delivered(),
        done.takenOver(),
        report.complete(),
        report.joined(),
        report.underWay(),
        report.nextDue().orElse(null));
  }
}
