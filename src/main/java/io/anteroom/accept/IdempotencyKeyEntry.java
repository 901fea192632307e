package io.anteroom.accept;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/**
 * What a client's idempotency key stands for. Immutable here: the accept writes it in the statement
 * that writes the task or the batch.
 */
@Entity
@Table(name = "idempotency_key")
@IdClass(IdempotencyKeyEntry.Owned.class)
@Immutable
public class IdempotencyKeyEntry {

  /** Whose key. */
  public record Owned(String client, String key) {}

  @Id public String client;
  @Id public String key;

  /** Of the request that it came with. */
  public String fingerprint;

  /** The task or the batch. */
  @Column(name = "task_id")
  public UUID taskId;

  /** Whether its time was over when the row was read, by the clock of the database. */
  @Formula("expires_at <= clock_timestamp()")
  public boolean expired;
}
