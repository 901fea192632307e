package io.anteroom.upstream;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.QuotaOfAccount;
import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.async.ClockReading;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.Ticker;
import io.anteroom.async.http.RawServer;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitQueues;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.quota.RateLimitBackoff;
import io.anteroom.upstream.http.MixpeekClients;
import io.anteroom.upstream.http.ResponseMemory;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.ResponseReader;
import io.anteroom.upstream.json.UnreadableResponseLog;
import io.anteroom.upstream.json.UpstreamResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retry-After is read from real responses, and the ledger keeps that of a 429 and of a 503. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class RetryAfterPauseTest {

  /** Of the account "small"; no other test makes such a call for it. */
  private static final EndpointClass CLASS = EndpointClass.SEARCH_URL;

  /** The database measures the pause by its own clock. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMillis(50);

  private static final UpstreamCall READ_A_TASK = new UpstreamCall.Plain(api -> api.task("t"));

  @Inject UpstreamSettings settings;
  @Inject ResponseReader reader;
  @Inject QuotaLedger quotaLedger;
  @Inject PermitQueues permitQueues;
  @Inject QuotaSettings quota;
  @Inject PlanLimits plans;
  @Inject SuspendAwareClock clocks;
  @Inject Pool pool;

  private RateLimitBackoff rateLimitBackoff;

  @BeforeEach
  @AfterEach
  void allFree() {
    rateLimitBackoff = new RateLimitBackoff(pool, TestSettings.of(QuotaSettings.class));
    QuotaOfAccount.free(pool, "small");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | Retry-After: 5~Retry-After: 20                  | 20
          429 | X-RateLimit-Reset: 20                           | 20
          429 | RateLimit: "a";r=0;t=5~RateLimit: "b";r=0;t=20  | 20
          429 | retry-after: 1~retry-after-ms: 20000            | 20
          503 | RETRY-AFTER: 5~Retry-After: 20                  | 20
          503 | Retry-After: 5~X-RateLimit-Reset: 20            | 5
          """)
  void aRepeatedHeaderIsReadWhole(int status, String headers, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), answer(status, headers).retryAfter().orElseThrow());
  }

  @Test
  void a503WithRetryAfterPausesItsClass() {
    answer(503, "Retry-After: 300");
    long left = run("slots = slots");
    assertTrue(left > 290 && left <= 300, left + " s");
    answer(503, "Retry-After: 1");
    assertTrue(run("slots = slots") > 290, "a shorter one takes nothing back");
  }

  @Test
  void aResponseWithoutRetryAfterPausesNothing() {
    answer(503, "X-RateLimit-Reset: 300");
    answer(200, "Retry-After: 300");
    answer(500, "Retry-After: 300");
    assertTrue(run("slots = slots") <= 0);
  }

  /** Retry-After: 3600 pauses the class for ten minutes, and none for five seconds. */
  @ParameterizedTest
  @CsvSource({
    "X-Other: 1, 5",
    "Retry-After: 0, 1",
    "Retry-After: 20, 20",
    "Retry-After: 3600, 600"
  })
  void a429TellsHowLongItsClassIsPaused(String header, long seconds) {
    long start = System.nanoTime();
    assertSeconds(seconds, start, nextCallAfterA429(header));
  }

  @Test
  void a429TellsWhenTheNextSlotIsFreeWhereThatIsLater() {
    long start = System.nanoTime();
    await(
        pool.query(
                """
                update quota_slot set free_at = clock_timestamp() + interval '40 s'
                where account = 'small' and class = '%s' and n > 0
                """
                    .formatted(CLASS.label()))
            .execute());
    assertSeconds(40, start, nextCallAfterA429("Retry-After: 20"));
  }

  /**
   * From a point in time after the start on; how long this machine took since then is no matter.
   */
  private static void assertSeconds(long seconds, long startNanos, Duration left) {
    Duration passed = Duration.ofNanos(System.nanoTime() - startNanos).plus(CLOCK_TOLERANCE);
    Duration whole = Duration.ofSeconds(seconds);
    assertTrue(left.compareTo(whole) <= 0, left.toString());
    assertTrue(left.compareTo(whole.minus(passed)) >= 0, left.toString());
  }

  /** What a call learns from it, in one attempt. */
  private Duration nextCallAfterA429(String header) {
    try (RawServer server = answering(429, header)) {
      AccountDirectory accounts = accounts(server);
      RetryingCalls calls =
          new RetryingCalls(
              permitQueues, quotaLedger, rateLimitBackoff, client(accounts), settings);
      Uni<UpstreamResponse> call =
          calls.call(
              accounts.named("small").orElseThrow(), CLASS, Duration.ofSeconds(5), READ_A_TASK);
      return assertThrows(RetryLaterException.class, () -> await(call)).retryAfter().orElseThrow();
    }
  }

  private UpstreamResponse answer(int status, String headers) {
    try (RawServer server = answering(status, headers)) {
      AccountDirectory accounts = accounts(server);
      ClockReading useBy = clocks.now().plus(Duration.ofSeconds(5));
      Permit permit = new Permit("small", CLASS, 0, UUID.randomUUID(), useBy);
      return await(
          client(accounts).send(accounts.named("small").orElseThrow(), permit, READ_A_TASK));
    }
  }

  private static RawServer answering(int status, String headers) {
    String head =
        "HTTP/1.1 %d X\r\n%s\r\nContent-Length: 0\r\n\r\n"
            .formatted(status, headers.replace("~", "\r\n"));
    return new RawServer(request -> List.of(head));
  }

  private static AccountDirectory accounts(RawServer server) {
    return new AccountDirectory(
        TestSettings.of(
            AccountSettings.class,
            "anteroom.accounts.small.base-url",
            server.url(),
            "anteroom.accounts.small.api-key",
            "a-key"));
  }

  private UpstreamClient client(AccountDirectory accounts) {
    return new UpstreamClient(
        new MixpeekClients(accounts, settings, new ResponseMemory(settings)),
        new AccountCircuitBreakers(accounts, settings, quota, plans, Ticker.SYSTEM),
        reader,
        new UnreadableResponseLog(Ticker.SYSTEM),
        quotaLedger,
        rateLimitBackoff,
        new UpstreamMetrics(new SimpleMeterRegistry(), Ticker.SYSTEM),
        clocks);
  }

  /** Changes the row of the class, and returns the rest of its pause in seconds. */
  private long run(String assignment) {
    return await(
            pool.query(
                    """
            update quota_class set %s where account = 'small' and class = '%s'
            returning greatest(0, extract(epoch from
              nullif(paused_until, '-infinity') - clock_timestamp()))::bigint
            """
                        .formatted(assignment, CLASS.label()))
                .execute())
        .iterator()
        .next()
        .getLong(0);
  }
}
