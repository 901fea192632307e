package io.anteroom.callback.http;

import io.anteroom.async.http.InformationalResponses;
import io.anteroom.async.http.RetryAfter;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/**
 * One request and its answer. Reads no more of the answer than it keeps: then, or when nobody waits
 * for it any more, the connection is closed. Thread-safe.
 */
final class CallbackExchange {

  private static final int LONGEST_LOCATION = 200;

  private final UniEmitter<? super ReceiverResponse> emitter;
  private final int answerLimit;
  private final Clock clock;
  private final Buffer body = Buffer.buffer();
  private HttpClientRequest request;
  private boolean over;

  /**
   * @param answerLimit how much of the answer is read, in bytes
   */
  CallbackExchange(UniEmitter<? super ReceiverResponse> emitter, int answerLimit, Clock clock) {
    this.emitter = emitter;
    this.answerLimit = answerLimit;
    this.clock = clock;
  }

  /** Sends the request on its connection, unless nobody waits any more. */
  synchronized void send(HttpClientRequest connected, byte[] content) {
    request = connected;
    request.exceptionHandler(this::fail);
    if (over) {
      request.connection().close();
      return;
    }
    InformationalResponses.skipFor(request);
    request.send(Buffer.buffer(content)).onSuccess(this::read).onFailure(this::fail);
  }

  /** There will be no answer. */
  void fail(Throwable failure) {
    if (end(false)) {
      emitter.fail(failure);
    }
  }

  /** Nobody waits for the answer any more. */
  void breakOff() {
    end(true);
  }

  private void read(HttpClientResponse response) {
    response.exceptionHandler(this::fail);
    response.endHandler(nothing -> finish(response, false));
    response.handler(chunk -> keep(response, chunk));
  }

  private void keep(HttpClientResponse response, Buffer chunk) {
    body.appendBuffer(chunk, 0, Math.min(chunk.length(), answerLimit - body.length()));
    if (body.length() >= answerLimit) {
      finish(response, true);
    }
  }

  private void finish(HttpClientResponse response, boolean breakOff) {
    if (end(breakOff)) {
      emitter.complete(
          new ReceiverResponse(
              response.statusCode(),
              text(),
              location(response),
              RetryAfter.of(name -> joined(response, name), clock)));
    }
  }

  private static String joined(HttpClientResponse response, String name) {
    List<String> values = response.headers().getAll(name);
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private synchronized boolean end(boolean breakOff) {
    if (over) {
      return false;
    }
    over = true;
    if (breakOff && request != null) {
      request.connection().close();
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
    return printable(location.substring(0, Math.min(location.length(), LONGEST_LOCATION)));
  }

  /** Postgres holds no NUL, and whoever reads a log no control characters. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
  }
}
