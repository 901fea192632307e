package io.anteroom.sandbox.upstream.faults;

import io.anteroom.sandbox.upstream.settings.RawResponse;

/** What goes wrong with one call. */
public sealed interface Fault {
  /** Nothing. */
  record None() implements Fault {}

  /** No work; that status. */
  record AnswerStatus(int status) implements Fault {}

  /** No work; exactly these bytes. */
  record AnswerBytes(RawResponse answer) implements Fault {}

  /** No work; a redirect. {@code location} may be null: somewhere else on this server. */
  record Redirect(String location) implements Fault {}

  /** No work and no answer. */
  record DropBefore() implements Fault {}

  /** The work, but no answer. */
  record DropAfter() implements Fault {}

  /** No answer, and the work that many milliseconds later. */
  record LateAcceptance(long afterMs) implements Fault {}

  /** The work, and an answer that names no task. */
  record WithoutTaskId() implements Fault {}
}
