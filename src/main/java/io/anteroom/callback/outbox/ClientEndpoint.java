package io.anteroom.callback.outbox;

/**
 * What has its turns, its places and its breaker for itself: the callbacks of a client to an
 * endpoint. So a client whose paths fail stops no other client's paths on the same host. Immutable.
 *
 * @param endpoint scheme, host and port
 */
public record ClientEndpoint(String client, String endpoint) {

  /** Before all others. */
  public static final ClientEndpoint FIRST = new ClientEndpoint("", "");

  /** After every route of this client: endpoints begin with {@code http}. */
  public static ClientEndpoint lastOf(String client) {
    return new ClientEndpoint(client, "z");
  }

  /** Written out, as {@link #hashCode}: a native executable interprets the generated ones. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClientEndpoint that
        && client.equals(that.client)
        && endpoint.equals(that.endpoint);
  }

  @Override
  public int hashCode() {
    return 31 * client.hashCode() + endpoint.hashCode();
  }
}
