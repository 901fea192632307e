package io.anteroom.sandbox.upstream.http;

import io.vertx.core.Future;

/** What a call asks for, understood and ready to be done, once. */
@FunctionalInterface
interface PreparedCall {
  Future<SandboxResponse> perform();
}
