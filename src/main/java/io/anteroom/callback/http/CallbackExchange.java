package io.anteroom.callback.http;

import io.anteroom.async.http.InformationalResponses;
import io.anteroom.async.http.RetryAfter;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One request and its response. Reads no more of the response than it keeps: then it closes the
 * connection, as it does when nobody waits for the response any more. Thread-safe.
 */
final class CallbackExchange {

  private static final int MAX_LOCATION_LENGTH = 200;
  private static final int TOO_MANY_REQUESTS = 429;

  private final UniEmitter<? super ReceiverResponse> emitter;
  private final int maxResponse;
  private final Clock clock;
  private final Buffer body = Buffer.buffer();
  private HttpClientRequest request;
  private boolean over;

  /**
   * @param maxResponse how much of the response is read, in bytes
   */
  CallbackExchange(UniEmitter<? super ReceiverResponse> emitter, int maxResponse, Clock clock) {
    this.emitter = emitter;
    this.maxResponse = maxResponse;
    this.clock = clock;
  }

  /** Sends the request on its connection, unless nobody waits any more. */
  void send(HttpClientRequest connected, byte[] content) {
    connected.exceptionHandler(this::fail);
    if (!begin(connected)) {
      connected.connection().close();
      return;
    }
    InformationalResponses.skipFor(connected);
    connected.send(Buffer.buffer(content)).onSuccess(this::read).onFailure(this::fail);
  }

  private synchronized boolean begin(HttpClientRequest connected) {
    request = connected;
    return !over;
  }

  void fail(Throwable failure) {
    if (end(false)) {
      emitter.fail(failure);
    }
  }

  void cancel() {
    end(true);
  }

  private void read(HttpClientResponse response) {
    response.exceptionHandler(this::fail);
    response.endHandler(nothing -> finish(response, false));
    response.handler(chunk -> keep(response, chunk));
  }

  private void keep(HttpClientResponse response, Buffer chunk) {
    body.appendBuffer(chunk, 0, Math.min(chunk.length(), maxResponse - body.length()));
    if (body.length() >= maxResponse) {
      finish(response, true);
    }
  }

  private void finish(HttpClientResponse response, boolean close) {
    if (end(close)) {
      emitter.complete(
          new ReceiverResponse(
              response.statusCode(), text(), location(response), retryAfter(response)));
    }
  }

  /** When a rate limit is renewed says nothing of a failure; some send it with every response. */
  private Optional<Duration> retryAfter(HttpClientResponse response) {
    UnaryOperator<String> header = name -> joined(response, name);
    return response.statusCode() == TOO_MANY_REQUESTS
        ? RetryAfter.of(header, clock)
        : RetryAfter.explicit(header, clock);
  }

  private static String joined(HttpClientResponse response, String name) {
    List<String> values = response.headers().getAll(name);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  /** Closes without a lock held: a connection may hold its own while it calls this exchange. */
  private boolean end(boolean close) {
    HttpClientRequest toClose;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      toClose = close ? request : null;
    }
    if (toClose != null) {
      toClose.connection().close();
    }
    return true;
  }

  private String text() {
    return printable(body.toString(StandardCharsets.UTF_8));
  }

  private static String location(HttpClientResponse response) {
    String location = response.getHeader("Location");
    if (response.statusCode() / 100 != 3 || location == null) {
      return null;
    }
    return printable(location.substring(0, Math.min(location.length(), MAX_LOCATION_LENGTH)));
  }

  /** PostgreSQL cannot store NUL, and other control characters make a log unreadable. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
  }
}
