package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.accept.TaskOptions;
import io.anteroom.reconcile.InDoubtTask;
import io.anteroom.reconcile.InDoubtTasks;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFixture;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The number of an attempt fences its result and names the markers to search for. */
class SubmitAttemptTest {

  @AutoClose private static final TaskFixture store = TaskFixture.create();

  @Test
  void aRepeatedResultDoesNotChangeTheNextSubmit() {
    UUID id = store.accept(TaskOptions.NONE);
    MarkedTask first = store.mark();
    store.record(first, Phase.QUEUED);
    MarkedTask next = store.mark();
    store.record(first, Phase.QUEUED);
    assertEquals("submitting", store.text(id, "phase"));
    store.record(next, Phase.RUNNING);
    assertEquals("running", store.text(id, "phase"));
  }

  @Test
  void onlyAttemptsThatMayHaveHappenedAreSearchedFor() {
    UUID id = store.accept(TaskOptions.NONE);
    store.record(store.mark(), Phase.QUEUED);
    store.record(store.mark(), Phase.IN_DOUBT);
    store.set(id, "phase = 'queued'");
    store.record(store.mark(), Phase.QUEUED);
    store.record(store.mark(), Phase.IN_DOUBT);
    InDoubtTask doubted =
        new InDoubtTasks(store.pool())
            .claim("default", 1, Duration.ofMinutes(1))
            .await()
            .indefinitely()
            .get(0);
    assertEquals(List.of(id + ".2", id + ".4"), doubted.task().markers());
  }
}
