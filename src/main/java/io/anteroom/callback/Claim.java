package io.anteroom.callback;

import java.time.Duration;
import java.util.UUID;

/**
 * A callback that this replica may attempt now, and nobody else until its lease ends.
 *
 * @param id the callback's id, which is the task's
 * @param client whose task it is
 * @param type {@code task.done}, {@code task.failed} or {@code task.cancelled}
 * @param url where it goes
 * @param endpoint scheme, host and port of the URL
 * @param step how many attempts failed since it was (re)delivered
 * @param token what the record of the attempt must show
 * @param leaseEnd when the lease ends, by {@link System#nanoTime()}
 */
record Claim(
    UUID id,
    String client,
    String type,
    String url,
    String endpoint,
    int step,
    UUID token,
    long leaseEnd) {

  /** Whose callback it is, and where to. */
  Route route() {
    return new Route(client, endpoint);
  }

  /** How long nobody else claims it; zero or less where somebody may have. */
  Duration leaseLeft(long nanoTime) {
    return Duration.ofNanos(leaseEnd - nanoTime);
  }

  /**
   * The {@code webhook-id}: the same for every attempt, and so what a receiver drops doubles by.
   */
  static String webhookId(UUID id) {
    return "msg_" + id;
  }
}
