package io.anteroom.client.http;

import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.UnreachableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Whether a client has ever been connected with Anteroom. Once it has, who does not answer probably
 * starts again, and is worth waiting for. Until then the address is probably wrong. Thread-safe.
 */
public final class FirstContact {

  private final HttpClient http;
  private final URI address;
  private final Duration patience;
  private volatile boolean reached;

  /**
   * Of a client that was never connected.
   *
   * @param http which connects, and may have a proxy
   * @param patience how long calls are repeated until then
   */
  public FirstContact(HttpClient http, URI baseUri, Duration patience) {
    this.http = http;
    String address = baseUri.toString();
    String user = baseUri.getRawUserInfo();
    this.address = user == null ? baseUri : URI.create(address.replace(user + "@", ""));
    this.patience = patience;
  }

  /**
   * Notes what became of a request.
   *
   * @param failure null if a response came
   */
  void note(Throwable failure) {
    if (failure == null
        || ConnectFailure.has(failure, IOException.class) && !ConnectFailure.is(failure)) {
      reached = true;
    }
  }

  /**
   * Whether it is of no use to go on.
   *
   * @param failure the last one
   * @param silence since the first of them
   */
  public boolean isOverdue(Throwable failure, Duration silence) {
    return !reached && ConnectFailure.is(failure) && silence.compareTo(patience) > 0;
  }

  /**
   * The failure of a call that got no response.
   *
   * @param idempotencyKey or null
   * @param last the last failure of the connection, or null
   */
  public NoResponseException noResponse(String idempotencyKey, Throwable last) {
    return reached || !ConnectFailure.is(last)
        ? new NoResponseException(idempotencyKey, last)
        : new UnreachableException(
            address, ConnectFailure.words(last, http, address), idempotencyKey, last);
  }
}
