package io.anteroom.callback.http;

import io.anteroom.callback.destination.DestinationRefusedException;
import io.netty.channel.ConnectTimeoutException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * Why an attempt had no answer, in words for whoever asked for the callback. The messages of the
 * network's own exceptions are not shown: they hold the address that a name stands for.
 */
public final class DeliveryErrorText {

  private DeliveryErrorText() {}

  public static String of(Throwable failure) {
    if (failure instanceof DestinationRefusedException) {
      return failure.getMessage();
    }
    if (failure instanceof UnknownHostException) {
      return "The name of the host could not be looked up.";
    }
    if (failure instanceof TimeoutException) {
      return "The answer did not end in time.";
    }
    if (failure instanceof ConnectTimeoutException) {
      return "The connection could not be opened in time.";
    }
    if (failure instanceof ConnectException) {
      return "The connection was refused.";
    }
    if (failure instanceof SSLException) {
      return "The TLS connection could not be made: the certificate is not trusted, or not for"
          + " this name.";
    }
    if (failure instanceof HttpClosedException || failure instanceof SocketException) {
      return "The connection was closed before the answer had ended.";
    }
    return "The answer could not be read (%s).".formatted(failure.getClass().getSimpleName());
  }
}
