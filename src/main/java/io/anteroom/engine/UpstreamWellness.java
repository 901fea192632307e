package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether the upstream lets every account in. Wellness, not readiness: a replica whose account is
 * refused still accepts tasks, which wait.
 */
@Wellness
@Singleton
public class UpstreamWellness implements HealthCheck {

  private final AccountDirectory accounts;
  private final AccountGate gate;
  private final Hints hints;

  /** Only stores its parts. */
  public UpstreamWellness(AccountDirectory accounts, AccountGate gate, Hints hints) {
    this.accounts = accounts;
    this.gate = gate;
    this.hints = hints;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("upstream accounts");
    for (Account account : accounts.all()) {
      response.withData(account.name(), state(account));
    }
    return response
        .withData("hints between replicas", hints.isConnected() ? "connected" : "not connected")
        .status(accounts.all().stream().noneMatch(gate::isClosed))
        .build();
  }

  /** A pause is what somebody wanted: it is said, and nothing is wrong. */
  private String state(Account account) {
    if (gate.isClosed(account)) {
      return "refused";
    }
    return gate.isPaused(account) ? "paused" : "let in";
  }
}
