package io.anteroom.passthrough;

import io.anteroom.account.Account;
import io.anteroom.account.Client;
import io.anteroom.quota.CallDeadline;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * What every call has that is passed through.
 *
 * @param client who waits for it
 * @param deadline how long all its attempts together may wait for permits
 * @param parameters those of the URL, forwarded as they are
 */
public record PassThroughCall(
    Client client, CallDeadline deadline, MultivaluedMap<String, String> parameters) {

  Account account() {
    return client.account();
  }
}
