package io.anteroom.api.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.metrics.History;
import io.anteroom.metrics.HistorySample;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a replica did in the last hour.
 *
 * @param replica its id: another one may answer the next call
 * @param version its version: a page that was opened before may be of another one
 * @param stepSeconds the usual time between two samples
 * @param samples the oldest first
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record HistoryView(UUID replica, String version, long stepSeconds, List<Sample> samples) {

  static HistoryView of(UUID replica, String version, List<HistorySample> samples) {
    return new HistoryView(
        replica, version, History.STEP.toSeconds(), samples.stream().map(Sample::of).toList());
  }

  /**
   * What it did in some seconds.
   *
   * @param at their end
   * @param pollLagSeconds left out where no task was polled that was due
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Sample(
      Instant at, double seconds, long submitted, long ended, long polls, Double pollLagSeconds) {

    static Sample of(HistorySample sample) {
      return new Sample(
          sample.at(),
          sample.seconds(),
          sample.submitted(),
          sample.ended(),
          sample.polls(),
          sample.pollLagSeconds());
    }
  }
}
