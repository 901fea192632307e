package io.anteroom.submit;

import io.anteroom.account.AccountDirectory;
import io.anteroom.cluster.BackgroundWork;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Asks now and then whether an account that the upstream refused is let in again. Thread-safe. */
@Singleton
public class AccountProbe implements BackgroundWork {

  private final AccountDirectory accounts;
  private final AccountAvailability availability;

  public AccountProbe(AccountDirectory accounts, AccountAvailability availability) {
    this.accounts = accounts;
    this.availability = availability;
  }

  /** The tick does not wait for the probes. */
  @Override
  public Uni<Void> tick(ToDo todo) {
    accounts.all().stream()
        .filter(availability::isProbeDue)
        .forEach(account -> availability.probe(account).subscribe().with(open -> {}));
    return Uni.createFrom().voidItem();
  }
}
