package io.anteroom.callback.destination;

import io.anteroom.async.Ticker;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The look-up of a name, under way or waiting for a thread. Guarded by its threads' lock. */
final class PendingLookup {

  final String host;
  final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
  boolean begun;

  /** By {@link Ticker#nanos()}, once it has begun. */
  long begunAt;

  int waiting;

  PendingLookup(String host) {
    this.host = host;
  }
}
