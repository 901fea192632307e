package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.async.trace.TaskTraces;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.http.UpstreamCall;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the call of a submit is built. */
class SubmitCallTest {

  private final BuilderThatStops builder = new BuilderThatStops();
  private final SubmitCall submit =
      new SubmitCall(null, null, null, builder, null, null, TaskTraces.off());

  @ParameterizedTest
  @CsvSource({
    "TEXT, 10, true",
    "TEXT, 65536, true",
    "TEXT, 65537, false",
    "URL, 10000000, false",
    "UPLOAD, 100000, false",
  })
  void aLargeRequestIsReadOnAnotherThread(TaskKind kind, int size, boolean here) {
    MarkedTask task =
        new MarkedTask(UUID.randomUUID(), "shop", 1, kind, "x".repeat(size), size, null, null);
    assertThrows(
        IllegalStateException.class,
        () -> submit.run(new PermittedSubmit(null, task, null, null)).await().indefinitely());
    assertEquals(here, builder.thread == Thread.currentThread());
  }

  /** Keeps the thread that called it; nothing is sent. */
  private static final class BuilderThatStops extends SubmitCallBuilder {

    private volatile Thread thread;

    BuilderThatStops() {
      super(null);
    }

    @Override
    UpstreamCall of(MarkedTask task, SubmitLease lease, TraceContext trace) {
      thread = Thread.currentThread();
      throw new IllegalStateException("nothing is sent");
    }
  }
}
