package io.anteroom.sandbox.upstream.assets;

import io.anteroom.sandbox.upstream.settings.FailedInList;
import io.anteroom.sandbox.upstream.settings.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An asset through time: every state it was in, so that a list can show an old truth. Not
 * thread-safe: belongs to the event loop.
 */
public final class TrackedAsset {
  private final List<Asset> states = new ArrayList<>();
  private boolean removed;

  public TrackedAsset(Asset first) {
    states.add(first);
  }

  /** As it is now. */
  public Asset current() {
    return states.get(states.size() - 1);
  }

  /** Moves on to that status, unless it has ended or is gone; says whether it did. */
  public boolean show(String status, String error, long nowMs) {
    if (removed || current().hasEnded()) {
      return false;
    }
    states.add(current().withStatus(status, error, nowMs));
    return true;
  }

  /** Writes down what its content turned out to be. */
  public void describe(Modality modality, String contentType, long size, MediaFacts media) {
    int last = states.size() - 1;
    states.set(last, states.get(last).withContent(modality, contentType, size, media));
  }

  /** Whether there is no more work to do for it. */
  public boolean isOver() {
    return removed || current().hasEnded();
  }

  void markRemoved() {
    removed = true;
  }

  /** What a list shows that knows the truth of that moment; empty where it does not show it. */
  Optional<Asset> asListed(long truthOfMs, FailedInList failed) {
    for (int i = states.size() - 1; i >= 0; i--) {
      Asset state = states.get(i);
      if (state.updatedAtMs() <= truthOfMs) {
        boolean hasFailed = state.status().equals(SandboxTaskStatus.FAILED);
        if (!hasFailed || failed == FailedInList.SHOWN) {
          return Optional.of(state);
        }
        if (failed == FailedInList.HIDDEN) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
