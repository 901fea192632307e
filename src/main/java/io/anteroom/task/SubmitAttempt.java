package io.anteroom.task;

import java.util.UUID;

/**
 * One submit of one task. Two submits of a task may be in flight in one process, when the lease of
 * the first was lost: never find a submit by its task alone.
 *
 * @param number which of its submits, from 1; never used twice
 */
public record SubmitAttempt(UUID task, int number) {

  /**
   * The marker of this submit. It is sent upstream as {@code metadata.anteroom_task}, so that the
   * asset of this submit can be found by it.
   */
  public String marker() {
    return task + "." + number;
  }

  /** Written out, as {@link #hashCode}: a native executable interprets the generated ones. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SubmitAttempt that && number == that.number && task.equals(that.task);
  }

  @Override
  public int hashCode() {
    return 31 * task.hashCode() + number;
  }
}
