package io.anteroom.sandbox.upstream.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers. */
public final class AnswerWriter {
  private AnswerWriter() {}

  /** Writes the answer, if the caller is still there, and throws away what it has yet to send. */
  public static void write(HttpServerRequest request, Answer answer) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status());
    response.putHeader("Content-Type", "application/json");
    answer.headers().forEach(response::putHeader);
    response.end(ApiJson.write(answer.body()));
    if (!request.isEnded()) {
      request.resume();
    }
  }
}
