package io.anteroom.sandbox.upstream.settings;

/**
 * What goes wrong with the calls of an endpoint. At most one of these happens to a call: each call
 * draws one number, so the probabilities add up and their sum is at most 1. A fault comes after key
 * and limits have been checked, as in a real server behind a gateway.
 *
 * @param serverError probability of a 5xx before any work
 * @param serverErrorStatus its status; null: 503
 * @param dropBefore probability that the connection is closed without an answer or any work
 * @param dropAfter probability that the work is done and the connection is closed without an answer
 * @param late probability that the connection is closed and the work is done later
 * @param lateMs how much later, milliseconds
 * @param withoutTaskId probability that the work is done and the answer names no task
 * @param redirect probability of a 307 to another place, without any work
 * @param redirectLocation where to; null: the same path below {@code /moved}
 * @param forcedStatus the status of every call, without any work; null: none. Leaves no room for
 *     the others
 * @param rawAnswer the answer of every call, byte by byte, without any work; null: none
 */
public record FaultSettings(
    double serverError,
    Integer serverErrorStatus,
    double dropBefore,
    double dropAfter,
    double late,
    long lateMs,
    double withoutTaskId,
    double redirect,
    String redirectLocation,
    Integer forcedStatus,
    RawResponse rawAnswer) {
  /** Nothing goes wrong. */
  public static final FaultSettings NONE = new FaultSettings(0, null, 0, 0, 0, 0, 0, 0, null, null);

  public FaultSettings {
    double sum = serverError + dropBefore + dropAfter + late + withoutTaskId + redirect;
    for (double each :
        new double[] {serverError, dropBefore, dropAfter, late, withoutTaskId, redirect, sum}) {
      SettingChecks.probability("a fault's probability, and the sum of them", each);
    }
    SettingChecks.atLeast("late_ms", lateMs, 0);
    SettingChecks.status("server_error_status", serverErrorStatus);
    SettingChecks.status("forced_status", forcedStatus);
  }

  /** The same without an answer byte by byte. */
  public FaultSettings(
      double serverError,
      Integer serverErrorStatus,
      double dropBefore,
      double dropAfter,
      double late,
      long lateMs,
      double withoutTaskId,
      double redirect,
      String redirectLocation,
      Integer forcedStatus) {
    this(
        serverError,
        serverErrorStatus,
        dropBefore,
        dropAfter,
        late,
        lateMs,
        withoutTaskId,
        redirect,
        redirectLocation,
        forcedStatus,
        null);
  }

  /** Every call is answered with that status, and does no work. */
  public static FaultSettings forced(int status) {
    return new FaultSettings(0, null, 0, 0, 0, 0, 0, 0, null, status);
  }

  /** Some calls are answered with that 5xx, and do no work. */
  public static FaultSettings serverErrors(double probability, int status) {
    return new FaultSettings(probability, status, 0, 0, 0, 0, 0, 0, null, null);
  }

  /** Some connections are closed without an answer, before any work. */
  public static FaultSettings dropsBefore(double probability) {
    return new FaultSettings(0, null, probability, 0, 0, 0, 0, 0, null, null);
  }

  /** Some connections are closed without an answer, after the work. */
  public static FaultSettings dropsAfter(double probability) {
    return new FaultSettings(0, null, 0, probability, 0, 0, 0, 0, null, null);
  }

  /** Some connections are closed without an answer, and the work comes that much later. */
  public static FaultSettings lateAcceptance(double probability, long lateMs) {
    return new FaultSettings(0, null, 0, 0, probability, lateMs, 0, 0, null, null);
  }

  /** Some answers to work that was done name no task. */
  public static FaultSettings withoutTaskIds(double probability) {
    return new FaultSettings(0, null, 0, 0, 0, 0, probability, 0, null, null);
  }

  /** Some calls are sent elsewhere, and do no work. */
  public static FaultSettings redirects(double probability, String location) {
    return new FaultSettings(0, null, 0, 0, 0, 0, 0, probability, location, null);
  }
}
