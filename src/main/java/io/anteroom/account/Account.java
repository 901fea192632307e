package io.anteroom.account;

import java.net.URI;

/**
 * A Mixpeek account, as configured. Immutable.
 *
 * @param name the name of the account in the configuration, the queue and the ledger
 * @param baseUrl where its API is; https, or http to loopback; without a trailing slash
 * @param apiKey the key that every call to it carries
 * @param apiVersion the {@code Api-Version} that every call to it carries; null for none
 */
public record Account(String name, URI baseUrl, Secret apiKey, Plan plan, String apiVersion) {

  /** One whose calls carry no version. */
  public Account(String name, URI baseUrl, Secret apiKey, Plan plan) {
    this(name, baseUrl, apiKey, plan, null);
  }
}
