package io.anteroom.audit;

import java.util.UUID;

/**
 * What an operator does, as the audit log has it. Immutable. What does not concern the action is
 * null.
 *
 * @param operator who
 * @param reason why, or null
 * @param client whose task or batch it is
 */
public record AuditedAct(
    String operator,
    AuditAction action,
    String reason,
    String account,
    String client,
    UUID task,
    UUID batch,
    UUID bulkAction) {

  public static AuditedAct onAccount(
      String operator, AuditAction action, String reason, String account) {
    return new AuditedAct(operator, action, reason, account, null, null, null, null);
  }

  public static AuditedAct onTask(
      String operator, AuditAction action, String reason, UUID task, String client) {
    return new AuditedAct(operator, action, reason, null, client, task, null, null);
  }

  public static AuditedAct onBatch(
      String operator, AuditAction action, String reason, UUID batch, String client) {
    return new AuditedAct(operator, action, reason, null, client, null, batch, null);
  }

  public static AuditedAct onBulkAction(
      String operator, AuditAction action, String reason, UUID bulkAction) {
    return new AuditedAct(operator, action, reason, null, null, null, null, bulkAction);
  }
}
