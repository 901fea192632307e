package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.LogSubject;
import io.anteroom.async.trace.TaskTraces.Message;
import io.anteroom.quota.Permit;
import io.anteroom.task.SubmitAttempt;

/** One submit of one task. Its mark is in the database, and a permit is taken for its call. */
record PermittedSubmit(SubmitQueue queue, MarkedTask task, Permit permit, SubmitLease lease)
    implements LogSubject {

  Account account() {
    return queue.account();
  }

  SubmitAttempt attempt() {
    return task.submit();
  }

  /** As its span tells of it. */
  Message message() {
    String queued = queue.account().name() + "/" + queue.kind().label();
    return new Message(task.id(), task.client(), queued, task.trace(), task.attempt());
  }

  @Override
  public void describe(LogFields fields) {
    fields
        .taskId(task.id())
        .account(account().name())
        .client(task.client())
        .endpointClass(queue.endpointClass().label())
        .attempt(task.attempt())
        .traceId(task.trace() == null ? null : task.trace().traceId());
  }

  /** The submit could not be sent: the next ones of its queue are delayed. */
  void delayNext() {
    queue.backoff().failed();
  }
}
