package io.anteroom.quota;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.ShortGraces;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.anteroom.async.sql.ChangeScope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** An operator's pause is in the database until it is taken back. */
@QuarkusTest
@TestProfile(ShortGraces.class) // a pause is confirmed after the use-by of permits
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class OperatorPausesTest {

  private static final String DAVES_ACCOUNT = "small";
  private static final PauseNote NOTE = new PauseNote("ann", "the upstream is being moved");

  @Inject OperatorPauses pauses;
  @Inject PermitQueues permitQueues;

  private final String account = "account-" + UUID.randomUUID();

  @Test
  void aPauseHoldsFromTheFirstRequestUntilItIsResumed() {
    assertEquals(Optional.empty(), await(pauses.since(account)));
    await(pauses.pause(account, NOTE, Duration.ZERO, ChangeScope.ALONE));
    Instant since = await(pauses.since(account)).orElseThrow();
    await(pauses.pause(account, NOTE, Duration.ZERO, ChangeScope.ALONE));
    assertEquals(since, await(pauses.since(account)).orElseThrow());
    await(pauses.resume(account, ChangeScope.ALONE));
    assertEquals(Optional.empty(), await(pauses.since(account)));
    await(pauses.resume(account, ChangeScope.ALONE));
  }

  @Test
  void whoPausedFirstStaysTheOneWhoDidAndWhy() {
    await(pauses.pause(account, NOTE, Duration.ZERO, ChangeScope.ALONE));
    PauseNote later = new PauseNote("bob", null);
    await(pauses.pause(account, later, Duration.ZERO, ChangeScope.ALONE));
    AccountPause pause = await(pauses.of(account)).orElseThrow();
    assertEquals(NOTE, new PauseNote(pause.pausedBy, pause.reason));
    await(pauses.resume(account, ChangeScope.ALONE));
  }

  @Test
  void itsTimeIsTheDatabases() {
    await(pauses.pause(account, NOTE, Duration.ZERO, ChangeScope.ALONE));
    Instant since = await(pauses.since(account)).orElseThrow();
    assertTrue(Duration.between(since, Instant.now()).abs().toMinutes() < 1, since::toString);
    await(pauses.resume(account, ChangeScope.ALONE));
  }

  @Test
  void aCallForAPausedAccountIsRefusedAtOnce() {
    await(pauses.pause(DAVES_ACCOUNT, NOTE, Duration.ZERO, ChangeScope.ALONE));
    try {
      CompletableFuture<Permit> refused = ask(Duration.ofHours(1));
      CompletionException failure =
          assertThrows(CompletionException.class, () -> refused.orTimeout(5, SECONDS).join());
      assertInstanceOf(AccountPausedException.class, failure.getCause());
    } finally {
      await(pauses.resume(DAVES_ACCOUNT, ChangeScope.ALONE));
    }
    await(permitQueues.giveBack(ask(Duration.ZERO).join()));
  }

  private CompletableFuture<Permit> ask(Duration patience) {
    PermitRequest one =
        new PermitRequest(DAVES_ACCOUNT, EndpointClass.SEARCH_URL, 1, 0, Duration.ofSeconds(15));
    return permitQueues
        .await(one, CallDeadline.ofCaller("dave", patience))
        .subscribeAsCompletionStage();
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(30));
  }
}
