package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.content.ContentTooLargeException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a body of JSON up to a bound. */
final class SandboxJsonBody {
  private SandboxJsonBody() {}

  /** The fields of the body; fails where it is too large, broken, or no object. */
  static Future<RequestFields> read(SandboxCall call) {
    return bytes(call.request(), call.settings().content().maxJsonBytes())
        .map(body -> RequestFields.parse(body.toString()));
  }

  /** The same, but no body at all is as good as an empty object. */
  static Future<RequestFields> readOptional(SandboxCall call) {
    return bytes(call.request(), call.settings().content().maxJsonBytes())
        .map(body -> RequestFields.parse(body.length() == 0 ? "{}" : body.toString()));
  }

  /** All bytes of a body of at most that many. */
  static Future<Buffer> bytes(HttpServerRequest request, long maxBytes) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        bytes -> {
          if (body.length() + bytes.length() > maxBytes) {
            whole.tryFail(new ContentTooLargeException(maxBytes));
          } else {
            body.appendBuffer(bytes);
          }
        });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(end -> whole.tryComplete(body));
    BodyReadStart.welcome(request);
    return whole.future();
  }
}
