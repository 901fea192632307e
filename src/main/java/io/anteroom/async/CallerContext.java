package io.anteroom.async;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** Brings answers back to whoever asked. Stateless. */
public final class CallerContext {

  private CallerContext() {}

  /** Runs on the present Vert.x context; where there is none, at once on whatever thread. */
  public static Executor executor() {
    Context context = Vertx.currentContext();
    return context == null
        ? Runnable::run
        : command -> context.runOnContext(nothing -> command.run());
  }
}
