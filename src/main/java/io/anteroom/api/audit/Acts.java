package io.anteroom.api.audit;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.audit.AuditLog;
import jakarta.inject.Singleton;

/** Says who acts with a request, for the audit log. Thread-safe. */
@Singleton
public class Acts {

  public static final String REASON = "reason";
  public static final int MAX_REASON = 500;

  private final Caller caller;
  private final AuditLog log;

  Acts(Caller caller, AuditLog log) {
    this.caller = caller;
    this.log = log;
  }

  /**
   * Who makes this request, which changes something: a client, or an operator with the role admin.
   *
   * @param reason the parameter; only operators may give one; null: none
   */
  public ActBy by(String reason) {
    if (caller.isOperator()) {
      caller.mustBeAdmin();
    }
    if (reason != null) {
      check(reason);
    }
    return new ActBy(log, caller.isOperator() ? caller.operator().name() : null, reason);
  }

  private void check(String reason) {
    if (!caller.isOperator()) {
      throw ProblemType.OPERATORS_ONLY.about(
          REASON, "Only the act of an operator takes a reason: it stands in the audit log.");
    }
    if (!isUsable(reason)) {
      throw ProblemType.INVALID_FIELD.about(
          REASON,
          "The parameter reason must have 1 to %d characters, none of them a control character."
              .formatted(MAX_REASON));
    }
  }

  /** Whether it can be a reason. */
  public static boolean isUsable(String reason) {
    return !reason.isBlank()
        && reason.codePointCount(0, reason.length()) <= MAX_REASON
        && reason.chars().noneMatch(Character::isISOControl);
  }
}
