package io.anteroom.callback;

/**
 * What has its turns, its places and its breaker for itself: the callbacks of a client to an
 * endpoint. So a client whose paths fail stops no other client's paths on the same host. Immutable.
 *
 * @param client the name of the client
 * @param endpoint scheme, host and port
 */
record Route(String client, String endpoint) {

  /** Before all others. */
  static final Route FIRST = new Route("", "");

  /** After every route of this client: endpoints begin with {@code http}. */
  static Route lastOf(String client) {
    return new Route(client, "z");
  }
}
