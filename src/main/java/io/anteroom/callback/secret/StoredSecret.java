package io.anteroom.callback.secret;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Formula;

/** The encrypted secrets of a client. Not thread-safe; belongs to the session that read it. */
@Entity
@Table(name = "callback_secret")
public class StoredSecret {

  @Id public String client;
  public byte[] sealed;

  @Column(name = "created_at")
  public Instant createdAt;

  @Column(name = "previous_sealed")
  public byte[] previousSealed;

  @Column(name = "previous_valid_until")
  public Instant previousValidUntil;

  /** When the row was read, by the clock of the database: those of the replicas differ. */
  @Formula("now()")
  public Instant readAt;

  /** The secret before this one, while it signs too. */
  Optional<byte[]> previous() {
    return previousSigns() ? Optional.of(previousSealed) : Optional.empty();
  }

  /** Until when the secret before this one signs too; empty where it does not. */
  Optional<Instant> previousValidUntil() {
    return previousSigns() ? Optional.of(previousValidUntil) : Optional.empty();
  }

  /**
   * Stores a new secret. A previous one that still signs stays: receivers have that one where the
   * response with the present one was lost.
   *
   * @param rotation how long the present one signs on as the previous one
   */
  void replace(byte[] newSealed, Duration rotation) {
    if (!previousSigns()) {
      previousSealed = sealed;
      previousValidUntil = readAt.plus(rotation);
    }
    sealed = newSealed;
    createdAt = readAt;
  }

  private boolean previousSigns() {
    return previousValidUntil != null && previousValidUntil.isAfter(readAt);
  }
}
