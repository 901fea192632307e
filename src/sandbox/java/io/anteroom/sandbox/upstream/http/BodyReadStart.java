package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.InvalidInputException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** The moment from which a body is read. */
final class BodyReadStart {

  private static final long CHECK_MS = 100;

  private BodyReadStart() {}

  /**
   * Asks for the body of a request that was paused, in words too where the caller waits for them.
   */
  static void welcome(HttpServerRequest request) {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /**
   * The same for a form; comes when all of it was read, and fails where it cannot be. Vert.x tells
   * nobody of some forms that its decoder throws at: then the body has ended, and no end is told.
   */
  static Future<Void> welcomeForm(HttpServerRequest request, Vertx vertx) {
    Promise<Void> end = Promise.promise();
    request.end().onSuccess(end::tryComplete).onFailure(cause -> broken(end));
    long timer =
        vertx.setPeriodic(
            CHECK_MS,
            tick -> {
              if (request.isEnded()) {
                broken(end);
              }
            });
    welcome(request);
    return end.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static void broken(Promise<Void> end) {
    end.tryFail(new InvalidInputException("the form is broken"));
  }
}
