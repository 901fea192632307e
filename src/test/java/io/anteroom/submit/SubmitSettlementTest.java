package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.poll.PollSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Phase;
import io.anteroom.upstream.AccountAvailability;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which outcomes of a submit prove that it did not happen, on a real PostgreSQL. */
class SubmitSettlementTest {

  private static final SubmitOutcome BY_INTERMEDIARY =
      new SubmitOutcome.RefusedByIntermediary(404, "<html>404 page not found");

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final TaskLives lives = new TaskLives(postgres.pool());
  private final SubmitSettlement settlement =
      new SubmitSettlement(
          new AccountAvailability(null, null, Ticker.SYSTEM),
          null,
          new IntermediaryRefusals(
              new IntermediaryRefusalStore(postgres.pool()), TestSettings.of(SubmitSettings.class)),
          TestSettings.of(QuotaSettings.class),
          TestSettings.of(PollSettings.class));
  private PermittedSubmit submit;

  @BeforeEach
  void claim() {
    TaskLives.slots(postgres.pool(), 200);
    lives.accept(1);
    submit = lives.claim(1).submits().get(0);
  }

  @Test
  void aRefusalByAnIntermediaryIsNoProof() {
    SubmitResult result = settle(BY_INTERMEDIARY);
    assertEquals(Phase.QUEUED, result.phase());
    assertTrue(result.isByIntermediary());
  }

  /** Its lease is lost: it is not counted. */
  @Test
  void aLateRefusalByAnIntermediaryIsNoProof() {
    postgres.sql("update task set phase = 'in_doubt', lease_owner = null");
    SubmitResult result = settle(BY_INTERMEDIARY);
    assertEquals(Phase.QUEUED, result.phase());
    assertTrue(result.isByIntermediary());
  }

  @Test
  void theRefusalThatEndsATaskIsNoProof() {
    postgres.sql(
        "update task set intermediary_refusals = 9,"
            + " intermediary_refused_since = now() - interval '2 h'");
    SubmitResult result = settle(BY_INTERMEDIARY);
    assertEquals(FailureReason.INTERMEDIARY_REFUSED, result.failure().reason());
    assertTrue(result.isByIntermediary());
  }

  @Test
  void whatTheUpstreamRefusedOrNeverGotDidNotHappen() {
    for (SubmitOutcome outcome :
        List.of(
            new SubmitOutcome.Refused(404, "no such collection"),
            new SubmitOutcome.NotSent("no connection"),
            new SubmitOutcome.FileLost())) {
      assertFalse(settle(outcome).isByIntermediary(), outcome.toString());
    }
  }

  private SubmitResult settle(SubmitOutcome outcome) {
    return await(settlement.settle(submit, outcome));
  }
}
