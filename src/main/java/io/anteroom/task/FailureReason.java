package io.anteroom.task;

import java.util.Locale;

/**
 * Why a task ended without success, for machines: the {@code reason} of a {@link TaskFailure}. The
 * set is closed: a client may switch over it. The labels are the contract and what the database
 * holds; a label never gets another meaning.
 */
public enum FailureReason {
  /** The upstream read the submit and answered with an error of its own (4xx, or a 3xx). */
  UPSTREAM_REFUSED("The upstream refused it."),

  /** The upstream took it, worked on it, and ended it without success. */
  UPSTREAM_FAILED("The upstream ended it and gave no reason."),

  /** For too long every submit was refused by an intermediary (a proxy or an ingress). */
  INTERMEDIARY_REFUSED("For too long an intermediary (a proxy or an ingress) refused it."),

  /** Its {@code deadline_seconds} passed. */
  DEADLINE("Its deadline passed."),

  /** It ran upstream for longer than {@code anteroom.task.max-running}. */
  MAX_RUNNING("It ran upstream for longer than is allowed."),

  /** The upstream had it and knows it no longer. */
  GONE_UPSTREAM("The upstream no longer knows it."),

  /** Its uploaded file is gone from the spool, so it could not be submitted. */
  FILE_LOST("Its uploaded file is lost."),

  /** The answer to its submit was lost, and it cannot be found out whether it happened. */
  IN_DOUBT_UNRESOLVED("Whether it was submitted cannot be found out."),

  /** It was cancelled, by its client or by the upstream; its status is CANCELLED, not FAILED. */
  CANCELLED("It was cancelled.");

  private final String sentence;

  FailureReason(String sentence) {
    this.sentence = sentence;
  }

  /** The name as responses and the database write it, in kebab case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is said where nobody gave words. */
  public String sentence() {
    return sentence;
  }

  /**
   * The reason with this label.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static FailureReason labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
