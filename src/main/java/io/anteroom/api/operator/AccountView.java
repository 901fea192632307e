package io.anteroom.api.operator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.account.Account;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;

/**
 * An account, as operators see it.
 *
 * @param pausedSince since when; null: it is not
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record AccountView(String account, String plan, boolean paused, Instant pausedSince) {

  static AccountView of(Account account, Optional<Instant> since) {
    return new AccountView(
        account.name(), account.plan().label(), since.isPresent(), since.orElse(null));
  }
}
