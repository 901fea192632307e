package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.quota.Permit;
import io.anteroom.task.SubmitAttempt;

/** One submit of one task. Its mark is in the database, and a permit is taken for its call. */
record PermittedSubmit(SubmitQueue queue, MarkedTask task, Permit permit, SubmitLease lease) {

  Account account() {
    return queue.account();
  }

  SubmitAttempt attempt() {
    return task.submit();
  }

  /** The submit could not be sent: the next ones of its queue are delayed. */
  void delayNext() {
    queue.backoff().failed();
  }
}
