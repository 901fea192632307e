package io.anteroom.quota;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An operator has paused this account. The ledger grants nothing for it while the row is there. */
@Entity
@Table(name = "operator_pause")
public class AccountPause {

  @Id public String account;

  /** Set by the database. */
  @Column(name = "paused_at", insertable = false, updatable = false)
  public Instant pausedAt;

  /** The name of the operator. */
  @Column(name = "paused_by", insertable = false, updatable = false)
  public String pausedBy;

  /** Why, or null. */
  @Column(insertable = false, updatable = false)
  public String reason;
}
