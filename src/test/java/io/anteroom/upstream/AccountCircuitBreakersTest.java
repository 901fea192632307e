package io.anteroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.ManualTicker;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.upstream.AccountCircuitBreakers.Open;
import io.anteroom.upstream.http.PermitExpiredException;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.RateLimitException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures of one kind of call stop no other kind. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class AccountCircuitBreakersTest {

  private static final int VOLUME = 4;
  private static final UpstreamCall OF_ENGINE = new UpstreamCall.Plain(api -> api.task("t"));
  private static final UpstreamCall OF_CLIENT = new UpstreamCall.OfClient(OF_ENGINE);

  @Inject AccountDirectory accounts;
  @Inject QuotaSettings quota;
  @Inject PlanLimits plans;

  private final UpstreamSettings settings =
      TestSettings.of(
          UpstreamSettings.class,
          "anteroom.upstream.breaker-volume",
          "" + VOLUME,
          "anteroom.upstream.breaker-delay",
          "1m");
  private final AtomicInteger sent = new AtomicInteger();

  private final ManualTicker ticker = new ManualTicker();
  private AccountCircuitBreakers breakers;
  private Account account;

  @BeforeEach
  void fresh() {
    breakers = new AccountCircuitBreakers(accounts, settings, quota, plans, ticker);
    account = accounts.named("default").orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(EndpointClass.class)
  void aFailingClassStopsNoOther(EndpointClass failing) {
    open(account, failing, OF_ENGINE);
    assertThrows(CircuitOpenException.class, () -> succeed(account, failing, OF_ENGINE));
    for (EndpointClass other : EndpointClass.values()) {
      if (other != failing) {
        assertEquals(200, succeed(account, other, OF_ENGINE).status(), other.label());
      }
    }
  }

  /** Polls and the asset calls of clients are of one class. */
  @Test
  void aClientsFailingCallsStopNoCallOfTheEngine() {
    open(account, EndpointClass.DEFAULT, OF_CLIENT);
    assertThrows(
        CircuitOpenException.class, () -> succeed(account, EndpointClass.DEFAULT, OF_CLIENT));
    assertEquals(200, succeed(account, EndpointClass.DEFAULT, OF_ENGINE).status());
  }

  @Test
  void failingCallsOfTheEngineStopNoClient() {
    open(account, EndpointClass.DEFAULT, OF_ENGINE);
    assertEquals(200, succeed(account, EndpointClass.DEFAULT, OF_CLIENT).status());
  }

  @Test
  void aFailingAccountStopsNoOther() {
    open(account, EndpointClass.INDEX_TEXT, OF_ENGINE);
    Account small = accounts.named("small").orElseThrow();
    assertEquals(200, succeed(small, EndpointClass.INDEX_TEXT, OF_ENGINE).status());
  }

  @Test
  void anOpenOneSendsNothingAndTellsWhenToComeAgain() {
    open(account, EndpointClass.SEARCH_TEXT, OF_CLIENT);
    int before = sent.get();
    CircuitOpenException refused =
        assertThrows(
            CircuitOpenException.class,
            () -> succeed(account, EndpointClass.SEARCH_TEXT, OF_CLIENT));
    assertEquals(Duration.ofMinutes(1), refused.retryAfter());
    assertFalse(sent.get() > before);
  }

  @Test
  void thoseThatAreOpenAreToldWithTheTimeThatIsLeft() {
    assertEquals(List.of(), breakers.open());
    open(account, EndpointClass.SEARCH_TEXT, OF_CLIENT);
    assertThrows(
        CircuitOpenException.class, () -> succeed(account, EndpointClass.SEARCH_TEXT, OF_CLIENT));
    ticker.pass(Duration.ofSeconds(20));
    assertThrows(
        CircuitOpenException.class, () -> succeed(account, EndpointClass.SEARCH_TEXT, OF_CLIENT));
    assertEquals(
        List.of(new Open("default", EndpointClass.SEARCH_TEXT, true, Duration.ofSeconds(40))),
        breakers.open());
    ticker.pass(Duration.ofSeconds(40));
    assertEquals(List.of(), breakers.open());
  }

  @Test
  void aTrialThatSucceedsClosesIt() {
    noticedOpen(EndpointClass.INDEX_TEXT, OF_ENGINE);
    breakers.tryNow("default", EndpointClass.INDEX_TEXT);
    assertEquals(200, succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE).status());
    assertEquals(List.of(), breakers.open());
    assertEquals(200, succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE).status());
  }

  /** Open, but no call has been stopped yet: so nobody can know. */
  @Test
  void oneThatHasStoppedNoCallYetIsTriedToo() {
    open(account, EndpointClass.INDEX_TEXT, OF_ENGINE);
    assertEquals(List.of(), breakers.open());
    breakers.tryNow("default", EndpointClass.INDEX_TEXT);
    assertEquals(200, succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE).status());
    assertEquals(200, succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE).status());
  }

  @Test
  void aTrialOfOneThatIsClosedIsForgotten() {
    breakers.tryNow("default", EndpointClass.INDEX_TEXT);
    ticker.pass(Duration.ofMinutes(2));
    open(account, EndpointClass.INDEX_TEXT, OF_ENGINE);
    assertThrows(
        CircuitOpenException.class, () -> succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE));
  }

  @Test
  void aTrialThatFailsLeavesItOpenForItsTime() {
    noticedOpen(EndpointClass.INDEX_TEXT, OF_ENGINE);
    breakers.tryNow("default", EndpointClass.INDEX_TEXT);
    int before = sent.get();
    assertThrows(Exception.class, () -> fail(account, EndpointClass.INDEX_TEXT, OF_ENGINE));
    assertEquals(before + 1, sent.get());
    assertThrows(
        CircuitOpenException.class, () -> succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE));
    assertEquals(before + 1, sent.get());
    assertEquals(1, breakers.open().size());
  }

  /** A permit that came too late says nothing of the upstream. */
  @Test
  void aCallThatWasNotSentLeavesTheTrialToTheNext() {
    noticedOpen(EndpointClass.INDEX_TEXT, OF_ENGINE);
    breakers.tryNow("default", EndpointClass.INDEX_TEXT);
    Uni<UpstreamResponse> late = Uni.createFrom().failure(new PermitExpiredException());
    assertThrows(
        PermitExpiredException.class,
        () -> send(account, EndpointClass.INDEX_TEXT, OF_ENGINE, late));
    assertEquals(200, succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE).status());
    assertEquals(List.of(), breakers.open());
  }

  @Test
  void aTrialIsOfItsClassAndAccountOnly() {
    noticedOpen(EndpointClass.INDEX_TEXT, OF_ENGINE);
    breakers.tryNow("default", EndpointClass.INDEX_URL);
    breakers.tryNow("small", EndpointClass.INDEX_TEXT);
    assertThrows(
        CircuitOpenException.class, () -> succeed(account, EndpointClass.INDEX_TEXT, OF_ENGINE));
  }

  /** The last rate guard is one for the account: a class of its own has no limit there. */
  @Test
  void theRateGuardCountsTheClassesTogether() {
    Account small = accounts.named("small").orElseThrow();
    int all =
        Arrays.stream(EndpointClass.values())
            .mapToInt(c -> plans.limit(small.plan(), c).orElseThrow())
            .sum();
    for (int i = 0; i < all; i++) {
      succeed(small, EndpointClass.values()[i % 2], i % 3 == 0 ? OF_CLIENT : OF_ENGINE);
    }
    assertThrows(
        RateLimitException.class, () -> succeed(small, EndpointClass.INDEX_URL, OF_ENGINE));
  }

  /** The first call that it stops shows that it is open. */
  private void noticedOpen(EndpointClass endpointClass, UpstreamCall call) {
    open(account, endpointClass, call);
    assertThrows(CircuitOpenException.class, () -> succeed(account, endpointClass, call));
  }

  private void open(Account of, EndpointClass endpointClass, UpstreamCall call) {
    for (int i = 0; i < VOLUME; i++) {
      assertThrows(Exception.class, () -> fail(of, endpointClass, call));
    }
  }

  private UpstreamResponse fail(Account of, EndpointClass endpointClass, UpstreamCall call) {
    return send(of, endpointClass, call, Uni.createFrom().failure(new IOException("500")));
  }

  private UpstreamResponse succeed(Account of, EndpointClass endpointClass, UpstreamCall call) {
    return send(
        of,
        endpointClass,
        call,
        Uni.createFrom().item(new UpstreamResponse(200, Optional.empty(), null)));
  }

  private UpstreamResponse send(
      Account of, EndpointClass endpointClass, UpstreamCall call, Uni<UpstreamResponse> response) {
    return breakers
        .guard(
            of,
            endpointClass,
            call,
            () -> {
              sent.incrementAndGet();
              return response;
            })
        .await()
        .atMost(Duration.ofSeconds(5));
  }
}
