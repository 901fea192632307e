package io.anteroom.cli.service;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in words why no response came. Stateless. */
public final class ConnectionFailure {

  private ConnectionFailure() {}

  /**
   * The words.
   *
   * @param failure what the connection failed with, or null
   */
  public static String words(Throwable failure, URI url) {
    String place = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    if (has(failure, UnresolvedAddressException.class)
        || has(failure, UnknownHostException.class)) {
      return "The name " + url.getHost() + " is not known.";
    }
    if (has(failure, HttpConnectTimeoutException.class)) {
      return "No connection to " + place + " came about in time. A firewall, or another network?";
    }
    if (has(failure, ConnectException.class)) {
      return "Nobody listens at " + place + ".";
    }
    if (has(failure, CertificateException.class)) {
      return "The certificate of " + place + " is not trusted: " + last(failure).getMessage();
    }
    if (has(failure, SSLException.class)) {
      return place + " does not speak TLS as https needs it: " + last(failure).getMessage();
    }
    if (failure == null
        || has(failure, HttpTimeoutException.class)
        || has(failure, TimeoutException.class)) {
      return "No response came from " + place + " in time.";
    }
    return "The connection to " + place + " was cut: " + last(failure).getMessage();
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable last(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last;
  }
}
