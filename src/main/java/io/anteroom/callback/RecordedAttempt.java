package io.anteroom.callback;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One attempt of a callback. Immutable here: the outbox writes it when it records the attempt. */
@Entity
@Table(name = "callback_attempt")
@IdClass(RecordedAttempt.Key.class)
@Immutable
public class RecordedAttempt {

  /** Which attempt of which callback. */
  public record Key(UUID callbackId, int no) {}

  @Id
  @Column(name = "callback_id")
  public UUID callbackId;

  /** From 1. */
  @Id public int no;

  /** When it began. */
  public Instant at;

  /** Of the response, or null. */
  public Integer status;

  /** How long it took. */
  @Column(name = "latency_ms")
  public int latencyMs;

  /** The beginning of the response's body, or null. */
  public String response;

  /** Why it failed, or null. */
  public String error;
}
