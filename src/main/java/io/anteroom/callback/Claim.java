package io.anteroom.callback;

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
 */
record Claim(
    UUID id, String client, String type, String url, String endpoint, int step, UUID token) {

  /** Whose callback it is, and where to. */
  Route route() {
    return new Route(client, endpoint);
  }

  /**
   * The {@code webhook-id}: the same for every attempt, and so what a receiver drops doubles by.
   */
  static String webhookId(UUID id) {
    return "msg_" + id;
  }
}
