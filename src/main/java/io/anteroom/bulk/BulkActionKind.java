package io.anteroom.bulk;

import io.anteroom.task.Phase;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.list.TaskFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a bulk action does to each task. The labels are promises of the API. */
public enum BulkActionKind {
  /** Accepts it once more. */
  RETRY(EnumSet.of(TaskStatus.FAILED, TaskStatus.CANCELLED), EnumSet.of(Phase.ENDED)),
  /** Asks for its end. */
  CANCEL(
      EnumSet.complementOf(EnumSet.of(TaskStatus.DONE, TaskStatus.FAILED, TaskStatus.CANCELLED)),
      EnumSet.complementOf(EnumSet.of(Phase.CANCELLING, Phase.ENDED))),
  /** Delivers its callback once more. */
  REDELIVER(
      EnumSet.of(TaskStatus.DONE, TaskStatus.FAILED, TaskStatus.CANCELLED),
      EnumSet.of(Phase.ENDED));

  private final Set<TaskStatus> statuses;
  private final Set<Phase> phases;

  BulkActionKind(Set<TaskStatus> statuses, Set<Phase> phases) {
    this.statuses = statuses;
    this.phases = phases;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this label; empty where there is none. */
  public static Optional<BulkActionKind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /**
   * What of the filter it can be done to; empty where that is nothing, whatever tasks there are.
   *
   * @param before only tasks that were accepted before
   */
  Optional<TaskFilter> narrow(TaskFilter filter, Instant before) {
    return filter.narrowed(statuses, phases, before);
  }
}
