package io.anteroom.bulk;

import java.util.UUID;

/** What became of one task of a bulk action. */
sealed interface TaskOutcome {

  UUID task();

  /** It was changed, now or by who had the batch in hand before. */
  record Done(UUID task) implements TaskOutcome {}

  /** It stays as it is: there is nothing to do for it, or no way. */
  record Skipped(UUID task, SkipReason reason) implements TaskOutcome {}

  /** An error was in the way each time that it was tried. */
  record Failed(UUID task) implements TaskOutcome {}

  /** It stays in hand. */
  record Waits(UUID task, WaitReason reason) implements TaskOutcome {}
}
