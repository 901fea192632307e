package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.RawResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers. */
public final class ResponseWriter {
  private ResponseWriter() {}

  /** Writes the answer, if the caller is still there, and throws away what it has yet to send. */
  public static void write(HttpServerRequest request, SandboxResponse answer) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status());
    response.putHeader("Content-Type", "application/json");
    answer.headers().forEach(response::putHeader);
    if (answer.body() instanceof ListResponse<?> page && LargePageWriter.isLarge(page)) {
      LargePageWriter.write(response, page);
      resume(request);
    } else {
      end(request, ApiJson.write(answer.body()));
    }
  }

  /** Writes exactly that answer. */
  static void write(HttpServerRequest request, RawResponse answer) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status());
    if (answer.contentType() != null) {
      response.putHeader("Content-Type", answer.contentType());
    }
    if (answer.contentEncoding() != null) {
      response.putHeader("Content-Encoding", answer.contentEncoding());
    }
    end(request, Buffer.buffer(answer.body()));
  }

  private static void end(HttpServerRequest request, Buffer body) {
    request.response().end(body);
    resume(request);
  }

  private static void resume(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.resume();
    }
  }
}
