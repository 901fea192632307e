package io.anteroom.task;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/**
 * An asset that a second submit of a task made. Immutable here: who finds and deletes it writes it.
 */
@Entity
@Table(name = "duplicate_asset")
@IdClass(DuplicateAsset.Key.class)
@Immutable
public class DuplicateAsset {

  /** Which asset of which task. */
  public record Key(UUID task, String asset) {}

  @Id public UUID task;

  /** Its id upstream. */
  @Id public String asset;

  @Column(name = "found_at")
  public Instant foundAt;

  /** When it was deleted; null: it is there still, as far as is known. */
  @Column(name = "removed_at")
  public Instant removedAt;
}
