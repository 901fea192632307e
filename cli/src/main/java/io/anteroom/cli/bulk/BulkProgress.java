package io.anteroom.cli.bulk;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.output.Interruption;
import io.anteroom.cli.output.Progress;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.AnteroomClient;
import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.repeat.Pauses;
import java.time.Duration;

/** Follows a bulk action to its end. Used once. */
final class BulkProgress {

  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final Session session;
  private final Service service;
  private final Duration timeout;
  private final long start = System.nanoTime();

  BulkProgress(Session session, Service service, Duration timeout) {
    this.session = session;
    this.service = service;
    this.timeout = timeout;
  }

  /** Prints it as it is now. */
  int print(JsonObject bulk) {
    session.output().object(BulkColumns.ALL, bulk, BulkColumns.REASONS, "reasons");
    return ExitCode.DONE;
  }

  /** Waits for its end, and prints it then. */
  int follow(JsonObject first) {
    String id =
        first
            .string("bulk_action_id")
            .orElseThrow(() -> new JsonException("There is no bulk_action_id."));
    JsonObject last =
        Interruption.during(session.console(), () -> howToGoOn(id), () -> poll(id, first));
    print(last);
    return code(last, id);
  }

  private JsonObject poll(String id, JsonObject first) {
    JsonObject bulk = first;
    try (Progress progress = new Progress(session.console())) {
      show(progress, bulk);
      while (isUnderWay(bulk) && System.nanoTime() - start < timeout.toNanos()) {
        AnteroomClient.await(Pauses.REAL.pause(BETWEEN));
        bulk = service.get("/bulk-actions/" + id);
        show(progress, bulk);
      }
    }
    return bulk;
  }

  private int code(JsonObject bulk, String id) {
    if (isUnderWay(bulk)) {
      session.console().say(howToGoOn(id));
      return ExitCode.STILL_RUNNING;
    }
    boolean whole = bulk.string("state").orElse("").equals("finished");
    return whole && number(bulk, "failed") == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String howToGoOn(String id) {
    return "The bulk action goes on. To follow it: anteroom bulk watch "
        + id
        + ". To stop it: anteroom bulk stop "
        + id;
  }

  private static boolean isUnderWay(JsonObject bulk) {
    String state = bulk.string("state").orElse("");
    return state.equals("running") || state.equals("stopping");
  }

  private static void show(Progress progress, JsonObject bulk) {
    long settled = number(bulk, "done") + number(bulk, "skipped") + number(bulk, "failed");
    String words =
        "%d of %d, %d skipped, %d failed"
            .formatted(
                settled, number(bulk, "matched"), number(bulk, "skipped"), number(bulk, "failed"));
    String waits = bulk.string("waits_for").map(reason -> ", waits for " + reason).orElse("");
    progress.at(settled, number(bulk, "matched"), words + waits);
  }

  private static long number(JsonObject bulk, String name) {
    return bulk.number(name).map(Number::longValue).orElse(0L);
  }
}
