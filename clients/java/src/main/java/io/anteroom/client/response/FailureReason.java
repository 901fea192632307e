package io.anteroom.client.response;

import java.util.Locale;

/** Why a task ended without success. */
public enum FailureReason {
  /** The upstream responded to the submit with an error of its own: change the request. */
  UPSTREAM_REFUSED,
  /** The upstream took it and ended it without success: a retry may help. */
  UPSTREAM_FAILED,
  /** For too long a proxy or an ingress refused it: tell the operator, then retry. */
  INTERMEDIARY_REFUSED,
  /** Its deadline passed: retry with more time. */
  DEADLINE,
  /** It ran upstream for longer than is allowed: retry. */
  MAX_RUNNING,
  /** The upstream no longer knows it: retry. */
  GONE_UPSTREAM,
  /** Its file was lost before it was submitted: upload it again. */
  FILE_LOST,
  /** Whether it was submitted cannot be found out: search for its asset, then retry. */
  IN_DOUBT_UNRESOLVED,
  /** It was cancelled, by you or upstream. */
  CANCELLED,
  /** A reason that this version of the client does not know. */
  UNKNOWN;

  /** The reason with this name; {@link #UNKNOWN} for another one. */
  static FailureReason named(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }
}
