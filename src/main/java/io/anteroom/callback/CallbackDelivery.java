package io.anteroom.callback;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/**
 * The callback of one end: of a task or of a batch, whose id it has. It is changed by statements
 * only. Not thread-safe; belongs to the session that read it.
 */
@Entity
@Table(name = "callback")
@Immutable
public class CallbackDelivery {

  @Id public UUID id;
  public String client;
  public String type;
  public String url;

  /** {@code pending}, {@code delivered}, {@code exhausted} or {@code gone}. */
  public String state;

  /** When the next attempt is due; while one is under way, when that one counts as lost. */
  @Column(name = "due_at")
  public Instant dueAt;

  /** The attempt that is under way, or null. */
  public UUID claim;
}
