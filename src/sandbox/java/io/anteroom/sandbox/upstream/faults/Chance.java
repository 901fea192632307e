package io.anteroom.sandbox.upstream.faults;

import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * All chance in the sandbox, from one seed: the same calls in the same order meet the same faults.
 * Each endpoint has a source of its own for its faults and one for its delays, so that the order
 * between endpoints does not matter. Not thread-safe: belongs to the event loop.
 */
public final class Chance {
  private final Map<String, SplittableRandom> sources = new HashMap<>();
  private long seed;

  public Chance(long seed) {
    this.seed = seed;
  }

  /** What goes wrong with the next call of that endpoint. */
  public Fault fault(SandboxSettings settings, SandboxEndpoint sandboxEndpoint) {
    return FaultDraw.draw(
        settings.faultsOf(sandboxEndpoint),
        source(settings.seed(), "fault " + sandboxEndpoint.wireName()));
  }

  /** How long the next call of that endpoint is held back. */
  public Delay delay(SandboxSettings settings, SandboxEndpoint sandboxEndpoint) {
    return Delay.draw(
        settings.latencyOf(sandboxEndpoint),
        source(settings.seed(), "delay " + sandboxEndpoint.wireName()));
  }

  /** The source for what befalls a task rather than a call. */
  public SplittableRandom tasks(SandboxSettings settings) {
    return source(settings.seed(), "tasks");
  }

  /** Starts anew from the seed. */
  public void reset() {
    sources.clear();
  }

  private SplittableRandom source(long currentSeed, String purpose) {
    if (seed != currentSeed) {
      sources.clear();
      seed = currentSeed;
    }
    return sources.computeIfAbsent(
        purpose, name -> new SplittableRandom(seed * 31 + name.hashCode()).split());
  }
}
