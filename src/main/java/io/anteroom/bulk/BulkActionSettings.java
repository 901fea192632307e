package io.anteroom.bulk;

import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Bulk actions of operators. */
@ConfigMapping(prefix = "anteroom.bulk")
public interface BulkActionSettings {

  /** How many tasks a bulk action takes in hand at once, 1 to 1000. A stop waits for these. */
  @WithDefault("100")
  @Min(1)
  @Max(1000)
  int batch();

  /** How long it rests after each of these batches. */
  @WithDefault("200ms")
  @PositiveDuration
  Duration pause();

  /** How many tasks the filter of a bulk action may find, at most 10000000. More are refused. */
  @WithDefault("100000")
  @Min(1)
  @Max(10_000_000)
  int maxTasks();
}
