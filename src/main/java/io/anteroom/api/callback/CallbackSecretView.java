package io.anteroom.api.callback;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.callback.secret.SecretInfo;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;

/**
 * A client's callback secret, without itself.
 *
 * @param source {@code configuration} or {@code stored}
 * @param createdAt when it was made; null where the configuration gives it
 * @param previousValidUntil until when callbacks are signed with the one before it too; null: they
 *     are not, or the configuration says so
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record CallbackSecretView(String source, Instant createdAt, Instant previousValidUntil) {

  public static CallbackSecretView of(SecretInfo facts) {
    return new CallbackSecretView(
        facts.source().name().toLowerCase(Locale.ROOT),
        facts.createdAt().orElse(null),
        facts.previousValidUntil().orElse(null));
  }
}
