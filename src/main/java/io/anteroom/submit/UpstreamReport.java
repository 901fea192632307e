package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.cluster.report.ReportDraft;
import io.anteroom.cluster.report.ReportSource;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.AccountCircuitBreakers;
import jakarta.inject.Singleton;

/** Says which accounts are refused here, and which circuit breakers are open. Thread-safe. */
@Singleton
class UpstreamReport implements ReportSource {

  private final AccountDirectory accounts;
  private final AccountAvailability availability;
  private final AccountCircuitBreakers breakers;

  UpstreamReport(
      AccountDirectory accounts,
      AccountAvailability availability,
      AccountCircuitBreakers breakers) {
    this.accounts = accounts;
    this.availability = availability;
    this.breakers = breakers;
  }

  @Override
  public void addTo(ReportDraft report) {
    for (Account account : accounts.all()) {
      availability.untilProbe(account).ifPresent(again -> report.refused(account.name(), again));
    }
    breakers
        .open()
        .forEach(
            open ->
                report.breaker(
                    open.account(), open.endpointClass().label(), open.ofClients(), open.again()));
  }
}
