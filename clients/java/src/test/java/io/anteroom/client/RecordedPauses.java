package io.anteroom.client;

import io.anteroom.client.repeat.Pauses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets no time pass, and remembers how long it should have been. */
final class RecordedPauses implements Pauses {

  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<Void> pause(Duration pause) {
    pauses.add(pause);
    return CompletableFuture.completedFuture(null);
  }

  List<Duration> all() {
    return pauses;
  }
}
