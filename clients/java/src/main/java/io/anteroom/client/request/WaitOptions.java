package io.anteroom.client.request;

import io.anteroom.client.response.TaskEvent;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to wait for the end of a task. Each method returns a changed copy. Immutable and thread-safe.
 *
 * @param timeout how long to wait at most; empty for that of the client
 * @param cancelTask whether a cancelled wait cancels the task too
 * @param progress who is told of each change of the task, if anybody is
 * @param features whether the task comes with what was extracted from it
 */
public record WaitOptions(
    Optional<Duration> timeout,
    boolean cancelTask,
    Optional<Consumer<TaskEvent>> progress,
    boolean features) {

  private static final WaitOptions USUAL =
      new WaitOptions(Optional.empty(), false, Optional.empty(), false);

  /**
   * The client's timeout, nobody is told of changes, a cancelled wait leaves the task alone, and
   * the task comes without features.
   */
  public static WaitOptions usual() {
    return USUAL;
  }

  /**
   * With another timeout.
   *
   * @param max longer than 0
   */
  public WaitOptions timeout(Duration max) {
    if (max.isNegative() || max.isZero()) {
      throw new IllegalArgumentException("The timeout must be longer than 0.");
    }
    return new WaitOptions(Optional.of(max), cancelTask, progress, features);
  }

  /**
   * A cancelled wait cancels the task too. This is done in the background, without a promise: the
   * process may end first, or no response may come.
   */
  public WaitOptions cancellingTask() {
    return new WaitOptions(timeout, true, progress, features);
  }

  /**
   * With a listener. Then the wait reads the task's event stream, and each event is told once, in
   * order, before the wait ends. Only if the stream cannot be opened at the end, the last events
   * are not told.
   *
   * @param listener called by one thread at a time. It must not block. If it throws, the wait fails
   *     with what it threw
   */
  public WaitOptions onEvent(Consumer<TaskEvent> listener) {
    return new WaitOptions(
        timeout, cancelTask, Optional.of(Objects.requireNonNull(listener)), features);
  }

  /**
   * The task comes with {@link io.anteroom.client.response.Task#features()}, for one more call
   * upstream. Where they cannot be had at the moment they are asked for again, as long as any call
   * is repeated; after that, the task says why in {@link
   * io.anteroom.client.response.Task#featuresProblem()}. It is DONE all the same.
   */
  public WaitOptions withFeatures() {
    return new WaitOptions(timeout, cancelTask, progress, true);
  }
}
