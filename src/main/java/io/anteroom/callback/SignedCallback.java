package io.anteroom.callback;

import io.anteroom.async.Ticker;
import io.anteroom.async.trace.TaskOperation;
import io.anteroom.async.trace.TaskSpan;
import io.anteroom.async.trace.TaskTraces;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.callback.destination.DestinationPolicy;
import io.anteroom.callback.destination.LookupNotStartedException;
import io.anteroom.callback.destination.ResolvedDestination;
import io.anteroom.callback.http.CallbackHttpClient;
import io.anteroom.callback.http.ReceiverResponse;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.secret.CallbackSecret;
import io.anteroom.callback.secret.CallbackSignature;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Signs a callback and posts it (Standard Webhooks 1.0). Thread-safe. */
@Singleton
class SignedCallback {

  private static final Duration MAX_LOOKUP = Duration.ofSeconds(5);

  private final DestinationPolicy destinationPolicy;
  private final CallbackHttpClient post;
  private final Clock clock;
  private final Ticker ticker;
  private final TaskTraces traces;
  private final Duration timeout;

  SignedCallback(
      DestinationPolicy destinationPolicy,
      CallbackHttpClient post,
      Clock clock,
      Ticker ticker,
      TaskTraces traces,
      CallbackSettings settings) {
    this.destinationPolicy = destinationPolicy;
    this.post = post;
    this.clock = clock;
    this.ticker = ticker;
    this.traces = traces;
    this.timeout = settings.timeout();
  }

  /**
   * Posts.
   *
   * @param keys at least one
   * @return what it came to; fails with {@link DeliveryPostponedException} where nothing was sent
   *     and nothing is to be counted
   */
  Uni<DeliveryAttempt> send(CallbackClaim claim, byte[] body, List<CallbackSecret> keys) {
    Instant at = clock.instant();
    long start = ticker.nanos();
    TaskSpan span = traces.begin(TaskOperation.CALLBACK, claim.trace(), claim::message);
    return destinationPolicy
        .resolve(URI.create(claim.url()), longestLookup())
        .onFailure(LookupNotStartedException.class)
        .transform(failure -> new DeliveryPostponedException(failure.getMessage()))
        .chain(to -> post(claim, to, headers(claim, at, body, keys, span.context()), body))
        .ifNoItem()
        .after(timeout)
        .fail()
        .map(answer -> DeliveryAttempt.answered(at, ticker.since(start), answer))
        .onFailure(failure -> !(failure instanceof DeliveryPostponedException))
        .recoverWithItem(failure -> DeliveryAttempt.failed(at, ticker.since(start), failure))
        .invoke(attempt -> end(span, attempt))
        .onFailure()
        .invoke(failure -> span.fail("postponed"))
        .onCancellation()
        .invoke(span::cancel);
  }

  private static void end(TaskSpan span, DeliveryAttempt attempt) {
    if (attempt.status() != null) {
      span.answered(attempt.status());
    }
    if (attempt.outcome() == DeliveryAttempt.Outcome.DELIVERED) {
      span.end(attempt.outcome().label());
    } else {
      span.fail(attempt.outcome().label());
    }
  }

  /** So that what was not begun is seen as that, before the time of the attempt is over. */
  private Duration longestLookup() {
    Duration half = timeout.dividedBy(2);
    return half.compareTo(MAX_LOOKUP) < 0 ? half : MAX_LOOKUP;
  }

  /**
   * Right before it is sent: after a pause of the process another replica may be about to claim it.
   */
  private Uni<ReceiverResponse> post(
      CallbackClaim claim, ResolvedDestination to, MultiMap headers, byte[] body) {
    if (claim.leaseLeft(ticker).compareTo(timeout) < 0) {
      return Uni.createFrom()
          .failure(() -> new DeliveryPostponedException("its lease is nearly over"));
    }
    return post.send(to, headers, body);
  }

  private static MultiMap headers(
      CallbackClaim claim, Instant at, byte[] body, List<CallbackSecret> keys, TraceContext trace) {
    String id = CallbackClaim.webhookId(claim.id());
    long seconds = at.getEpochSecond();
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("content-type", "application/json")
            .add("user-agent", "Anteroom")
            .add("webhook-id", id)
            .add("webhook-timestamp", Long.toString(seconds))
            .add("webhook-signature", CallbackSignature.of(id, seconds, body, keys));
    if (trace != null) {
      trace.addTo(headers);
    }
    return headers;
  }
}
