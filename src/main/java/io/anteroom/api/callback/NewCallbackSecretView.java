package io.anteroom.api.callback;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.callback.secret.NewCallbackSecret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A callback secret that was just made.
 *
 * @param secret {@code whsec_…}, told this once
 * @param createdAt when it was made
 * @param previousValidUntil until when callbacks are signed with the one before it too; null: it is
 *     not, or there was none
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record NewCallbackSecretView(String secret, Instant createdAt, Instant previousValidUntil) {

  static NewCallbackSecretView of(NewCallbackSecret made) {
    return new NewCallbackSecretView(
        made.secret().text(),
        made.facts().createdAt().orElse(null),
        made.facts().previousValidUntil().orElse(null));
  }

  /** A record shows everything, and this one must not reach a log. */
  @Override
  public String toString() {
    return "NewCallbackSecretView[***]";
  }
}
