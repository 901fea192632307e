package io.anteroom.upstream.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SandboxControl;
import io.anteroom.TestEnvironment;
import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.ClockReading;
import io.anteroom.async.FileContent;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.quota.CallDeadline;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.UpstreamClient;
import io.anteroom.upstream.http.MultipartBody.FilePart;
import io.anteroom.upstream.json.UpstreamResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that was stopped after a grant does not send late. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class SendDeadlineTest {

  private static final RequestBody BODY =
      RequestBody.json("{\"text\": \"late\", \"collection_id\": \"c\"}".getBytes());

  private static final long HOUR = Duration.ofHours(1).toNanos();

  @Inject UpstreamClient upstreamClient;
  @Inject RetryingCalls paid;
  @Inject AccountDirectory accounts;
  @Inject Vertx vertx;
  @Inject Pool pool;
  @Inject SuspendAwareClock clocks;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  /** Calls are counted, and the service still submits what other tests left in its queue. */
  @BeforeEach
  void awaitOtherSubmits() {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> unsent() == 0);
  }

  @Test
  void aCallBeforeItsUseByIsSent() {
    assertEquals(200, send(submit(), Duration.ofSeconds(5)).status());
  }

  @Test
  void aSubmitPastItsUseByIsNotSentAndNotInDoubt() {
    isNotSent("index.text", submit());
  }

  /** The monotonic clock of a suspended machine stands still, and its wall clock goes on. */
  @Test
  void aSubmitAfterASuspendOfTheMachineIsNotSent() {
    ClockReading now = clocks.now();
    isNotSent(
        "index.text", submit(), new ClockReading(now.nanos() + HOUR, now.wall().minusMillis(1)));
  }

  @Test
  void aSubmitAfterTheWallClockWasSetBackIsNotSent() {
    ClockReading now = clocks.now();
    isNotSent(
        "index.text", submit(), new ClockReading(now.nanos() - 1, now.wall().plusSeconds(3600)));
  }

  @Test
  void aCallWithoutABodyPastItsUseByIsNotSent() {
    isNotSent("tasks.get", new UpstreamCall.Plain(api -> api.task("t")));
  }

  @Test
  void aBodyThatBreaksOffFailsTheCallAsPossiblySent() {
    AtomicInteger parts = new AtomicInteger();
    RequestBody halves =
        new RequestBody(
            BODY.contentType(),
            BODY.length(),
            () -> Multi.createFrom().items(blanks(10), blanks(BODY.length() - 10)));
    UpstreamCallException failure =
        breaksOff(halves.whileTrue(() -> parts.getAndIncrement() == 0, "no longer ours"));
    assertTrue(failure.maybeSent());
  }

  @Test
  void aBodyThatBreaksOffBeforeItsFirstPartIsNotSent() {
    breaksOffUnsent(BODY.whileTrue(() -> false, "no longer ours"));
  }

  /** The directory of the spool may go between the check of a file and the call. */
  @Test
  void aFormWhoseFileCannotBeOpenedIsNotSent() {
    FilePart gone = new FilePart(() -> FileContent.of(vertx, "/gone"), 9, "a", "b/c");
    breaksOffUnsent(MultipartBody.of(Map.of("field", "value"), gone));
  }

  @Test
  void manyBrokenCallsLeakNoConnection() {
    for (int i = 0; i < 300; i++) {
      assertThrows(UpstreamCallException.class, () -> send(submit(), Duration.ofMillis(-1)));
    }
    assertEquals(200, send(submit(), Duration.ofSeconds(5)).status());
  }

  /** The file is removed when its caller hangs up, so that this is no failure of the upstream. */
  @Test
  void aMissingFileIsNotRetriedAndIsNoOutage() {
    AtomicInteger opened = new AtomicInteger();
    RequestBody gone =
        MultipartBody.of(
            Map.of(), new FilePart(() -> FileContent.of(vertx, "/gone"), 9, "a", "b/c"));
    RequestBody counted =
        new RequestBody(
            gone.contentType(),
            gone.length(),
            () -> {
              opened.incrementAndGet();
              return gone.content().get();
            });
    UpstreamCall call =
        new UpstreamCall.WithBody(
            counted,
            (api, b, stream) ->
                api.search(
                    "upload",
                    new MultivaluedHashMap<>(),
                    b.contentType(),
                    b.length(),
                    null,
                    null,
                    stream));
    Account account = accounts.named("default").orElseThrow();
    for (int i = 1; i <= 30; i++) {
      var sent =
          paid.callWithFileFor(
              CallDeadline.ofCaller("alice", Duration.ofSeconds(5)),
              account,
              EndpointClass.SEARCH_UPLOAD,
              call);
      UpstreamCallException failure =
          assertThrows(
              UpstreamCallException.class, () -> sent.await().atMost(Duration.ofSeconds(5)));
      assertInstanceOf(RequestBodyUnreadableException.class, failure.getCause());
      assertEquals(i, opened.get());
    }
    assertEquals(200, send(submit(), Duration.ofSeconds(5)).status());
  }

  private int unsent() {
    String unsent =
        "select count(*)::int from task where account = 'default' and phase in ('queued',"
            + " 'submitting')";
    return pool.query(unsent).executeAndAwait().iterator().next().getInteger(0);
  }

  private void isNotSent(String endpoint, UpstreamCall call) {
    isNotSent(endpoint, call, clocks.now().plus(Duration.ofMillis(-1)));
  }

  private void isNotSent(String endpoint, UpstreamCall call, ClockReading useBy) {
    int before = sandbox.calls(endpoint);
    UpstreamCallException failure =
        assertThrows(UpstreamCallException.class, () -> send(call, useBy));
    assertFalse(failure.maybeSent());
    assertEquals(before, sandbox.calls(endpoint));
  }

  private void breaksOffUnsent(RequestBody body) {
    int before = sandbox.calls("index.text");
    assertFalse(breaksOff(body).maybeSent());
    assertEquals(before, sandbox.calls("index.text"));
  }

  private UpstreamCallException breaksOff(RequestBody body) {
    UpstreamCall broken =
        new UpstreamCall.WithBody(
            body,
            (api, b, stream) -> api.index("text", b.contentType(), b.length(), null, null, stream));
    return assertThrows(UpstreamCallException.class, () -> send(broken, Duration.ofSeconds(5)));
  }

  private static Buffer blanks(long bytes) {
    return Buffer.buffer(" ".repeat((int) bytes));
  }

  /** Within the time of a call, so that nothing waits for a timeout. */
  private UpstreamResponse send(UpstreamCall call, Duration useByIn) {
    return send(call, clocks.now().plus(useByIn));
  }

  private UpstreamResponse send(UpstreamCall call, ClockReading useBy) {
    Account account = accounts.named("default").orElseThrow();
    Permit permit = new Permit("default", EndpointClass.INDEX_TEXT, 0, UUID.randomUUID(), useBy);
    return upstreamClient.send(account, permit, call).await().atMost(Duration.ofSeconds(5));
  }

  private static UpstreamCall submit() {
    return new UpstreamCall.WithBody(
        BODY,
        (api, b, stream) -> api.index("text", b.contentType(), b.length(), null, null, stream));
  }
}
