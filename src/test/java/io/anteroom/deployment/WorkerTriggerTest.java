package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The query by which KEDA starts a worker, on the real schema. */
class WorkerTriggerTest {

  private static PostgresFixture postgres;

  private final String query =
      Manifests.in("k8s/components/keda")
          .only("ScaledObject", "anteroom-worker")
          .at("/spec/triggers/0/metadata/query")
          .asText();

  @BeforeAll
  static void create() {
    postgres = PostgresFixture.create();
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  @BeforeEach
  void empty() {
    postgres.sql("truncate task, callback, bulk_action, duplicate_watch cascade");
  }

  @Test
  void nothingIsOpen() {
    assertEquals(0, workers());
  }

  @ParameterizedTest
  @CsvSource({
    "queued, 1",
    "submitting, 1",
    "in_doubt, 1",
    "running, 1",
    "cancelling, 1",
    "ended, 0",
  })
  void anOpenTaskNeedsAWorker(String phase, int expected) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at)
        values (uuidv7(), 'alice', 'a', 'text', 'c', '{}', 'PENDING', '%s', 1, now(), now())
        """
            .formatted(phase));
    assertEquals(expected, workers());
  }

  @ParameterizedTest
  @CsvSource({"0 s, pending, 1", "2 h, pending, 0", "0 s, delivered, 0"})
  void aCallbackNeedsAWorkerWhenItIsDue(String in, String state, int expected) {
    postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, state, due_at)
        values (uuidv7(), 'alice', 'task.done', 'https://a/', 'https://a', '%s', now() + '%s')
        """
            .formatted(state, in));
    assertEquals(expected, workers());
  }

  @ParameterizedTest
  @CsvSource({"running, 1", "stopping, 1", "stopped, 0", "finished, 0"})
  void aBulkActionNeedsAWorkerUntilItsEnd(String state, int expected) {
    postgres.sql(
        """
        insert into bulk_action (id, action, filter, operator, reason, matched, state)
        values (uuidv7(), 'retry', '{}', 'ann', 'why', 1, '%s')
        """
            .formatted(state));
    assertEquals(expected, workers());
  }

  @ParameterizedTest
  @CsvSource({"0 s, 1", "2 h, 0"})
  void aLookForDuplicateAssetsNeedsAWorkerWhenItIsDue(String in, int expected) {
    postgres.sql(
        """
        insert into duplicate_watch (task, account, since, check_at)
        values (uuidv7(), 'a', now(), now() + '%s')
        """
            .formatted(in));
    assertEquals(expected, workers());
  }

  private int workers() {
    return postgres
        .pool()
        .query(query)
        .execute()
        .await()
        .indefinitely()
        .iterator()
        .next()
        .getInteger(0);
  }
}
