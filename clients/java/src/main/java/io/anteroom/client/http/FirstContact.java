package io.anteroom.client.http;

import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.UnreachableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;

/**
 * Whether a client has ever been connected with Anteroom. Once it has, who does not answer probably
 * starts again, and is worth waiting for. Until then the address is probably wrong. Thread-safe.
 */
public final class FirstContact {

  private final URI address;
  private final Duration patience;
  private volatile boolean reached;

  /**
   * Of a client that was never connected.
   *
   * @param patience how long calls are repeated until then
   */
  public FirstContact(URI baseUri, Duration patience) {
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
    if (failure == null || has(failure, IOException.class) && !isOfConnecting(failure)) {
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
    return !reached && isOfConnecting(failure) && silence.compareTo(patience) > 0;
  }

  /**
   * The failure of a call that got no response.
   *
   * @param idempotencyKey or null
   * @param last the last failure of the connection, or null
   */
  public NoResponseException noResponse(String idempotencyKey, Throwable last) {
    return reached || !isOfConnecting(last)
        ? new NoResponseException(idempotencyKey, last)
        : new UnreachableException(address, why(last), idempotencyKey, last);
  }

  private String why(Throwable failure) {
    if (isOfName(failure)) {
      return "the name " + address.getHost() + " is not known.";
    }
    return has(failure, HttpConnectTimeoutException.class)
        ? "no connection came about in time. A firewall, perhaps?"
        : "nobody listens there.";
  }

  private static boolean isOfConnecting(Throwable failure) {
    return isOfName(failure)
        || has(failure, ConnectException.class)
        || has(failure, NoRouteToHostException.class)
        || has(failure, HttpConnectTimeoutException.class);
  }

  private static boolean isOfName(Throwable failure) {
    return has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
