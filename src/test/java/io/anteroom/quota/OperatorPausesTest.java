package io.anteroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An operator's pause is in the database until it is taken back. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class OperatorPausesTest {

  @Inject OperatorPauses pauses;

  private final String account = "account-" + UUID.randomUUID();

  @Test
  void aPauseHoldsFromTheFirstRequestUntilItIsResumed() {
    assertEquals(Optional.empty(), await(pauses.since(account)));
    await(pauses.pause(account, Duration.ZERO));
    Instant since = await(pauses.since(account)).orElseThrow();
    await(pauses.pause(account, Duration.ZERO));
    assertEquals(since, await(pauses.since(account)).orElseThrow());
    await(pauses.resume(account));
    assertEquals(Optional.empty(), await(pauses.since(account)));
    await(pauses.resume(account));
  }

  @Test
  void itsTimeIsTheDatabases() {
    await(pauses.pause(account, Duration.ZERO));
    Instant since = await(pauses.since(account)).orElseThrow();
    assertTrue(Duration.between(since, Instant.now()).abs().toMinutes() < 1, since::toString);
    await(pauses.resume(account));
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(30));
  }
}
