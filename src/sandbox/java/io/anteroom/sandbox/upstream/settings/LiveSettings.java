package io.anteroom.sandbox.upstream.settings;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The settings in force at this moment. Thread-safe. */
public final class LiveSettings {
  private final AtomicReference<UpstreamSettings> current;

  public LiveSettings(UpstreamSettings first) {
    this.current = new AtomicReference<>(first);
  }

  /** What is in force now; never null. */
  public UpstreamSettings current() {
    return current.get();
  }

  /** Changes them; whoever asks from now on sees the change. */
  public UpstreamSettings change(UnaryOperator<UpstreamSettings> change) {
    return current.updateAndGet(change);
  }
}
