package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.Ticker;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.upstream.http.SendDeadline;
import io.anteroom.upstream.json.UpstreamResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** How long upstream calls take, and what they come to, for Prometheus. Thread-safe. */
@Singleton
class UpstreamMetrics {

  private static final String NO_RESPONSE = "no_response";

  private final MeterRegistry registry;
  private final Ticker ticker;

  UpstreamMetrics(MeterRegistry registry, Ticker ticker) {
    this.registry = registry;
    this.ticker = ticker;
  }

  /** So that each class shows as 0 until it is throttled. */
  void register(
      @Observes StartupEvent event, AccountDirectory accounts, AccountCircuitBreakers breakers) {
    for (Account account : accounts.all()) {
      for (EndpointClass endpointClass : EndpointClass.values()) {
        throttled(account.name(), endpointClass);
      }
      Gauge.builder("anteroom.upstream.breakers.open", () -> open(breakers, account))
          .tag("account", account.name())
          .register(registry);
    }
  }

  /** Measures a call from here to its end, unless it was not sent. */
  Uni<UpstreamResponse> timed(Permit permit, SendDeadline mark, Uni<UpstreamResponse> call) {
    long start = ticker.nanos();
    return call.onTermination()
        .invoke(
            (answer, failure, cancelled) -> {
              if (mark.maybeSent()) {
                ended(permit, start, answer);
              }
            });
  }

  private void ended(Permit permit, long start, UpstreamResponse answer) {
    registry
        .timer(
            "anteroom.upstream.request.duration",
            "class",
            permit.endpointClass().label(),
            "outcome",
            answer == null ? NO_RESPONSE : outcome(answer))
        .record(ticker.since(start));
    if (answer != null && answer.isRateLimited()) {
      throttled(permit.account(), permit.endpointClass()).increment();
    }
  }

  private static String outcome(UpstreamResponse answer) {
    if (answer.isRateLimited()) {
      return "throttled";
    }
    if (answer.isServerError()) {
      return "server_error";
    }
    if (answer.isUnreadable()) {
      return "unreadable";
    }
    return answer.isSuccess() ? "success" : "refused";
  }

  private Counter throttled(String account, EndpointClass endpointClass) {
    return registry.counter(
        "anteroom.upstream.throttled", "account", account, "class", endpointClass.label());
  }

  private static long open(AccountCircuitBreakers breakers, Account account) {
    return breakers.open().stream().filter(one -> one.account().equals(account.name())).count();
  }
}
