package io.anteroom.api.operator;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.account.Account;
import io.anteroom.quota.AccountPause;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;

/**
 * An account, as operators see it.
 *
 * @param pausedSince since when; null: it is not
 * @param pausedBy the operator who paused it; null: it is not paused
 * @param pauseReason why; null: no reason was given, or it is not paused
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record AccountView(
    String account,
    String plan,
    boolean paused,
    Instant pausedSince,
    String pausedBy,
    String pauseReason) {

  static AccountView of(Account account, Optional<AccountPause> pause) {
    return new AccountView(
        account.name(),
        account.plan().label(),
        pause.isPresent(),
        pause.map(found -> found.pausedAt).orElse(null),
        pause.map(found -> found.pausedBy).orElse(null),
        pause.map(found -> found.reason).orElse(null));
  }
}
