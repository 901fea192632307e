package io.anteroom.engine;

import io.anteroom.task.DoubtedTask;
import io.anteroom.upstream.UpstreamAnswer;
import java.util.List;

/**
 * One look for submits in doubt. Immutable, thread-safe.
 *
 * @param answer what the list answered
 * @param seen what it shows of our tasks
 * @param tasks those that it was for
 * @param controls the tasks that are known to be there
 */
record DoubtLook(
    UpstreamAnswer answer, Sightings seen, List<DoubtedTask> tasks, ListControls controls) {

  /** What it says of the list itself, for this task. */
  ListEvidence evidenceFor(DoubtedTask doubted) {
    return controls.of(doubted.task(), seen, tasks);
  }

  /** Assets that may be there, and that it did not show, of its collection or else any. */
  List<String> hidden(DoubtedTask doubted) {
    return controls.hidden(doubted.task(), seen, false);
  }

  /** The same for a list of all that the collection of the task holds. */
  List<String> hiddenFrom(Sightings collection, DoubtedTask doubted) {
    return controls.hidden(doubted.task(), collection, true);
  }
}
