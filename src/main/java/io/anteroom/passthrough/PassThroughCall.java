package io.anteroom.passthrough;

import io.anteroom.account.Account;
import io.anteroom.account.Client;
import io.anteroom.async.trace.RequestTrace;
import io.anteroom.async.trace.TraceContext;
import io.anteroom.quota.CallDeadline;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * What every call has that is passed through.
 *
 * @param client who waits for it
 * @param deadline how long all its attempts together may wait for permits
 * @param parameters those of the URL, forwarded as they are
 * @param trace what the upstream is told of the trace, or null
 */
public record PassThroughCall(
    Client client,
    CallDeadline deadline,
    MultivaluedMap<String, String> parameters,
    TraceContext trace) {

  /** Of the present request. */
  public PassThroughCall(
      Client client, CallDeadline deadline, MultivaluedMap<String, String> parameters) {
    this(client, deadline, parameters, RequestTrace.current());
  }

  String traceparent() {
    return trace == null ? null : trace.traceparent();
  }

  String tracestate() {
    return trace == null ? null : trace.tracestate();
  }

  Account account() {
    return client.account();
  }
}
