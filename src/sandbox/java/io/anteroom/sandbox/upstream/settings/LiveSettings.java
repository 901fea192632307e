package io.anteroom.sandbox.upstream.settings;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The settings in force at this moment. Thread-safe. */
public final class LiveSettings {
  private final AtomicReference<SandboxSettings> current;

  public LiveSettings(SandboxSettings first) {
    this.current = new AtomicReference<>(first);
  }

  /** What is in force now; never null. */
  public SandboxSettings current() {
    return current.get();
  }

  /** Changes them; whoever asks from now on sees the change. */
  public SandboxSettings change(UnaryOperator<SandboxSettings> change) {
    return current.updateAndGet(change);
  }
}
