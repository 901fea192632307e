package io.anteroom.callback;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;

/**
 * The callback of one end: of a task or of a batch, whose id it has. Claims and attempts are
 * written by the outbox, under its own locks. Not thread-safe; belongs to the session that read it.
 */
@Entity
@Table(name = "callback")
@DynamicUpdate
public class CallbackDelivery {

  static final String PENDING = "pending";

  @Id public UUID id;
  public String client;
  public String type;
  public String url;

  /** {@code pending}, {@code delivered}, {@code exhausted} or {@code gone}. */
  public String state;

  /** How many attempts failed since it was delivered, or delivered again. */
  public int step;

  /** When the next attempt is due; while one is under way, when that one counts as lost. */
  @Column(name = "due_at")
  public Instant dueAt;

  /** The attempt that is under way, or null. */
  public UUID claim;

  @Column(name = "delivery_started_at")
  public Instant deliveryStartedAt;

  /** When it was delivered or given up, or null. */
  @Column(name = "settled_at")
  public Instant settledAt;

  /** When the row was read, by the clock of the database. */
  @Formula("now()")
  public Instant readAt;

  /**
   * Begins the schedule anew, now. An attempt that is under way ends first: the receiver gets one
   * attempt at a time.
   */
  public void deliverAgain() {
    boolean underWay = claim != null && dueAt.isAfter(readAt);
    if (!underWay) {
      claim = null;
      dueAt = readAt;
    }
    state = PENDING;
    step = 0;
    settledAt = null;
    deliveryStartedAt = readAt;
  }
}
