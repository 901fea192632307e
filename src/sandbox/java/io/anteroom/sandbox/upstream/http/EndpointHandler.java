package io.anteroom.sandbox.upstream.http;

import io.vertx.core.Future;

/**
 * An endpoint. Understanding a call is apart from doing it, so that a fault can come in between: an
 * answer lost before the work, or work that is done late.
 */
@FunctionalInterface
interface EndpointHandler {
  /** Reads and checks a call; changes nothing. */
  Future<PreparedCall> prepare(SandboxCall call);
}
