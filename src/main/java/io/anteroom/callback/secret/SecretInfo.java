package io.anteroom.callback.secret;

import java.time.Instant;
import java.util.Optional;

/**
 * What can be told of a client's secret. Immutable.
 *
 * @param source where it comes from
 * @param createdAt when it was made; empty where the configuration gives it
 * @param previousValidUntil until when the one before it signs too; empty where none does, or the
 *     configuration says so
 */
public record SecretInfo(
    Source source, Optional<Instant> createdAt, Optional<Instant> previousValidUntil) {

  /** Where the secret of a client comes from. */
  public enum Source {
    CONFIGURATION,
    STORED
  }

  static final SecretInfo CONFIGURED =
      new SecretInfo(Source.CONFIGURATION, Optional.empty(), Optional.empty());

  static SecretInfo of(StoredSecret row) {
    return new SecretInfo(Source.STORED, Optional.of(row.createdAt), row.previousValidUntil());
  }
}
