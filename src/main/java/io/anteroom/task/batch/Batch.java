package io.anteroom.task.batch;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/**
 * Tasks that were accepted together, as readers see them. Once it has ended it does not change.
 * Immutable here: the statements that accept and end tasks also write their batch.
 */
@Entity
@Immutable
public class Batch {

  @Id public UUID id;
  public String client;

  /** The client's own name for it, or null. */
  public String reference;

  /** Who is told once, when all have ended, or null. */
  @Column(name = "callback_url")
  public String callbackUrl;

  /** How many tasks it has. */
  public int total;

  /** How many have not ended. */
  public int open;

  public int done;
  public int failed;
  public int cancelled;

  /** How many of its items became no task. */
  @Formula("coalesce(json_array_length(refused), 0)")
  public int refused;

  /** The batch whose tasks its own try again, or null. */
  @Column(name = "retry_of")
  public UUID retryOf;

  @Column(name = "accepted_at")
  public Instant acceptedAt;

  /** When the last of them ended, or null. */
  @Column(name = "ended_at")
  public Instant endedAt;
}
