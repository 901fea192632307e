package io.anteroom.upstream;

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
public class UpstreamHealthCheck implements HealthCheck {

  private final AccountDirectory accounts;
  private final AccountAvailability gate;

  public UpstreamHealthCheck(AccountDirectory accounts, AccountAvailability gate) {
    this.accounts = accounts;
    this.gate = gate;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("upstream accounts");
    for (Account account : accounts.all()) {
      response.withData(account.name(), state(account));
    }
    return response.status(accounts.all().stream().noneMatch(gate::isClosed)).build();
  }

  /** A pause is what somebody wanted: it is said, and nothing is wrong. */
  private String state(Account account) {
    if (gate.isClosed(account)) {
      return "refused";
    }
    return gate.isPaused(account) ? "paused" : "let in";
  }
}
