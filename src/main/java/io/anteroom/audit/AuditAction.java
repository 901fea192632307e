package io.anteroom.audit;

import java.util.Arrays;
import java.util.Optional;

/** What an operator can do. The labels are promises of the API. */
public enum AuditAction {
  ACCOUNT_PAUSE("account.pause"),
  ACCOUNT_RESUME("account.resume"),
  BREAKER_TRY("breaker.try"),
  TASK_RETRY("task.retry"),
  TASK_CANCEL("task.cancel"),
  TASK_REDELIVER("task.redeliver"),
  BATCH_RETRY("batch.retry"),
  BATCH_CANCEL("batch.cancel"),
  BATCH_REDELIVER("batch.redeliver"),
  BULK_START("bulk.start"),
  BULK_STOP("bulk.stop");

  private final String label;

  AuditAction(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** The action with this label; empty where there is none. */
  public static Optional<AuditAction> labelled(String label) {
    return Arrays.stream(values()).filter(action -> action.label.equals(label)).findFirst();
  }
}
