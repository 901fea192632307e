package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.account.ClientWeight;
import io.anteroom.async.ExponentialBackoff;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.LogSubject;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.TaskKind;
import java.time.Duration;
import java.util.List;

/**
 * The queued tasks of one account and kind, and what all their submits have in common.
 *
 * @param callTimeout the hard timeout of one submit of this kind
 * @param backoff delays the submits while they cannot be sent
 */
record SubmitQueue(
    Account account,
    TaskKind kind,
    List<ClientWeight> weights,
    Duration callTimeout,
    ExponentialBackoff backoff)
    implements LogSubject {

  EndpointClass endpointClass() {
    return EndpointClass.valueOf("INDEX_" + kind.name());
  }

  @Override
  public void describe(LogFields fields) {
    fields.account(account.name()).endpointClass(endpointClass().label());
  }
}
