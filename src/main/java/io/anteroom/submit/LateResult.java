package io.anteroom.submit;

import io.anteroom.task.TaskChange;

/** What the result of a submit meant whose lease was lost before it came. */
public sealed interface LateResult {

  /** It settled its task: this is the change. */
  record Settled(TaskChange change) implements LateResult {}

  /** It settled nothing, and nothing is left to do. */
  record Nothing() implements LateResult {}

  /** The task follows another submit: what this one made is a duplicate asset. */
  record SecondAsset() implements LateResult {}

  /** The task had ended without being known to the upstream, which is at work on it now. */
  record EndedBefore() implements LateResult {}
}
